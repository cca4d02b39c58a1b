// A picture and, on its right, what each of its pixels cost; both appear pixel by pixel, row by row from the top left.

import { html } from '../lib/dom.js'
import { fitCanvas, sequential } from '../lib/paint.js'
import { Clock } from './clock.js'

const SECONDS_PER_PIXEL = 0.05
const [GAP, HEIGHT] = [24, 200] // CSS pixels between the two, and of both at most

export class Painted {
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(reading, theme) {
    this.reading = reading
    this.theme = theme
    this.clock = new Clock()
    this.upTo = 0
    this.canvas = html('canvas', { role: 'img', 'aria-label': reading.label })
    this.element = html('div', {}, this.canvas)
  }

  start() {
    const { pixels } = this.reading
    this.clock.run(pixels.length * pixels[0].length, SECONDS_PER_PIXEL, (upTo) => this.draw(upTo))
  }

  paint() {
    this.draw(this.upTo)
  }

  draw(upTo) {
    const { canvas, element, reading, theme } = this
    const { pixels, palette, surprisal, colour } = reading
    const [rows, columns] = [pixels.length, pixels[0].length]
    const scale = sequential(theme.background, colour, 0, Math.max(...surprisal.flat()))
    const side = Math.max(4, Math.min(HEIGHT / rows, (element.clientWidth - GAP) / (2 * columns)))
    const pen = fitCanvas(canvas, 2 * columns * side + GAP, rows * side)
    this.upTo = upTo
    pen.clearRect(0, 0, 2 * columns * side + GAP, rows * side)
    pen.strokeStyle = theme.line
    for (const left of [0, columns * side + GAP]) pen.strokeRect(left + 0.5, 0.5, columns * side - 1, rows * side - 1)
    for (let t = 0; t < upTo; t++) {
      const [row, column] = [Math.floor(t / columns), t % columns]
      pen.fillStyle = `rgb(${palette[pixels[row][column]].join(' ')})`
      pen.fillRect(column * side, row * side, side, side)
      pen.fillStyle = scale.css(surprisal[row][column])
      pen.fillRect((columns + column) * side + GAP, row * side, side - 1, side - 1)
    }
  }
}
