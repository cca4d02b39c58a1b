// The sentence: a column for each question, a button for each word that may answer it.

import { fillIn, html, part, write } from '../lib/dom.js'
import { number, percent } from '../lib/paint.js'

const SLIGHT = 0.0005 // a push that is not worth an arrow

/** A probability in whole percents, short enough for a narrow column. */
const whole = (p) => (p > 0 && p < 0.005 ? '<1 %' : `${Math.round(100 * p)} %`)

export class Sentence {
  /**
   * @param {Object<string, string>} words
   * @param {(text: string) => void} written called with another description
   */
  constructor(words, written) {
    this.words = words
    this.written = written
    this.columns = html('div', { class: 'columns' })
    this.probability = html('p', { class: 'product', role: 'status' })
    this.element = part('sentence', words.sentence, words.sentence_how, this.columns, this.probability)
  }

  /** @param {any} reading */
  show(reading) {
    this.reading = reading
    const { questions, tokens, names } = reading
    this.beginning = questions.map((_, at) => questions.slice(0, at).reduce((sum, { words }) => sum + words.length, 0))
    this.columns.replaceChildren(...questions.map((question, at) => this.column(question, at)))
    const p = tokens.map((token, at) => reading.arrays.p.values[at * reading.size + this.beginning[at] + token])
    const product = p.reduce((left, right) => left * right, 1)
    const factors = p.map((share) => number(share)).join(' · ')
    write(this.probability, `π(a) = ${factors} = ${percent(product)}`)
    this.columns.setAttribute('aria-label', questions.map(({ name, words }, at) => `${names[name]} ${words[tokens[at]]}`).join(', '))
  }

  column({ name, words }, at) {
    const { reading } = this
    const title = reading.names[name]
    const options = words.map((word, place) => this.option(word, place, at, title))
    const keys = (/** @type {KeyboardEvent} */ event) => this.key(event, options)
    return html('div', { class: 'column', role: 'radiogroup', 'aria-label': title, onkeydown: keys }, html('h5', {}, title), ...options)
  }

  option(word, place, at, title) {
    const { reading, words } = this
    const p = reading.arrays.p.values[at * reading.size + this.beginning[at] + place]
    const chosen = reading.tokens[at] === place
    const push = reading.advantage === null ? 0 : reading.advantage * ((chosen ? 1 : 0) - p)
    const way = Math.abs(push) < SLIGHT ? '' : push > 0 ? 'up' : 'down'
    const arrow = html('span', { class: `push ${way}`, style: `--size: ${Math.sqrt(Math.min(0.5, Math.abs(push)) * 2).toFixed(3)}`, 'aria-hidden': 'true' }, way === 'up' ? '▲' : way === 'down' ? '▼' : '')
    const fields = { name: title, word, p: percent(p), push: `${push > 0 ? '+' : ''}${number(push, 3)}` }
    const attributes = {
      type: 'button',
      role: 'radio',
      'aria-checked': String(chosen),
      tabindex: chosen ? 0 : -1,
      class: chosen ? 'chosen' : '',
      title: fillIn(way ? words.option_pushed : words.option, fields),
      'aria-label': fillIn(way ? words.option_pushed : words.option, fields),
      onclick: () => this.write(at, place),
    }
    const bar = html('i', { style: `width: ${(100 * p).toFixed(2)}%` })
    return html('button', attributes, html('span', { class: 'bar' }, bar), html('b', {}, word), html('output', {}, whole(p)), arrow)
  }

  /** Write another word at a place: the words after it stay. */
  write(at, place) {
    const { questions, tokens } = this.reading
    const said = tokens.map((token, other) => questions[other].words[other === at ? place : token])
    if (tokens[at] !== place) this.written(said.join(', '))
  }

  key(event, options) {
    const by = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key]
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
    const here = options.indexOf(event.target.closest('button'))
    options[Math.min(options.length - 1, Math.max(0, here + by))].focus()
  }
}
