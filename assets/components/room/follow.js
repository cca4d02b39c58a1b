// The page of one who follows. It is Streamlit's own frontend, which draws what the lecturer's page draws; only its
// messages come from the room instead of a session of its own. So two hundred who follow cost the server nothing but
// the same bytes two hundred times, and whatever a page can draw, they see.
//
// This module runs before the frontend: it takes the place of its WebSocket.

import { html } from '../lib/dom.js'
import { Bar } from '../lib/room/bar.js'
import { carry, touched } from '../lib/room/chosen.js'
import { unframed } from '../lib/room/frame.js'
import { Line } from '../lib/room/line.js'
import { goTo, SCROLLED } from '../lib/room/scroll.js'
import { keep, madeUp } from '../lib/room/secret.js'
import { sheets } from '../lib/sheets.js'

const ACT = 1500 // milliseconds in which what the frontend wants to say is a viewer's own doing
const RERUN = 0x5a // the first byte of a message that asks the server to run the page
const WATCH = new URLSearchParams(location.search).has('watch') // the lecturer's own second window is nobody who came
const ANEW = 'unrolled:anew'
const PATIENCE = 5000 // milliseconds between two drawings of the whole page
const STREAM = '/_stcore/stream'

const { code, root, words } = JSON.parse(document.getElementById('room').textContent)
const base = new URL(root, location.href)
const seen = { stage: '', version: 0, beat: 0 }
const began = [] // sockets of the frontend: the last is the one that it listens to
let acted = -Infinity // when the viewer last did something
let chosen = null // the control in which that was, if it offers a choice
let line = null
let bar = null
let record = null
let again = null // when the page is drawn anew
let handled = Promise.resolve() // frames are drawn in the order in which they came

window['__streamlit'] = { BACKEND_BASE_URL: base.href }

// The address stays the room's, whatever page is shown.
history.pushState = history.replaceState = () => {}

/** What the frontend takes for its WebSocket. */
class Relay extends EventTarget {
  constructor() {
    super()
    this.readyState = 0
    this.binaryType = 'arraybuffer'
    began.push(this)
    setTimeout(() => {
      this.readyState = 1
      this.dispatchEvent(new Event('open'))
      Object.assign(seen, { stage: '', version: 0, beat: 0 }) // it begins with an empty page
      connect()
    })
  }

  /** The frontend wants the page to run: a click lets go, everything else is nobody's wish. */
  send(message) {
    if (new Uint8Array(message)[0] === RERUN && performance.now() - acted < ACT) leave(chosen)
  }

  close() {
    this.readyState = 3
  }
}

const Native = window.WebSocket
window.WebSocket = /** @type {any} */ (
  new Proxy(Native, {
    construct: (target, [address, ...rest]) => (new URL(address, location.href).pathname.endsWith(STREAM) ? new Relay() : new target(address, ...rest)),
  })
)

function connect() {
  line?.close()
  line = new Line(base.href, code, () => ({ role: 'follower', watch: WATCH, ...seen }), hear, (state) => bar.become(state), move)
}

/** Come to the process in which the room lives: its page says to the proxy which that is. */
function move() {
  fetch(new URL(`room/${code}`, base), { method: 'HEAD' }).catch(() => {}) // the line is tried again in any case
}

// A page that cannot be drawn is drawn anew, from the beginning; not more often than one can watch.
window.addEventListener('error', () => {
  const [now, last] = [Date.now(), Number(sessionStorage.getItem(ANEW) ?? 0)]
  clearTimeout(again)
  again = setTimeout(() => {
    sessionStorage.setItem(ANEW, `${Date.now()}`)
    location.reload()
  }, Math.max(PATIENCE / 10, last + PATIENCE - now))
})

function hear(data) {
  if (data instanceof Blob) handled = handled.then(() => draw(data))
  else if ('chosen' in data) bar.answered(...data.chosen)
  else if ('asked' in data) bar.asked(data.asked)
  else if (data.handed) takeOver()
  else if ('handed' in data) bar.tell(words.refused)
}

async function draw(blob) {
  const frame = await unframed(blob)
  const { stage, version, beat, pointed } = (record = frame.record)
  Object.assign(seen, { stage, version, beat })
  const relay = began.at(-1)
  for (const data of frame.messages) relay.dispatchEvent(new MessageEvent('message', { data }))
  for (const { name, group, place } of pointed) {
    if (name === SCROLLED) goTo(place)
    else window.dispatchEvent(new CustomEvent(name, { detail: { from: null, group, place } }))
  }
  bar.show(record)
}

// ---- what the viewer does ----

for (const way of ['pointerdown', 'keydown', 'change']) {
  const act = (event) => {
    if (!event.isTrusted || event.composedPath().includes(bar?.element)) return
    acted = performance.now()
    chosen = touched(event)
  }
  window.addEventListener(way, act, { capture: true })
}

// The question may be answered where the lecturer's page asks it, too.
window.addEventListener(
  'click',
  (event) => {
    const choices = [...document.querySelectorAll('[class*="st-key-predicted"] label:has(input[type=radio])')]
    const answer = choices.findIndex((label) => event.composedPath().includes(label))
    if (answer < 0 || !record?.vote || record.vote.closed) return
    acted = -Infinity
    choose(answer)
  },
  { capture: true },
)

/** Open the lecturer's page as one's own; what was chosen in `control`, which let go, is chosen there too. */
function leave(control = null) {
  if (!record?.link) return
  carry(control, code)
  const page = new URL(record.link, base)
  page.searchParams.set('room', code)
  location.assign(page)
}

function choose(answer) {
  line.say({ vote: [record.vote.number, answer] })
}

// ---- another device of the lecturer ----

let secret = ''

function drive() {
  secret = madeUp()
  line.say({ drive: secret })
}

function takeOver() {
  keep(base.pathname, { code, secret })
  location.assign(new URL(record.link, base))
}

// ---- the bar ----

const host = html('div', { id: 'unrolled-room' })
document.documentElement.append(host)
const shadow = host.attachShadow({ mode: 'open' })
sheets('lib/room/bar.css').then((styles) => (shadow.adoptedStyleSheets = styles))
const place = html('div', { class: 'floating' })
shadow.append(place)
bar = new Bar(place, words, false, {
  leave: () => leave(),
  choose,
  pace: (pace) => line.say({ pace }),
  drive,
})
const style = new CSSStyleSheet()
style.replaceSync(`
  [data-testid='stHeader'], .st-key-language_switch, [data-testid='stStatusWidget'], [data-testid='stToolbar'] { display: none !important; }
  [data-testid='stVerticalBlock']:empty, [data-testid='stLayoutWrapper']:has(> :empty:only-child) { display: none; }
  .stMainBlockContainer { padding-bottom: 8rem !important; }
`)
document.adoptedStyleSheets = [...document.adoptedStyleSheets, style]
