// The alignment matrix: target rows over source columns, in a frame whose height does not depend on the sentence.

import { html, part } from '../lib/dom.js'
import { Grid } from '../lib/matrix/grid.js'
import { keepInSight, overflows } from './scrolling.js'

export class Matrix {
  /** @type {import('../lib/cursor.js').Cursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.grid = new Grid(words.matrix_title, words.matrix_gold, {
      hover: ({ row, column }) => cursor.hover({ target: row, source: column }),
      click: ({ row, column }) => cursor.click({ target: row, source: column }),
      leave: () => cursor.leave(),
    })
    const listens = { class: 'frame', tabindex: 0, onkeydown: (event) => this.pressed(event) }
    this.frame = html('div', listens, this.grid.element)
    this.element = part('matrix', words.matrix_title, words.matrix_how, this.frame, this.grid.legend)
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    this.paint()
  }

  paint() {
    const { grid, reading, theme } = this
    if (!reading) return
    const width = this.frame.clientWidth
    const height = frameHeight(width)
    this.frame.style.height = `${height}px`
    grid.fit({ rows: reading.target, columns: reading.source }, width, height, theme)
    const { alignment, gold_alignment: gold } = reading.values
    const { colour } = reading.quantities.gold_alignment
    grid.paint(alignment.values, reading.scale(theme), gold && { values: gold.values, colour }, theme)
    this.scrolls = overflows(this.frame)
    this.point()
  }

  point() {
    const { target, source } = this.cursor.place
    this.grid.point({ row: target, column: source })
    const { source: column } = this.reading.pair({ target, source })
    if (this.scrolls) keepInSight(this.frame, this.grid.box({ row: target, column }))
  }

  /** Up and down to another output token, left and right to another source token. */
  pressed(event) {
    const { cursor, reading } = this
    const { target, source } = reading.pair(cursor.place)
    const pin = () => cursor.click(cursor.place)
    const keys = {
      ArrowUp: () => cursor.move({ target: target - 1, source: cursor.place.source }),
      ArrowDown: () => cursor.move({ target: target + 1, source: cursor.place.source }),
      ArrowLeft: () => cursor.move({ source: source - 1 }),
      ArrowRight: () => cursor.move({ source: source + 1 }),
      Home: () => cursor.move({ target: 0 }),
      End: () => cursor.move({ target: Infinity }),
      Enter: pin,
      ' ': pin,
      Escape: () => cursor.release(),
    }
    if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    keys[event.key]()
  }
}

/** High enough to project, low enough to be seen whole; the same for every sentence, so that nothing below it jumps. */
function frameHeight(width) {
  const sight = document.documentElement.clientHeight
  return Math.round(Math.min(640, Math.max(300, Math.min(0.6 * sight, 0.75 * width))))
}
