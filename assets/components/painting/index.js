// A picture painted pixel by pixel, with what was believed before each pixel, without asking the server.

import { html, part, write } from '../dom.js'
import { themeOf } from '../paint.js'
import { sheets } from '../sheets.js'
import { same } from '../unpack.js'
import { Dice } from './dice.js'
import { Easel } from './easel.js'
import { Painted } from './painted.js'
import { PixelPlayer } from '../pictures/player.js'
import { Table } from './table.js'
import { Wall } from './wall.js'

const styles = await sheets('base.css', 'playback/playback.css', 'painting/painting.css')
const screens = new WeakMap() // by the shadow root that Streamlit keeps for the component
const memories = new Map() // by the component's key: where it stands and what Python wished last

const EVENT = 'unrolled:painting'
const WIDE = 760 // CSS pixels from which on the distribution stands beside the picture
const SHARE = 0.56 // of the width, what the picture takes then
const TALL = 0.64 // of the window's height, the most that it takes

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement, setStateValue, setTriggerValue }) {
  let screen = screens.get(parentElement)
  if (!screen) screens.set(parentElement, (screen = new Screen(parentElement)))
  screen.report = (pixel) => setStateValue('place', { pixel })
  screen.pick = (picture) => setTriggerValue('picture', picture)
  screen.show(data)
  return () => setTimeout(() => parentElement.isConnected || screen.close())
}

class Screen {
  constructor(root) {
    this.root = root
    this.glance = null
    root.adoptedStyleSheets = styles
    this.element = html('div', { class: 'holder painting' })
    root.append(html('div', { class: 'picture' }, this.element))
    this.size = new ResizeObserver(([{ contentRect }]) => this.resized(contentRect.width))
    this.size.observe(this.element)
    this.heard = ({ detail }) => this.hear(detail)
    this.typed = (event) => this.overheard(event)
    window.addEventListener(EVENT, this.heard)
    window.addEventListener('keydown', this.typed)
  }

  close() {
    this.player?.close()
    this.size.disconnect()
    window.removeEventListener(EVENT, this.heard)
    window.removeEventListener('keydown', this.typed)
  }

  /** Space plays from anywhere on the page, if nothing else has taken it. */
  overheard(event) {
    if (event.key === ' ' && event.target === document.body && !event.defaultPrevented && this.painted?.space) this.player.key(event)
  }

  /** Show what `payload` packed; while a network trains, every call brings another painting. */
  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    Object.assign(this, { bytes, theme, painted: new Painted(bytes) })
    this.build(this.painted)
    this.element.style.colorScheme = theme.dark ? 'dark' : 'light'
    this.element.classList.toggle('dark', theme.dark)
    for (const view of [this.table, this.dice, this.wall]) view.show(this.painted, theme)
    this.player.lay(this.painted)
    this.hangEasel()
    this.player.fit(this.painted.length, this.whereTo())
  }

  /** Make the parts, once for each language. */
  build({ words }) {
    const wanted = JSON.stringify(words)
    if (wanted === this.built) return
    this.built = wanted
    const before = this.player
    before?.close()
    this.player = new PixelPlayer(words, (at) => this.moved(at), (at) => this.rested(at))
    this.easel = new Easel(words.picture, { hover: (pixel) => this.look(pixel), click: (pixel) => this.player.jump(pixel) })
    this.table = new Table(words)
    this.dice = new Dice(words)
    this.wall = new Wall((picture) => this.pick(picture))
    this.verdict = html('p', { class: 'verdict', role: 'status' })
    const wall = part('all', words.wall, words.wall_how, this.wall.element)
    this.together = wall
    const left = html('section', { class: 'left', 'aria-label': words.picture }, this.easel.element, this.verdict)
    const right = html('div', { class: 'right' }, this.table.element, this.dice.element)
    this.element.replaceChildren(this.player.element, html('div', { class: 'desk' }, left, right), wall)
    this.element.onkeydown = (event) => this.player.key(event)
    if (before) this.player.at = before.at
  }

  /** Where Python says, if it says something new; else where the viewer is. */
  whereTo() {
    const { key, pixel } = this.painted
    const memory = memories.get(key)
    const news = !memory || (memory.wish !== pixel && memory.rested !== pixel)
    memories.set(key, { rested: null, at: pixel, fresh: true, ...memory, wish: pixel })
    return news ? pixel : memory.at
  }

  rested(pixel) {
    memories.get(this.painted.key).rested = pixel
    this.report(pixel)
  }

  moved(at) {
    const memory = memories.get(this.painted.key)
    if (memory) Object.assign(memory, { at, fresh: memory.fresh && at === this.painted.length - 1 })
    this.point()
    this.tell()
  }

  /** The pointer is over a pixel, or over none. */
  look(pixel) {
    if (pixel === this.glance) return
    this.glance = pixel
    this.point()
    this.tell()
  }

  point() {
    const { at } = this.player
    const glance = this.glance ?? this.telling(at)
    const seen = glance ?? at
    this.easel.point(at, glance)
    this.wall.point(at)
    this.table.point(seen)
    this.dice.point(seen)
    write(this.verdict, this.dice.say(seen))
  }

  /** On a finished picture that nobody has touched yet: a pixel more telling than the last one. */
  telling(at) {
    const { key, look, length } = this.painted
    return at === length - 1 && memories.get(key)?.fresh ? look : null
  }

  /** One cursor for all paintings of a group. */
  tell() {
    const { group } = this.painted
    if (!group || this.listening) return
    window.dispatchEvent(new CustomEvent(EVENT, { detail: { from: this, group, at: this.player.at, glance: this.glance } }))
  }

  hear({ from, group, at, glance }) {
    if (from === this || !this.painted || group !== this.painted.group || from.painted.length !== this.painted.length) return
    this.listening = true
    this.glance = glance
    this.player.go(at)
    this.listening = false
  }

  hangEasel() {
    const { clientWidth } = this.element
    if (!clientWidth) return
    const wide = clientWidth >= WIDE
    this.element.classList.toggle('wide', wide)
    this.together.hidden = this.painted.count === 1
    const room = Math.min(wide ? SHARE * clientWidth : clientWidth, Math.max(320, TALL * window.innerHeight))
    this.easel.show(this.painted, this.theme, room)
    if (this.painted.count > 1) this.wall.fit(clientWidth)
  }

  resized(width) {
    if (width === this.width || !this.painted) return
    this.width = width
    this.hangEasel()
    this.point()
  }
}
