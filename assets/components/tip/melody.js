// A melody: the true notes, what was heard of them, and what the network wrote, note after note.

import { fillIn, html, svg } from '../lib/dom.js'
import { steer } from './steps.js'

const HEIGHT = 250
const [LEFT, TOP, NOTES] = [12, 10, 16]
const STRIP = 16 // CSS pixels of a row that says which notes are right

export class Melody {
  /** @param {import('../lib/cursor.js').Cursor} cursor */
  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.length = 1
    this.drawing = svg('svg', {
      class: 'melody',
      tabindex: 0,
      role: 'img',
      onpointermove: (event) => cursor.hover({ step: this.under(event) }),
      onclick: (event) => cursor.click({ step: this.under(event) }),
      onkeydown: (event) => steer(cursor, event),
    })
    const key = (kind, word) => html('span', {}, html('i', { class: kind }), word)
    this.rights = html('p', { class: 'rights' })
    this.element = html('div', {}, this.drawing, html('p', { class: 'keys' }, key('true', words.true), key('heard', words.heard), key('right', words.right), key('wrong', words.wrong)), this.rights)
  }

  show({ facts }) {
    this.facts = facts
    this.length = facts.true.length
    const count = (row) => row.filter((note, t) => note === facts.true[t]).length
    this.rights.textContent = fillIn(this.words.rights, { alone: count(facts.written), forced: count(facts.forced), all: this.length })
    this.drawing.setAttribute('aria-label', this.rights.textContent)
  }

  get step() {
    return (this.width - 2 * LEFT) / this.length
  }

  x = (t) => LEFT + (t + 0.5) * this.step
  y = (note) => TOP + (HEIGHT - 2 * TOP) * (1 - (note - 1) / (NOTES - 1))

  under(event) {
    const { left } = this.drawing.getBoundingClientRect()
    return Math.max(0, Math.min(this.length - 1, Math.floor((event.clientX - left - LEFT) / this.step)))
  }

  paint() {
    const { facts, drawing, words } = this
    this.width = this.element.clientWidth
    if (!this.width) return
    const tall = HEIGHT + 2 * (STRIP + 22)
    drawing.setAttribute('viewBox', `0 0 ${this.width} ${tall}`)
    drawing.style.height = `${tall}px`
    const true_ = facts.true.map((note, t) => `${this.x(t)},${this.y(note)}`).join(' ')
    const r = Math.max(3, Math.min(6, this.step / 2.4))
    const heard = facts.heard.map((note, t) => svg('circle', { class: 'heard', cx: this.x(t), cy: this.y(note), r: r - 1 }))
    const kind = (row, t) => (row[t] === facts.true[t] ? 'right' : 'wrong')
    const written = facts.written.map((note, t) => svg('circle', { class: kind(facts.written, t), cx: this.x(t), cy: this.y(note), r }))
    const strips = [['alone', facts.written], ['forced', facts.forced]].flatMap(([name, row], k) => {
      const top = HEIGHT + k * (STRIP + 22) + 18
      const label = svg('text', { x: LEFT, y: top - 4 }, words[/** @type {string} */ (name)])
      const marks = facts.true.map((_, t) => svg('rect', { class: kind(row, t), x: this.x(t) - this.step / 2 + 1, y: top, width: Math.max(1, this.step - 2), height: STRIP, rx: 2 }))
      return [label, ...marks]
    })
    this.here = svg('line', { class: 'here', y1: 0, y2: tall })
    drawing.replaceChildren(this.here, svg('polyline', { class: 'true', points: true_ }), ...heard, ...written, ...strips)
  }

  point(step) {
    if (!this.here) return
    this.here.setAttribute('x1', String(this.x(step)))
    this.here.setAttribute('x2', String(this.x(step)))
  }

  say(step) {
    const { heard, written, forced } = this.facts
    return fillIn(this.words.plays, { step: step + 1, heard: heard[step], true: this.facts.true[step], written: written[step], forced: forced[step] })
  }
}
