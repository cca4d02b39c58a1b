// Forged digits, a column for each class, and where the pixels of the marked one are pulled.

import { html, part, write, fillIn } from '../lib/dom.js'
import { diverging, fitCanvas, number, paintHeatmap, reachOf, sequential } from '../lib/paint.js'

const [SIDE, GAP] = [8, 5] // pixels of a digit's side; CSS pixels between two
const LARGE = 150 // CSS pixels of the marked digit

export class PicturesBoard {
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.sheet = html('canvas')
    this.stage = html('div', {
      class: 'sheet',
      role: 'slider',
      tabindex: 0,
      'aria-label': words.sheet,
      onpointermove: (event) => this.meant(event, (sample) => cursor.hover({ sample })),
      onpointerleave: () => cursor.leave(),
      onclick: (event) => this.meant(event, (sample) => cursor.click({ sample })),
    }, this.sheet)
    this.near = ['forged', 'pull', 'real'].map((name) => {
      const canvas = html('canvas')
      return { name, canvas, figure: html('figure', {}, canvas, html('figcaption', {}, words[name])) }
    })
    this.count = html('p', { class: 'count' })
    this.element = part('board', words.sheet, words.sheet_how, this.stage, this.count, html('div', { class: 'near' }, ...this.near.map(({ figure }) => figure)))
  }

  /** Columns are classes; a row has one of each. */
  get columns() {
    return 10
  }

  get cell() {
    return (this.element.clientWidth + GAP) / this.columns
  }

  meant(event, act) {
    const { left, top } = this.stage.getBoundingClientRect()
    const [column, row] = [event.clientX - left, event.clientY - top].map((at) => Math.floor(at / this.cell))
    const sample = row * this.columns + column
    if (column >= 0 && column < this.columns && row >= 0 && sample < this.reading.samples) act(sample)
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    this.paint()
  }

  paint() {
    if (!this.reading || !this.element.clientWidth) return
    const { cell, columns, reading } = this
    const rows = Math.ceil(reading.samples / columns)
    const pen = fitCanvas(this.sheet, columns * cell - GAP, rows * cell - GAP)
    pen.clearRect(0, 0, columns * cell, rows * cell)
    for (let k = 0; k < reading.samples; k++) {
      const box = this.box(k)
      paintHeatmap(pen, reading.row('forged', k), { rows: SIDE, columns: SIDE }, GREYS, box)
      if (reading.seen[k] === reading.classes[k]) continue
      pen.strokeStyle = reading.colours.wrong
      pen.lineWidth = 2.5
      pen.strokeRect(box.x + 1, box.y + 1, box.width - 2, box.height - 2)
    }
    const right = reading.seen.filter((seen, k) => seen === reading.classes[k]).length
    write(this.count, fillIn(this.words.recognised, { right, samples: reading.samples }))
    this.point()
  }

  box(sample) {
    const { cell, columns } = this
    return { x: (sample % columns) * cell, y: Math.floor(sample / columns) * cell, width: cell - GAP, height: cell - GAP }
  }

  point() {
    if (!this.reading || !this.element.clientWidth) return
    const { cell, reading, theme } = this
    const { sample } = this.cursor.place
    const { x, y } = this.box(sample)
    this.stage.style.setProperty('--x', `${x}px`)
    this.stage.style.setProperty('--y', `${y}px`)
    this.stage.style.setProperty('--side', `${cell - GAP}px`)
    const pull = reading.row('pull', sample)
    const real = Math.max(0, reading.real_classes.indexOf(reading.classes[sample]))
    const drawn = {
      forged: [reading.row('forged', sample), GREYS],
      pull: [pull, diverging(theme.background, reading.diverging[0], reading.diverging[1], reachOf(pull, 1, 0.001))],
      real: [reading.row('real', real), GREYS],
    }
    const side = Math.min(LARGE, (this.element.clientWidth - 40) / 3)
    for (const { name, canvas } of this.near) {
      const [values, scale] = drawn[name]
      paintHeatmap(fitCanvas(canvas, side, side), values, { rows: SIDE, columns: SIDE }, scale, { x: 0, y: 0, width: side, height: side })
      canvas.setAttribute('role', 'img')
      canvas.setAttribute('aria-label', `${this.words[name]} ${number(reading.score(sample))}`)
    }
  }
}

const GREYS = sequential('#000000', '#ffffff')
