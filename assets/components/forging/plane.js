// The plane: what the critic makes of every place as a surface with contours, real and forged points on it, and where each
// forged one is pulled.

import { html, part } from '../lib/dom.js'
import { diverging, fitCanvas, paintHeatmap, reachOf } from '../lib/paint.js'
import { contour } from './contours.js'

const MOST = 620 // CSS pixels of the side
const LEVELS = 6 // contours on either side of the middle
const UNIT = 34 // CSS pixels of an arrow of length 1, unless longer ones would cover the plane
const HEAD = 4 // and of its head
const NEAR = 16 // CSS pixels from the pointer to the point that it means
const LAYERS = ['surface', 'real', 'forged', 'pull']

export class PlaneBoard {
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.hidden = new Set()
    this.side = 0
    this.surface = html('canvas')
    this.points = html('canvas', { class: 'over' })
    this.mark = html('canvas', { class: 'over' })
    this.stage = html('div', {
      class: 'stage',
      role: 'slider',
      tabindex: 0,
      'aria-label': words.plane,
      onpointermove: (event) => this.meant(event, (sample) => cursor.hover({ sample })),
      onpointerleave: () => cursor.leave(),
      onclick: (event) => this.meant(event, (sample) => cursor.click({ sample })),
    }, this.surface, this.points, this.mark)
    this.switches = LAYERS.map((name) => html('button', { type: 'button', class: name, 'aria-pressed': 'true', onclick: () => this.toggle(name) }, html('i'), words[name]))
    this.scale = html('span', { class: 'unit' })
    this.element = part('board', words.plane, words.plane_how, this.stage, html('div', { class: 'keys' }, ...this.switches, this.scale))
  }

  toggle(name) {
    if (!this.hidden.delete(name)) this.hidden.add(name)
    this.switches[LAYERS.indexOf(name)].setAttribute('aria-pressed', String(!this.hidden.has(name)))
    this.paint()
  }

  /** The sample nearest to the pointer, if one is near. */
  meant(event, act) {
    const { left, top } = this.stage.getBoundingClientRect()
    const [x, y] = [event.clientX - left, event.clientY - top]
    let [best, least] = [-1, NEAR]
    for (let k = 0; k < this.reading.samples; k++) {
      const [u, v] = this.place(this.reading.row('forged', k))
      const far = Math.hypot(u - x, v - y)
      if (far < least) [best, least] = [k, far]
    }
    if (best >= 0) act(best)
  }

  /** CSS pixels of a point; y grows upwards. */
  place([x, y]) {
    const { reach } = this.reading
    return [((x + reach) / (2 * reach)) * this.side, ((reach - y) / (2 * reach)) * this.side]
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    this.element.querySelector('header p').textContent = reading.detective ? reading.words.detective_how : reading.words.plane_how
    for (const [name, colour] of Object.entries(reading.colours)) this.element.style.setProperty(`--${name}`, colour)
    this.paint()
  }

  paint() {
    if (!this.reading) return
    this.side = Math.min(MOST, this.element.clientWidth)
    if (!this.side) return
    this.stage.style.width = this.stage.style.height = `${this.side}px`
    this.ground()
    this.dots()
    this.point()
  }

  ground() {
    const { reading, side, theme } = this
    const pen = fitCanvas(this.surface, side, side)
    pen.clearRect(0, 0, side, side)
    if (this.hidden.has('surface')) return
    const { shape, values } = reading.values.surface
    const [rows, columns] = shape
    const { middle } = reading
    const heights = values.map((value) => value - middle)
    const reach = reachOf(heights, 0.98, 0.01)
    const scale = diverging(theme.background, reading.diverging[1], reading.diverging[0], reach / 0.62) // paler than at its ends
    paintHeatmap(pen, heights, { rows, columns, start: (rows - 1) * columns, rowStep: -columns }, scale, { x: 0, y: 0, width: side, height: side })
    const [across, up] = [side / (columns - 1), side / (rows - 1)]
    for (let k = -LEVELS; k <= LEVELS; k++) {
      pen.beginPath()
      for (const [x, y, u, v] of contour(heights, columns, (k * reach) / LEVELS)) {
        pen.moveTo(x * across, side - y * up)
        pen.lineTo(u * across, side - v * up)
      }
      pen.strokeStyle = theme.muted
      pen.globalAlpha = k ? 0.35 : 0.9
      pen.lineWidth = k ? 0.75 : 1.5
      pen.stroke()
    }
    pen.globalAlpha = 1
  }

  dots() {
    const { reading, side } = this
    const pen = fitCanvas(this.points, side, side)
    pen.clearRect(0, 0, side, side)
    if (!this.hidden.has('real')) {
      pen.strokeStyle = reading.colours.real
      pen.lineWidth = 1.4
      const count = reading.values.real.shape[0]
      for (let k = 0; k < count; k++) {
        pen.beginPath()
        pen.arc(...this.place(reading.row('real', k)), 3, 0, 7)
        pen.stroke()
      }
    }
    const longest = Math.max(1, reading.strong)
    this.scale.textContent = `${this.words.unit}: ${longest > 1.05 ? `× 1/${longest.toPrecision(2)}` : '× 1'}`
    for (let k = 0; k < reading.samples; k++) this.sample(pen, k, UNIT / longest)
  }

  sample(pen, k, unit, wide = 1.2) {
    const { reading, hidden } = this
    const [x, y] = this.place(reading.row('forged', k))
    if (!hidden.has('pull')) {
      const [dx, dy] = reading.row('pull', k)
      const [u, v] = [x + dx * unit, y - dy * unit]
      const angle = Math.atan2(v - y, u - x)
      const head = Math.min(HEAD, Math.hypot(u - x, v - y) / 2)
      pen.strokeStyle = reading.colours.pull
      pen.lineWidth = wide
      pen.beginPath()
      pen.moveTo(x, y)
      pen.lineTo(u, v)
      pen.moveTo(u - head * Math.cos(angle - 0.5), v - head * Math.sin(angle - 0.5))
      pen.lineTo(u, v)
      pen.lineTo(u - head * Math.cos(angle + 0.5), v - head * Math.sin(angle + 0.5))
      pen.stroke()
    }
    if (hidden.has('forged')) return
    pen.fillStyle = reading.colours.forged
    pen.beginPath()
    pen.arc(x, y, wide > 2 ? 4.5 : 2.8, 0, 7)
    pen.fill()
  }

  point() {
    if (!this.reading || !this.side) return
    const { reading, side, theme, mark } = this
    const { sample } = this.cursor.place
    const pen = fitCanvas(mark, side, side)
    pen.clearRect(0, 0, side, side)
    pen.strokeStyle = theme.text
    pen.lineWidth = 2
    pen.beginPath()
    pen.arc(...this.place(reading.row('forged', sample)), 9, 0, 7)
    pen.stroke()
    this.sample(pen, sample, UNIT / Math.max(1, reading.strong), 2.4)
  }
}
