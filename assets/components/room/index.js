// The strip of one who drives a room: its code, who is there, how they are, the question; and how to join, large.
//
// The secret that drives the room is made up here and never leaves this browser but to the server.

import { Component, component } from '../lib/component.js'
import { MOVED } from '../lib/cursor.js'
import { fillIn, html, svg, write } from '../lib/dom.js'
import { Line } from '../lib/room/line.js'
import { main, SCROLLED, whereabouts } from '../lib/room/scroll.js'
import { keep, kept, letGo, madeUp } from '../lib/room/secret.js'
import { question } from '../lib/room/vote.js'

const OFTEN = 50 // milliseconds between two pointings that are told

class Room extends Component {
  static css = ['lib/room/bar.css', 'room/room.css']
  static frame = 'room'

  line = null
  facts = null // what the server tells the lecturer
  /** @type {?{code: string, secret: string}} what this browser has made up and not yet claimed */
  made = null
  asked = '' // the claim that was made last
  pointed = new Map() // what is to be told of cursors, by name and group

  constructor(root, report) {
    super(root, report)
    this.moved = (event) => this.point(event.detail)
    this.scrolled = (event) => event.target === main() && this.point({ name: SCROLLED, group: '', place: whereabouts() })
    window.addEventListener(MOVED, this.moved)
    window.addEventListener('scroll', this.scrolled, { capture: true, passive: true })
  }

  close() {
    super.close()
    window.removeEventListener(MOVED, this.moved)
    window.removeEventListener('scroll', this.scrolled, { capture: true })
    clearTimeout(this.timer)
    this.line?.close()
  }

  build({ words }) {
    const button = (name, act, text = words[name]) => html('button', { type: 'button', onclick: act }, text)
    this.told = html('p', { class: 'told', role: 'status' })
    this.code = html('b', { class: 'code' })
    this.people = html('span', { role: 'status' })
    this.paces = html('span')
    this.vote = html('div', { class: 'asked' })
    this.end = button('end', () => this.sure())
    this.row = html(
      'div',
      { class: 'row' },
      html('span', { class: 'state' }, html('i', { 'aria-hidden': 'true' }), this.code),
      this.people,
      this.paces,
      html('span', { class: 'acts' }, button('join', () => this.join()), button('speaker', () => this.open()), this.end),
    )
    this.card = html('dialog', { class: 'card', 'aria-label': words.join, onclick: () => this.card.close() })
    this.element.setAttribute('aria-label', words.label)
    this.element.classList.add('bar')
    this.element.replaceChildren(this.vote, this.told, this.row, this.card)
  }

  redraw(reading) {
    const { code, root, fault, elsewhere, words } = reading
    this.row.hidden = !code
    if (fault) {
      letGo(root)
      this.told.replaceChildren(fault, ' ', html('button', { type: 'button', onclick: () => this.report.trigger('leave', 'seen') }, words.hide))
    } else if (elsewhere) {
      this.told.replaceChildren(words.elsewhere, ' ', html('button', { type: 'button', onclick: () => this.claim(true) }, words.take))
    } else if (!code) {
      this.claim(false)
    } else {
      this.asked = ''
      keep(root, { code, secret: this.secret })
      this.follow(code, root)
      write(this.told, '')
    }
  }

  get secret() {
    return (kept() ?? this.made)?.secret
  }

  /** Ask the server for the room that this browser drives; for a new one if it drives none. */
  claim(take) {
    const known = kept()
    this.made ??= { code: '', secret: madeUp() }
    const { code, secret } = known ?? this.made
    const asked = JSON.stringify([code, take])
    if (asked === this.asked) return
    this.asked = asked
    this.report.trigger('claim', { code, secret, take })
  }

  follow(code, root) {
    if (this.line && this.followed === code) return
    this.followed = code
    this.line?.close()
    const base = new URL(root, location.href).href
    this.line = new Line(base, code, () => ({ role: 'lecturer', secret: this.secret }), (facts) => this.tell(facts), (state) => this.become(state))
  }

  become(state) {
    const { words, root } = this.reading
    this.element.dataset.state = state === 'open' ? 'following' : state === 'lost' ? 'reconnecting' : 'ended'
    if (state === 'lost') write(this.told, words.reconnecting)
    if (state === 'open') {
      write(this.told, '')
      this.point({ name: SCROLLED, group: '', place: whereabouts() })
    }
    if (state === 'gone') this.report.trigger('claim', { code: this.followed, secret: this.secret, take: false }) // the server began anew
    if (state === 'refused') {
      letGo(root)
      this.report.trigger('leave', 'taken')
    }
  }

  /** What the server knows of the room. */
  tell(facts) {
    const { words, root } = this.reading
    this.facts = facts
    write(this.code, facts.code)
    write(this.people, fillIn(words.people, { count: facts.people }))
    const paces = ['fast', 'lost'].filter((pace) => facts.paces[pace]).map((pace) => fillIn(words[pace], { count: facts.paces[pace] }))
    write(this.paces, paces.join(' · '))
    if (facts.request) this.request(facts.request)
    else if (this.told.dataset.request) this.answer(null)
    this.ask(facts.vote)
    if (facts.closed) {
      letGo(root)
      this.report.trigger('leave', 'closed')
    }
  }

  request(name) {
    if (this.told.dataset.request === name) return
    const { words } = this.reading
    const button = (what, act) => html('button', { type: 'button', onclick: () => this.answer(act) }, words[what])
    this.told.dataset.request = name
    this.told.replaceChildren(fillIn(words.request, { name }), ' ', button('accept', 'accept'), ' ', button('refuse', 'refuse'))
  }

  answer(act) {
    if (act) this.line.say({ do: act })
    delete this.told.dataset.request
    this.told.replaceChildren()
  }

  /** The question, with how many have answered; what they answered is hidden until it is shown. */
  ask(vote) {
    const sign = JSON.stringify(vote)
    if (sign === this.drawn) return
    this.drawn = sign
    if (!vote) return this.vote.replaceChildren()
    const { words } = this.reading
    const { tally, before, ...hidden } = vote
    const button = (name, act) => html('button', { type: 'button', onclick: () => this.line.say({ do: act }) }, words[name])
    const acts = [!vote.shown && button('show', 'show'), !vote.closed && button('close', 'close'), button('again', 'again'), button('drop', 'drop')]
    this.vote.replaceChildren(
      question(vote.shown ? { ...hidden, tally, before } : hidden, null, null, words),
      html('div', { class: 'row' }, html('span', { role: 'status' }, fillIn(words.asked, { count: vote.count })), html('span', { class: 'acts' }, ...acts.filter(Boolean))),
    )
  }

  /** Tell where the lecturer points, not more often than one can follow. */
  point({ name, group, place }) {
    if (!this.line) return
    this.pointed.set(`${name} ${group}`, [name, group, place])
    this.timer ??= setTimeout(() => {
      this.timer = null
      for (const point of this.pointed.values()) this.line.say({ point })
      this.pointed.clear()
    }, OFTEN)
  }

  sure() {
    const { words } = this.reading
    if ('asked' in this.end.dataset) return this.line.say({ do: 'end' })
    this.end.dataset.asked = ''
    write(this.end, words.end_sure)
    setTimeout(() => {
      delete this.end.dataset.asked
      write(this.end, words.end)
    }, 4000)
  }

  /** Show how to join, large; a click or Escape hides it. */
  join() {
    const { words, code, address, squares } = this.reading
    const size = squares.length
    const dark = squares.flatMap((row, y) => [...row].flatMap((square, x) => (square === '1' ? [`M${x},${y}h1v1h-1z`] : [])))
    const picture = svg('svg', { viewBox: `-2 -2 ${size + 4} ${size + 4}`, 'aria-hidden': 'true' }, svg('rect', { x: -2, y: -2, width: size + 4, height: size + 4, fill: '#fff' }), svg('path', { d: dark.join(''), fill: '#000' }))
    const hide = html('button', { type: 'button' }, words.hide)
    this.card.replaceChildren(picture, html('p', {}, words.address), html('p', { class: 'address' }, address), html('p', {}, words.type), html('p', { class: 'large' }, code), hide)
    this.card.showModal()
  }

  open() {
    const { code, root } = this.reading
    window.open(new URL(`${root}room/${code}/speaker`, location.href), 'unrolled-speaker', 'width=1100,height=800')
  }
}

export default component(Room)
