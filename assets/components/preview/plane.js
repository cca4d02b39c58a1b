// Points in the plane, and a way through some of them that appears step by step, the wider the surer it was.

import { html, svg } from '../lib/dom.js'
import { Clock } from './clock.js'

const SECONDS_PER_STEP = 0.45
const [WIDTH, HEIGHT, EDGE, RADIUS] = [380, 220, 18, 12] // CSS pixels

export class Plane {
  constructor({ points, way, values, colour, label }) {
    this.clock = new Clock()
    this.steps = way.length
    const at = (place) => ({ x: EDGE + points[place][0] * (WIDTH - 2 * EDGE), y: HEIGHT - EDGE - points[place][1] * (HEIGHT - 2 * EDGE) })
    this.lines = way.slice(1).map((place, k) => {
      const [a, b] = [at(way[k]), at(place)]
      return svg('line', { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: colour, 'stroke-width': 1 + 4 * values[k] })
    })
    const dots = points.map((_, place) => {
      const { x, y } = at(place)
      const dot = svg('circle', { cx: x, cy: y, r: RADIUS })
      return svg('g', {}, dot, svg('text', { x, y: y + 5 }, String(place + 1)))
    })
    const frame = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'points', role: 'img', 'aria-label': label }
    this.element = html('div', {}, svg('svg', frame, ...this.lines, ...dots))
  }

  start() {
    this.clock.run(this.steps, SECONDS_PER_STEP, (step) => this.draw(step))
  }

  paint() {}

  draw(step) {
    this.lines.forEach((line, k) => line.setAttribute('visibility', k < step - 1 ? 'visible' : 'hidden'))
  }
}
