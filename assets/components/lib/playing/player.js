// Play, pause, step, speed, scrub: a clock over the steps of a text.

/** @typedef {(at: number) => void} Told called with a step */

import { fillIn, html, svg, write } from '../dom.js'

const SPEEDS = [1, 2, 5, 10, 25] // tokens a second
const ICONS = {
  play: 'M8 4v16l12-8z',
  pause: 'M6 4h4v16H6zM14 4h4v16h-4z',
  back: 'M18 5v14L8 12zM5 5h2.5v14H5z',
  forward: 'M6 5v14l10-7zM16.5 5H19v14h-2.5z',
}

const QUIET = 400 // milliseconds of rest after which the viewer has settled

/** The steps themselves, of which nothing is seen yet: walked by a clock, or by hand. */
export class Walk {
  /**
   * @param {Told} moved whenever the step changes
   * @param {Told} rested when the viewer has come to rest there
   */
  constructor(moved, rested) {
    this.moved = moved
    this.rested = rested
    this.at = 0
    this.length = 1
    /** @type {?number} while it plays */
    this.clock = null
    /** @type {?number} until the viewer has settled */
    this.resting = null
  }

  /** Milliseconds from one step to the next. */
  get pace() {
    return 200
  }

  /** Whether there is anybody left to play for. */
  get seen() {
    return true
  }

  /** Show whether it plays. */
  label() {}

  /** Show where it is. */
  mark() {}

  /** A text of another length: stay at the same step if it has one. */
  fit(length, at = this.at) {
    this.length = length
    this.go(Math.min(at, length - 1))
  }

  play() {
    clearInterval(this.clock)
    if (this.at === this.length - 1) this.go(0)
    this.clock = setInterval(() => this.tick(), this.pace)
    this.label()
  }

  tick() {
    if (!this.seen) return this.close()
    if (this.at < this.length - 1) this.go(this.at + 1)
    if (this.at === this.length - 1) this.pause()
  }

  pause() {
    this.close()
    this.label()
    this.rest()
  }

  close() {
    clearInterval(this.clock)
    clearTimeout(this.resting)
    this.clock = null
  }

  /** Go where the viewer points, and stay. */
  jump(at) {
    this.close()
    this.label()
    this.go(at)
    this.rest()
  }

  rest() {
    clearTimeout(this.resting)
    this.resting = setTimeout(() => this.rested(this.at), QUIET)
  }

  go(at) {
    this.at = Math.min(this.length - 1, Math.max(0, at))
    this.mark()
    this.moved(this.at)
  }
}

/** The steps with their buttons, slider and speed. */
export class Player extends Walk {
  /**
   * @param {import('../component.js').Words} words
   * @param {Told} moved whenever the step changes
   * @param {Told} rested when the viewer has come to rest there
   */
  constructor(words, moved, rested) {
    super(moved, rested)
    this.words = words
    this.toggle = this.button('play', words.play, () => (this.clock ? this.pause() : this.play()))
    const back = this.button('back', words.back, () => this.jump(this.at - 1))
    const forward = this.button('forward', words.forward, () => this.jump(this.at + 1))
    this.slider = html('input', { type: 'range', min: 0, 'aria-label': words.scrub, oninput: () => this.jump(this.slider.valueAsNumber) })
    this.speed = html('select', { 'aria-label': words.speed, onchange: () => this.clock && this.play() })
    this.speed.append(...SPEEDS.map((speed) => html('option', { value: speed, selected: speed === 5 }, `${speed} / s`)))
    this.said = html('output')
    this.element = html('div', { class: 'controls', onkeydown: (event) => this.key(event) })
    this.element.append(back.element, this.toggle.element, forward.element, this.slider, this.said, html('label', {}, words.speed, this.speed))
  }

  button(icon, word, act) {
    const path = svg('path', { d: ICONS[icon] })
    const drawn = svg('svg', { viewBox: '0 0 24 24' }, path)
    return { path, element: html('button', { type: 'button', class: icon, title: word, 'aria-label': word, onclick: act }, drawn) }
  }

  get pace() {
    return 1000 / Number(this.speed.value)
  }

  get seen() {
    return this.element.isConnected
  }

  fit(length, at = this.at) {
    this.slider.max = length - 1
    super.fit(length, at)
  }

  label() {
    const word = this.clock ? this.words.pause : this.words.play
    this.toggle.path.setAttribute('d', this.clock ? ICONS.pause : ICONS.play)
    this.toggle.element.title = word
    this.toggle.element.setAttribute('aria-label', word)
  }

  mark() {
    this.slider.value = this.at
    const said = fillIn(this.words.step, { step: this.at + 1, steps: this.length })
    this.slider.setAttribute('aria-valuetext', said)
    write(this.said, said)
  }

  key(event) {
    const steps = { ArrowLeft: -1, ArrowRight: 1 }
    if (!(event.key in steps) || event.target.tagName === 'SELECT' || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
    this.jump(this.at + steps[event.key])
  }
}
