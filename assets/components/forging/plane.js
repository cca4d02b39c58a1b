// The plane: what the critic makes of every place as a surface with contours, real and forged points on it, and where each
// forged one is pulled.

import { html, part } from '../lib/dom.js'
import { fitCanvas } from '../lib/paint.js'
import { paintDots, paintGround, placeIn } from '../lib/plane/ground.js'

const MOST = 620 // CSS pixels of the side
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

  /** CSS pixels of a point. */
  place(point) {
    return placeIn(this.side, this.reading.reach, point)
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
    const [high, low] = reading.diverging
    paintGround(pen, side, reading.values.surface, reading.middle, theme, [low, high])
  }

  dots() {
    const { reading, side } = this
    const pen = fitCanvas(this.points, side, side)
    pen.clearRect(0, 0, side, side)
    if (!this.hidden.has('real')) {
      const places = Array.from({ length: reading.values.real.shape[0] }, (_, k) => this.place(reading.row('real', k)))
      paintDots(pen, places, 3, reading.colours.real, true)
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
    paintDots(pen, [[x, y]], wide > 2 ? 4.5 : 2.8, reading.colours.forged)
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
