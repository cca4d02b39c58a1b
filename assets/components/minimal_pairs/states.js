// The hidden state at one word in both sentences, unit by unit, and the difference of the two.

import { formula, html, write } from '../lib/dom.js'
import { diverging, fitCanvas, number, paintHeatmap } from '../lib/paint.js'

const HEIGHT = 18 // CSS pixels of a strip
const ALIKE = 0.9995 // cosines that are written as 1.00

export class States {
  constructor() {
    this.element = html('div')
    this.rows = []
  }

  show(header, arrays, theme) {
    this.header = header
    this.arrays = arrays
    const [negative, positive] = header.diverging
    this.scale = diverging(theme.background, negative, positive)
    this.wide = diverging(theme.background, negative, positive, 2) // of differences
    this.rows = header.rows.map((row) => new Row(row, header))
    this.element.replaceChildren(...this.rows.map(({ element }) => element))
  }

  point({ common }) {
    this.common = common
    this.paint()
  }

  paint() {
    const { first, second, cosine } = this.arrays ?? {}
    if (!first || this.common === undefined) return
    const [, rows, units] = first.shape
    this.rows.forEach((row, k) => {
      const start = (this.common * rows + k) * units
      const [a, b] = [first, second].map(({ values }) => values.subarray(start, start + units))
      row.paint([a, b, a.map((value, unit) => value - b[unit])], [this.scale, this.scale, this.wide])
      row.say(cosine.values[this.common * rows + k], this.header.words)
    })
  }
}

class Row {
  constructor({ layer, reads, colour }, { words, symbol }) {
    this.strips = [1, 2, 3].map(() => html('canvas'))
    this.box = html('div', { class: 'states' })
    const names = [[formula(symbol), ` ${words.first}`], [formula(symbol), ` ${words.second}`], [words.difference]]
    this.strips.forEach((strip, k) => this.box.append(html('span', {}, ...names[k]), html('div', {}, strip)))
    this.cosine = html('b')
    this.alike = html('span')
    const name = html('div', { class: 'reads', style: `--reads: ${colour}` }, reads, html('small', {}, layer))
    this.element = html('div', { class: 'row' }, name, this.box, html('div', { class: 'alike' }, this.cosine, this.alike))
  }

  paint(states, scales) {
    const width = this.strips[0].parentElement.clientWidth
    if (!width) return
    this.strips.forEach((strip, k) => {
      const box = { x: 0, y: 0, width, height: HEIGHT }
      paintHeatmap(fitCanvas(strip, width, HEIGHT), states[k], { rows: 1, columns: states[k].length }, scales[k], box)
    })
  }

  say(cosine, words) {
    write(this.cosine, number(cosine))
    write(this.alike, cosine > ALIKE ? words.identical : words.cosine)
  }
}
