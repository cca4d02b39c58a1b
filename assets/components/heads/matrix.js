// The chosen head, large: rows look at columns; what the mask hides is hatched.

import { fillIn, html, part, write } from '../lib/dom.js'
import { attentionScale } from '../lib/matrix/attention.js'
import { Grid } from '../lib/matrix/grid.js'
import { hatch } from './hatch.js'

export class Matrix {
  /** @type {import('../lib/cursor.js').Cursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.grid = new Grid(words.matrix_title, words.gold, {
      hover: ({ row, column }) => cursor.hover({ target: row, source: column }),
      click: ({ row, column }) => cursor.click({ target: row, source: column }),
      leave: () => cursor.leave(),
    })
    this.frame = html('div', { class: 'frame' }, this.grid.element)
    this.masked = html('span', {}, html('i', { class: 'hatched' }), words.masked)
    this.grid.legend.append(this.masked)
    this.element = part('matrix', words.matrix_title, words.matrix_how, this.frame, this.grid.legend)
    this.title = this.element.querySelector('h4')
    this.how = this.element.querySelector('header p')
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    write(this.how, reading.causal ? this.words.matrix_how : this.words.matrix_free)
    this.masked.hidden = !reading.causal
    this.paint()
  }

  paint() {
    if (!this.reading) return
    const { grid, reading, theme } = this
    const width = this.frame.clientWidth
    grid.fit({ rows: reading.tokens, columns: reading.tokens }, width, Math.max(300, Math.min(width, 620)), theme)
    this.drawn = null
    this.point()
  }

  point() {
    const { grid, reading, theme } = this
    const { layer, head, target, source } = this.cursor.place
    if (this.drawn !== `${layer}.${head}`) {
      this.drawn = `${layer}.${head}`
      const { values } = reading.values.gold_alignment
      const gold = { values, colour: reading.quantities.gold_alignment.colour }
      const { cell } = grid
      grid.paint(reading.matrix('alignment', { layer, head }), attentionScale(reading, theme), gold, theme)
      if (reading.causal) hatch(grid.canvas.getContext('2d'), reading.sizes.target, cell.width, cell.height, theme)
      const { pattern } = reading.roles[layer][head]
      const name = fillIn(this.words.head, { layer: layer + 1, head: head + 1 })
      write(this.title, `${name}: ${this.words[`role_${pattern}`]}`)
    }
    grid.point({ row: target, column: source })
  }
}
