// The part of the microscope that shows the drawn cell, whichever it is, and its equations.

import { cellOf } from '../lib/cells/cell.js'
import { html } from '../lib/dom.js'
import { reachOf } from '../lib/paint.js'
import { part } from './part.js'

export class Diagram {
  /** @type {import('../lib/text_cursor.js').TextCursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = { title: words.cell_title, units: words.all_units, peephole: words.peephole }
    this.holder = html('div', { class: 'holder' })
    this.equations = html('div', { class: 'equations' })
    this.element = part('diagram', words.cell_title, words.cell_how, this.equations, this.holder)
  }

  show(reading) {
    this.reading = reading
    if (reading.cell !== this.kind) {
      this.kind = reading.cell
      this.cell = cellOf(this.kind, this.words, reading.named)
      this.holder.replaceChildren(this.cell.drawing.element)
      this.equations.replaceChildren(...this.cell.equations.map(({ element }) => element))
    }
    this.point()
  }

  point() {
    const { reading, cursor, cell } = this
    const values = cell.numbers(reading, cursor)
    cell.drawing.show(values, reachOf(reading.series(cell.memory, cursor)))
    for (const equation of cell.equations) equation.show(values)
  }
}
