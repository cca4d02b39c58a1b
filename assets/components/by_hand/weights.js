// The equations of the four gates, whose weights are sliders, with the numbers of the step in view.

import { fillIn, formula, html, write } from '../lib/dom.js'
import { number } from '../lib/paint.js'
import { plain } from './reading.js'

const GATES = { forget: 'forget_gate', input: 'input_gate', candidate: 'candidate', output: 'output_gate' }
const PARTS = { x: 'w_{x}', h: 'w_{h}', b: 'b' }

export class Weights {
  /**
   * @param {import('./reading.js').Reading} reading
   * @param {(weight: string, value: number) => void} set called with a weight's new value
   */
  constructor(reading, set) {
    this.set = set
    this.fields = {}
    this.sums = {}
    const rows = Object.entries(GATES).map(([gate, name]) => this.row(gate, name, reading))
    this.element = html('div', { class: 'weights' }, ...rows.flat())
  }

  row(gate, name, { weights, named, words }) {
    const { symbol, label } = named[name]
    const controls = Object.entries(PARTS).map(([part, letter]) => {
      const { low, high } = weights[`${gate}_${part}`]
      const said = fillIn(words.weight, { gate: label, weight: part === 'b' ? 'b' : `w_${part}` })
      const range = html('input', { type: 'range', min: low, max: high, step: 0.1, 'aria-label': said })
      const field = html('input', { type: 'number', min: low, max: high, step: 0.1, 'aria-label': said })
      range.addEventListener('input', () => this.turned(`${gate}_${part}`, range.valueAsNumber))
      field.addEventListener('change', () => this.turned(`${gate}_${part}`, field.valueAsNumber))
      this.fields[`${gate}_${part}`] = { range, field, low, high }
      return html('label', {}, formula(letter), range, field)
    })
    const style = `--colour: var(--${name})`
    this.sums[gate] = { sum: html('output', { class: 'sum' }), value: html('output', { class: 'value', style }) }
    const head = html('span', { class: 'head', style, title: label }, formula(`${symbol}_{t}`))
    return [head, ...controls, this.sums[gate].sum, this.sums[gate].value]
  }

  turned(name, value) {
    const { range, field, low, high } = this.fields[name]
    if (Number.isNaN(value)) value = range.valueAsNumber
    value = Math.min(high, Math.max(low, value))
    range.value = value
    field.value = value
    this.set(name, value)
  }

  show({ weights, ahead }) {
    for (const [name, { range, field }] of Object.entries(this.fields)) {
      const value = ahead[name] ?? weights[name].value
      if (!field.matches(':focus')) field.value = value
      if (!range.matches(':active')) range.value = value
    }
  }

  point(reading, time) {
    const [x, h] = [reading.at('x', { time }), reading.before('hidden_state', { time })]
    for (const [gate, name] of Object.entries(GATES)) {
      const [w_x, w_h, b] = Object.keys(PARTS).map((part) => reading.weights[`${gate}_${part}`].value)
      const [sum, f] = [w_x * x + w_h * h + b, name === 'candidate' ? 'tanh' : 'σ']
      const terms = `${signed(w_x)}·${signed(x)} + ${signed(w_h)}·${signed(h)} + ${signed(b)}`
      write(this.sums[gate].sum, `= ${f}(${terms}) = ${f}(${plain(sum)})`)
      write(this.sums[gate].value, `= ${number(reading.at(name, { time }), 3)}`)
    }
  }
}

const signed = (value) => (value < 0 ? `(${plain(value)})` : plain(value))
