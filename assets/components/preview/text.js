// The text, each character on the colour of the unit's state; under it the state as a line; a head that reads.

import { html } from '../lib/dom.js'
import { diverging, fitCanvas, reachOf } from '../lib/paint.js'
import { Clock } from './clock.js'

const SECONDS_PER_TOKEN = 0.06
const HEIGHT = 84 // CSS pixels of the line

export class Text {
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(reading, theme) {
    this.reading = reading
    this.theme = theme
    this.clock = new Clock()
    this.upTo = 0
    const { tokens, values, negative, positive, label } = reading
    this.reach = reachOf(values)
    const scale = diverging(theme.background, negative, positive, this.reach)
    this.spans = tokens.map((token, t) => {
      const style = `background: ${scale.css(values[t])}; color: ${scale.ink(values[t])}`
      return html('span', { style }, token === '\n' ? '↵\n' : token)
    })
    this.canvas = html('canvas', { 'aria-hidden': 'true' }) // the same numbers as a line
    this.element = html('div', {}, html('div', { class: 'text', role: 'img', 'aria-label': label }, ...this.spans), this.canvas)
  }

  start() {
    this.clock.run(this.spans.length, SECONDS_PER_TOKEN, (upTo) => this.draw(upTo))
  }

  paint() {
    this.draw(this.upTo)
  }

  draw(upTo) {
    const { canvas, element, reach, reading, spans, theme } = this
    const { values, colour } = reading
    const width = element.clientWidth
    const pen = fitCanvas(canvas, width, HEIGHT)
    const x = (t) => ((t + 0.5) / values.length) * width
    const y = (value) => HEIGHT / 2 - (value / reach) * (HEIGHT / 2 - 8)
    this.upTo = upTo
    pen.clearRect(0, 0, width, HEIGHT)
    pen.strokeStyle = theme.line
    pen.strokeRect(0, y(0), width, 0)
    pen.strokeStyle = colour
    pen.lineWidth = 2.5
    pen.lineJoin = 'round'
    pen.beginPath()
    for (let t = 0; t < upTo; t++) pen.lineTo(x(t), y(values[t]))
    pen.stroke()
    if (upTo > 0 && upTo < values.length) {
      pen.fillStyle = colour
      pen.beginPath()
      pen.arc(x(upTo - 1), y(values[upTo - 1]), 5, 0, 7)
      pen.fill()
    }
    spans.forEach(({ style }, t) => (style.opacity = t < upTo ? 1 : 0.25))
  }
}
