// The candidates for the next token: a row each, a column for the distribution before and after every slider.

import { fillIn, html, part, write } from '../lib/dom.js'
import { percent, visible } from '../lib/paint.js'

const SPECIAL = /^⟨.+⟩$/

export class Table {
  /** @type {import('./writing.js').Writing} */ writing

  constructor(words, taught) {
    this.words = words
    this.taught = taught
    this.grid = html('div', { class: 'table', role: 'table' })
    const [title, how] = taught ? [words.table_learn, words.table_learn_how] : [words.table_write, words.table_write_how]
    this.verdict = html('p', { class: 'verdict', role: 'status' })
    this.element = part('draw', title, how, this.grid, ...(taught ? [this.verdict] : []))
  }

  /** Make the cells, once for each number of rows and columns. */
  show(writing) {
    this.writing = writing
    const columns = this.taught ? 2 : writing.columns
    this.grid.style.setProperty('--columns', columns)
    this.grid.classList.toggle('words', writing.vocabulary.some((token) => token.length > 5 && !SPECIAL.test(token)))
    if (this.rows?.length !== writing.ranks + 1 || this.heads.length !== columns) {
      this.heads = Array.from({ length: columns }, () => html('div', { class: 'head', role: 'columnheader' }))
      this.rows = Array.from({ length: writing.ranks + 1 }, () => row(columns))
      const corner = html('div', { class: 'head', role: 'columnheader' }, this.words.candidate)
      const top = html('div', { class: 'row', role: 'row' }, corner, ...this.heads)
      this.grid.replaceChildren(top, ...this.rows.map(({ element }) => element))
    }
    this.name()
  }

  name() {
    const { words, writing, heads } = this
    if (this.taught) {
      write(heads[0], words.target)
      return write(heads[1], words.network)
    }
    const names = { network: words.network, temperature: words.temperature, top_k: words.top_k, top_p: words.top_p }
    writing.settings.forEach(({ name, value }, column) => {
      write(heads[column], fillIn(names[name], { value: value ?? words.all }))
      heads[column].classList.toggle('idle', value === null)
    })
  }

  point(at) {
    const { writing, rows } = this
    const candidates = writing.candidates(at)
    candidates.forEach(({ token, p, came }, rank) => {
      const shares = this.taught ? [Number(came), p[0]] : p
      rows[rank].element.classList.toggle('came', came)
      write(rows[rank].token, visible(token))
      rows[rank].cells.forEach((cell, column) => fill(cell, shares[column]))
    })
    this.others(at, candidates)
    if (this.taught) this.say(at, candidates.find(({ came }) => came))
  }

  /** The last row: all the tokens that have no row of their own, together. */
  others(at, candidates) {
    const { words, writing, rows } = this
    const { token, cells } = rows[writing.ranks]
    const shown = (stage) => candidates.filter(({ p }) => p[stage] > 0).length
    const count = writing.size - writing.ranks
    write(token, count ? fillIn(words.others, { count: count.toLocaleString('en') }) : words.none)
    cells.forEach((cell, column) => {
      const stage = this.taught ? column - 1 : column
      if (stage < 0) return fill(cell, 0)
      const rest = 1 - candidates.reduce((sum, { p }) => sum + p[stage], 0)
      const left = writing.left(stage, at)
      fill(cell, left > shown(stage) ? Math.max(0, rest) : 0, stage ? fillIn(words.kept, { count: left.toLocaleString('en') }) : '')
    })
  }

  say(at, { token, p }) {
    const nats = this.writing.nats(at).toFixed(2)
    write(this.verdict, fillIn(this.words.taught, { token: visible(token), p: percent(p[0]), nats }))
  }
}

function row(columns) {
  const token = html('div', { class: 'token', role: 'rowheader' })
  const cells = Array.from({ length: columns }, () => {
    const [bar, share] = [html('i'), html('span')]
    return { bar, share, element: html('div', { class: 'cell', role: 'cell' }, html('div', {}, bar), share) }
  })
  return { token, cells, element: html('div', { class: 'row', role: 'row' }, token, ...cells.map(({ element }) => element)) }
}

function fill({ bar, share, element }, p, note = '') {
  element.classList.toggle('cut', p === 0)
  bar.style.transform = `scaleX(${p.toFixed(4)})`
  write(share, note && p === 0 ? note : p ? percent(p) : '0')
  element.title = note
}
