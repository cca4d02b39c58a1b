// The part of the microscope that shows the drawn cell, whichever it is, and its equations.

import { reachOf } from '../paint.js'
import { html, part } from './dom.js'
import { gruCell } from './gru_cell.js'
import { lstmCell } from './lstm_cell.js'

const CELLS = { lstm: lstmCell, gru: gruCell }

export class Diagram {
  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.holder = html('div', { class: 'holder' })
    this.equations = html('div', { class: 'equations' })
    this.element = part('diagram', words.cell_title, words.cell_how, this.holder, this.equations)
  }

  show(reading) {
    this.reading = reading
    if (reading.cell !== this.kind) {
      this.kind = reading.cell
      this.cell = CELLS[this.kind](this.words, reading.quantities)
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
