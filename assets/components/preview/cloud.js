// A cloud of points on a surface: the points come one after the other.

import { html } from '../lib/dom.js'
import { diverging, fitCanvas, paintHeatmap } from '../lib/paint.js'
import { Clock } from './clock.js'

const [SECONDS_PER_POINT, HEIGHT, RADIUS] = [0.01, 240, 2.2] // seconds; CSS pixels

export class Cloud {
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
    this.clock.run(this.reading.cloud.length, SECONDS_PER_POINT, (upTo) => this.draw(upTo))
  }

  paint() {
    this.draw(this.upTo)
  }

  draw(upTo) {
    const { reading, theme } = this
    const side = Math.min(HEIGHT, this.element.clientWidth || HEIGHT)
    const rows = reading.surface.length
    const pen = fitCanvas(this.canvas, side, side)
    this.upTo = upTo
    const values = Float32Array.from(reading.surface.flat(), (share) => 2 * share - 1)
    const scale = diverging(theme.background, reading.positive, reading.negative, 1.6)
    paintHeatmap(pen, values, { rows, columns: rows, start: (rows - 1) * rows, rowStep: -rows }, scale, { x: 0, y: 0, width: side, height: side })
    pen.fillStyle = theme.text
    for (const [x, y] of reading.cloud.slice(0, upTo)) {
      pen.beginPath()
      pen.arc(x * side, (1 - y) * side, RADIUS, 0, 7)
      pen.fill()
    }
  }
}
