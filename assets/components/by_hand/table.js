// All steps at a glance: a row is a quantity, a column a step; inputs are typed, gates set by hand are clicked.

import { fillIn, formula, html, part, write } from '../lib/dom.js'
import { diverging, reachOf, sequential } from '../lib/paint.js'
import { formatOf, GATES } from './reading.js'

const ROWS = ['x', 'input_gate', 'forget_gate', 'output_gate', 'candidate', 'cell_state', 'hidden_state']

/**
 * @typedef {object} Acts what the viewer can do there
 * @property {(step: number) => void} go
 * @property {(step: number, text: string) => void} input
 * @property {(gate: string, step: number) => void} turn
 */

export class Table {
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  /**
   * @param {import('../lib/component.js').Words} words
   * @param {Acts} does
   */
  constructor(words, does) {
    this.words = words
    this.does = does
    this.table = html('table')
    this.scroller = html('div', { class: 'scroller' }, this.table)
    this.element = part('table', words.table_title, '', this.scroller)
    this.how = this.element.querySelector('header p')
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    write(this.how, reading.byHand ? this.words.table_how : this.words.table_how_weights)
    const built = JSON.stringify([reading.length, reading.gates])
    if (built !== this.built) this.build(reading)
    this.built = built
    ROWS.forEach((name) => this.fill(name))
  }

  build({ length, byHand, named }) {
    const { words, does } = this
    const steps = Array.from({ length }, (_, step) => step)
    const heads = steps.map((step) => {
      const go = html('button', { type: 'button', class: 'step', onclick: () => does.go(step) }, String(step + 1))
      go.setAttribute('aria-label', fillIn(words.next, { step: step + 1 }))
      return html('th', { scope: 'col' }, go)
    })
    this.cells = {}
    const rows = ROWS.map((name) => {
      const label = name === 'x' ? words.input : named[name].label
      const head = html('th', { scope: 'row' }, formula(`${named[name]?.symbol ?? 'x'}_{t}`), html('span', {}, label))
      this.cells[name] = steps.map((step) => {
        if (name === 'x') return this.input(step, label)
        if (byHand && GATES.includes(name)) return this.gate(name, step, label)
        return html('output')
      })
      return html('tr', { class: name }, head, ...this.cells[name].map((cell, step) => html('td', { onclick: () => does.go(step) }, cell)))
    })
    this.table.replaceChildren(html('thead', {}, html('tr', {}, html('th'), ...heads)), html('tbody', {}, ...rows))
  }

  input(step, label) {
    const name = fillIn(this.words.toggle, { gate: label, step: step + 1 })
    const field = html('input', { type: 'text', inputmode: 'decimal', 'aria-label': name, size: 3, maxlength: 8 })
    field.addEventListener('focus', () => field.select())
    field.addEventListener('change', () => this.does.input(step, field.value.trim()))
    return field
  }

  gate(name, step, label) {
    const said = fillIn(this.words.toggle, { gate: label, step: step + 1 })
    return html('button', { type: 'button', role: 'switch', 'aria-label': said, onclick: () => this.does.turn(name, step) })
  }

  fill(name) {
    const { reading, theme } = this
    const values = reading.set[name] ?? reading.series[name]
    const scale = GATES.includes(name)
      ? sequential(theme.background, reading.named[name].colour)
      : diverging(theme.background, ...reading.diverging, reachOf(values))
    this.cells[name].forEach((cell, step) => {
      if (name === 'x') {
        if (cell.getRootNode().activeElement !== cell) cell.value = reading.typed[step] ?? reading.inputs[step]
        return
      }
      const value = values[step]
      write(cell, formatOf(reading)(value))
      cell.style.backgroundColor = scale.css(value)
      cell.style.color = scale.ink(value)
      if (cell.tagName === 'BUTTON') cell.setAttribute('aria-checked', value >= 0.5)
    })
  }

  point(at) {
    for (const row of this.table.rows) Array.from(row.cells).forEach((cell, k) => cell.classList.toggle('now', k === at + 1))
    const { scroller } = this
    const cell = this.table.rows[0].cells[at + 1]
    const left = cell.offsetLeft - this.table.rows[0].cells[0].offsetWidth
    if (scroller.matches(':hover')) return // nothing moves under the pointer
    scroller.scrollLeft = Math.min(left, Math.max(scroller.scrollLeft, cell.offsetLeft + cell.offsetWidth - scroller.clientWidth))
  }
}
