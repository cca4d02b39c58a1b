// Where the viewer stands: step by step, or playing by itself.

import { fillIn, html, svg, write } from '../lib/dom.js'

const BEAT = 1200 // milliseconds that a step stands while it plays
const ICONS = {
  first: 'M6 5v14M19 5l-9 7 9 7z',
  back: 'M16 5l-9 7 9 7z',
  play: 'M8 4v16l12-8z',
  pause: 'M6 4h4v16H6zM14 4h4v16h-4z',
  forward: 'M8 5l9 7-9 7z',
  last: 'M18 5v14M5 5l9 7-9 7z',
}

export class Player {
  /**
   * @param {import('../lib/component.js').Words} words
   * @param {() => void} moved called when the step has changed
   * @param {() => void} rested called when it is not about to change by itself
   */
  constructor(words, moved, rested) {
    this.words = words
    this.moved = moved
    this.rested = rested
    this.at = 0
    this.length = 1
    this.buttons = {
      first: this.button('first', () => this.go(0)),
      back: this.button('back', () => this.go(this.at - 1)),
      play: this.button('play', () => this.toggle()),
      forward: this.button('forward', () => this.go(this.at + 1)),
      last: this.button('last', () => this.go(Infinity)),
    }
    this.where = html('output', { class: 'where', role: 'status' })
    this.element = html('div', { class: 'player' }, ...Object.values(this.buttons), this.where)
  }

  button(name, onclick) {
    const drawn = svg('svg', { viewBox: '0 0 24 24' }, svg('path', { d: ICONS[name] }))
    return html('button', { type: 'button', class: name, title: this.words[name], 'aria-label': this.words[name], onclick }, drawn)
  }

  /** Other steps: stay as near to the old one as they allow. */
  fit(length) {
    this.length = length
    this.at = Math.min(this.at, length - 1)
  }

  /** Go to a step by hand. */
  go(step) {
    this.pause()
    this.set(step)
  }

  set(step) {
    const at = Math.min(this.length - 1, Math.max(0, step))
    if (at === this.at) return
    this.at = at
    this.moved()
    if (!this.clock) this.rested()
  }

  toggle() {
    if (this.clock) return this.pause()
    if (this.at === this.length - 1) this.set(0)
    this.clock = setInterval(() => this.tick(), BEAT)
    this.label()
  }

  tick() {
    if (!this.element.isConnected) return this.pause()
    this.set(this.at + 1)
    if (this.at === this.length - 1) this.pause()
  }

  pause() {
    if (!this.clock) return
    clearInterval(this.clock)
    this.clock = null
    this.label()
    this.rested()
  }

  label() {
    const name = this.clock ? 'pause' : 'play'
    const { play } = this.buttons
    play.querySelector('path').setAttribute('d', ICONS[name])
    play.setAttribute('aria-label', this.words[name])
    play.title = this.words[name]
  }

  point() {
    const [at, last] = [this.at, this.length - 1]
    for (const name of ['first', 'back']) this.buttons[name].disabled = at === 0
    for (const name of ['forward', 'last']) this.buttons[name].disabled = at === last
    write(this.where, fillIn(this.words.step, { step: at + 1, steps: last + 1 }))
  }
}
