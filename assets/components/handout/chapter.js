// A chapter of a handout: one page of the app, and the training step at which it is shown.

import { html, write } from '../lib/dom.js'
import { Leaves } from './leaves.js'

/** @typedef {{title: string, said: string, about: string, steps: number[], start: number, pages: number[][]}} Told */
/** @typedef {Object<string, string>} Words */

const PAUSE = 700 // milliseconds that a step stays while the training plays
const QUIET = new Set(['cursor', 'place', 'time', 'step', 'column', 'points', 'chosen', 'brush', 'tree'])
// what a picture reports and does by itself

const UNROLLED = 'unrolled' // its steps are those of a sequence

export class Chapter {
  /**
   * @param {Told} told
   * @param {number} number counted from 0
   * @param {{parts: any[], words: Words, language: string, chapters: any[]}} book
   * @param {?import('./markup.js').Setter} setter
   */
  constructor(told, number, book, setter) {
    this.told = told
    this.words = book.words
    this.numbers = new Intl.NumberFormat(book.language)
    this.at = -1
    this.begun = null
    this.leaves = new Leaves(book.parts, setter, number ? `${number}/` : '', (...report) => this.hear(...report))
    this.note = html('p', { class: 'note', role: 'status', hidden: true }, this.words.recorded)
    const many = book.chapters.length > 1
    const title = html(many ? 'h2' : 'h1', {}, many ? `${number + 1} · ${told.title}` : told.title)
    this.element = html('section', { class: 'chapter', id: `stop-${number + 1}`, 'aria-label': told.title }, title)
    if (told.about) this.element.append(html('p', { class: 'about' }, told.about))
    if (told.said) this.element.append(html('p', { class: 'said' }, told.said))
    if (told.steps.length > 1) this.element.append(this.travel())
    this.element.append(this.leaves.element, this.note)
  }

  /** The slider over the training steps, and the button that plays them. */
  travel() {
    const { steps, start } = this.told
    this.slider = html('input', { type: 'range', min: 0, max: steps.length - 1, step: 1, value: start, 'aria-label': this.words.travel })
    this.slider.addEventListener('input', () => this.moved())
    this.output = html('output', {}, this.saying(start))
    this.player = html('button', { type: 'button', onclick: () => (this.timer ? this.pause() : this.play()) }, this.words.play)
    const ticks = html('span', { class: 'ends' }, this.numbers.format(steps[0]), html('span', {}, this.numbers.format(steps.at(-1))))
    return html('div', { class: 'travel' }, this.output, html('div', { class: 'scale' }, this.slider, ticks), this.player)
  }

  /** The training step in words. */
  saying(at) {
    return this.words.step.replace('{step}', this.numbers.format(this.told.steps[at]))
  }

  /** Draw it, once; a promise of that. */
  begin() {
    this.begun ??= this.show(this.told.start)
    return this.begun
  }

  /**
   * Show the page at a step.
   * @param {number} at the place of the step
   */
  async show(at) {
    if (at === this.at) return
    this.at = at
    if (this.slider) {
      this.slider.value = at
      write(this.output, this.saying(at))
      this.slider.setAttribute('aria-valuetext', this.saying(at))
    }
    this.note.hidden = true
    await this.leaves.show(this.told.pages[at])
    if (at === this.at) this.element.dataset.step = `${this.told.steps[at] ?? ''}` // for whoever waits for it
  }

  moved() {
    this.pause()
    this.show(Number(this.slider.value))
  }

  play() {
    write(this.player, this.words.pause)
    if (this.at === this.told.steps.length - 1) this.show(0)
    this.timer = setInterval(() => {
      if (this.at + 1 === this.told.steps.length) this.pause()
      else this.show(this.at + 1)
    }, PAUSE)
  }

  pause() {
    clearInterval(this.timer)
    this.timer = null
    write(this.player, this.words.play)
  }

  /** A picture reports: a training step is gone to; what only the app could answer is said to be so. */
  hear(component, name, value, host) {
    const { steps } = this.told
    if (name === 'step' && this.slider && component !== UNROLLED) this.show(nearest(steps, Number(value)))
    else if (!QUIET.has(name)) {
      host.after(this.note)
      this.note.hidden = false
    }
  }
}

/** The place of the step that is nearest to one that may not be there. */
function nearest(steps, wanted) {
  const away = steps.map((step) => Math.abs(step - wanted))
  return away.indexOf(Math.min(...away))
}
