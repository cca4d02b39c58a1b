// The alignment, target rows over source columns, tokens at its edges.

import { Grid } from '../lib/matrix/grid.js'
import { sequential, visible } from '../lib/paint.js'

const LIMITS = { least: 8, most: 21, upright: false } // CSS pixels of a cell: too small for numbers
const LABELS = 64 // that the tokens take beside the cells

const named = (token) => (token.length === 1 ? visible(token) : token)
const nothing = () => {}

export class Matrix {
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(reading, theme) {
    this.reading = reading
    this.theme = theme
    const listeners = { hover: nothing, click: nothing, leave: nothing }
    this.grid = new Grid(reading.label, '', listeners, LIMITS, named)
    this.element = this.grid.element
  }

  start() {
    this.paint()
  }

  paint() {
    const { grid, reading, theme } = this
    const { source, target, alignment, colour } = reading
    const width = this.element.parentElement.clientWidth
    const side = Math.min(LIMITS.most, (width - LABELS) / source.length)
    grid.fit({ rows: target, columns: source }, width, target.length * side + LABELS / 2, theme)
    const unruled = { ...theme, line: theme.background }
    grid.paint(Float32Array.from(alignment.flat()), sequential(theme.background, colour), null, unruled)
    grid.point({ row: null, column: null })
  }
}
