// What one who follows sees of the room besides the lecturer's page: the state, in words what is shown, the question,
// and the ways out and back.

import { fillIn, html, write } from '../dom.js'
import { question } from './vote.js'

/**
 * @typedef {object} Acts
 * @property {() => void} leave go exploring, or come back
 * @property {(answer: number) => void} choose
 * @property {(pace: ?string) => void} pace
 * @property {(() => void) | null} drive ask to drive the room from this device; null where one cannot
 */

export class Bar {
  /**
   * @param {Node} parent whose style sheets have bar.css
   * @param {Object<string, string>} words
   * @param {boolean} alone whether one explores alone
   * @param {Acts} acts
   */
  constructor(parent, words, alone, acts) {
    this.words = words
    this.alone = alone
    this.acts = acts
    this.chosen = [0, null] // the number of a question, and the answer to it
    this.felt = null // the pace that one has told
    /** @type {any} */
    this.record = null
    this.state = 'lost'
    const button = (text, act, name = '') => html('button', { type: 'button', class: name, onclick: act }, text)
    this.light = html('i', { 'aria-hidden': 'true' })
    this.said = html('b', { role: 'status' })
    this.where = html('p', { 'aria-live': 'polite' })
    this.told = html('p', { class: 'told', role: 'status' })
    this.question = html('div', {})
    this.paces = ['fast', 'lost'].map((name) => html('button', { type: 'button', 'aria-pressed': 'false', onclick: () => this.feel(name) }, words[name]))
    this.way = button(alone ? words.back : words.explore, acts.leave, 'way')
    const more = acts.drive && html('details', {}, html('summary', { 'aria-label': words.drive }, '⋯'), button(words.drive, acts.drive))
    this.element = html(
      'section',
      { class: 'bar', 'aria-label': words.label },
      this.question,
      html('div', { class: 'row' }, html('span', { class: 'state' }, this.light, this.said), this.where, html('span', { class: 'acts' }, ...this.paces, this.way, more || '')),
      this.told,
    )
    parent.appendChild(this.element)
  }

  /** @param {any} record the room's */
  show(record) {
    this.record = record
    this.draw()
  }

  /** @param {import('./line.js').LineState} state */
  become(state) {
    this.state = state
    this.draw()
  }

  /** What this browser has answered, as the server counts it. */
  answered(number, answer) {
    this.chosen = [number, answer]
    this.draw()
  }

  /** A sentence to this viewer alone. */
  tell(text) {
    write(this.told, text)
  }

  feel(name) {
    this.felt = this.felt === name ? null : name
    this.paces.forEach((button, k) => button.setAttribute('aria-pressed', `${['fast', 'lost'][k] === this.felt}`))
    this.acts.pace(this.felt)
  }

  draw() {
    const { record, words } = this
    const over = record?.closed || this.state === 'gone'
    const state = over ? 'ended' : this.state === 'lost' ? 'reconnecting' : this.alone ? 'own' : 'following'
    this.element.dataset.state = state
    write(this.said, words[state])
    const begun = !record || record.begun
    write(this.where, begun ? [record?.where, record?.said].filter(Boolean).join(' · ') : words.waiting)
    for (const button of this.paces) button.hidden = !!over
    const vote = record?.vote
    const [number, answer] = this.chosen
    const sign = JSON.stringify([vote, this.chosen])
    if (sign === this.sign) return
    this.sign = sign
    this.question.replaceChildren(...(vote ? [question(vote, number === vote.number ? answer : null, (k) => this.acts.choose(k), words)] : []))
  }

  /** Who asked to drive, as the lecturer sees it. */
  asked(name) {
    this.tell(fillIn(this.words.drive_asked, { name }))
  }
}
