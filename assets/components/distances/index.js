// Two distributions on a line. Drag one away: the Jensen–Shannon divergence stops moving as soon as they no longer overlap, the
// Wasserstein distance never does.

import { Component, component } from '../lib/component.js'
import { fillIn, html, part, write } from '../lib/dom.js'
import { fitCanvas, number } from '../lib/paint.js'
import { COUNT, LINE, SHAPES, distribution, jensenShannon, wasserstein } from './divergence.js'

const HEIGHT = { densities: 190, curves: 210 } // CSS pixels
const MOST = 3.5 // how far the second one goes to either side
const EVERY = 0.05 // between two distances of the curves
const NUDGE = 0.05 // of an arrow key
const SLOPE = 0.05 // over which the change is measured
const [LEFT, RIGHT, FOOT] = [46, 46, 26] // CSS pixels beside and below the curves
const FONT = 14
const START = { at: 2.2, shape: 'box', wide: 0.6 }

class Distances extends Component {
  static css = ['distances/distances.css']
  static frame = 'distances'

  at = START.at
  shape = START.shape
  wide = START.wide
  grip = 0

  build({ words }) {
    this.words = words
    Object.assign(this, this.memory.place ?? START)
    this.densities = html('canvas', {
      role: 'slider',
      tabindex: 0,
      'aria-label': words.drag,
      'aria-valuemin': -MOST,
      'aria-valuemax': MOST,
      onpointerdown: (event) => this.held(event),
      onpointermove: (event) => event.buttons && this.to(this.under(event)),
      onkeydown: (event) => this.key(event),
    })
    this.curves = html('canvas', { role: 'img', onpointerdown: (event) => this.held(event, true), onpointermove: (event) => event.buttons && this.to(this.along(event)) })
    this.shapes = Object.keys(SHAPES).map((shape) => html('button', { type: 'button', 'aria-pressed': 'false', onclick: () => this.set({ shape }) }, words[shape]))
    this.slider = html('input', { type: 'range', min: 0.15, max: 1.5, step: 0.05, 'aria-label': words.wide, oninput: () => this.set({ wide: Number(this.slider.value) }) })
    this.told = html('p', { class: 'told', role: 'status' })
    this.keys = html('p', { class: 'legend' }, ...['real', 'forged', 'js', 'w'].map((name) => html('span', {}, html('i', { class: name }), words[name])))
    const tools = html('div', { class: 'tools' }, ...this.shapes, html('label', {}, words.wide, this.slider))
    this.element.replaceChildren(part('line', words.title, words.how, this.densities, tools, this.keys, this.curves, this.told))
    this.rulers = null
  }

  redraw({ colours }) {
    for (const [name, colour] of Object.entries(colours)) this.element.style.setProperty(`--${name}`, colour)
    this.paint()
  }

  set(some) {
    Object.assign(this, some)
    this.memory.place = { at: this.at, shape: this.shape, wide: this.wide }
    this.soon()
  }

  to(at) {
    this.set({ at: Math.round(Math.min(MOST, Math.max(-MOST, at)) * 100) / 100 })
  }

  held(event, curve = false) {
    event.currentTarget.setPointerCapture?.(event.pointerId)
    this.grip = curve ? 0 : Math.abs(this.under(event) - this.at) < this.wide ? this.under(event) - this.at : 0
    this.to(curve ? this.along(event) : this.under(event))
  }

  /** The place on the line under the pointer, less where the shape is held. */
  under(event) {
    const { left, width } = this.densities.getBoundingClientRect()
    const share = (event.clientX - left) / width
    return (share - 0.5) * 2 * (MOST + 1.6) - (event.type === 'pointermove' ? this.grip : 0)
  }

  along(event) {
    const { left, width } = this.curves.getBoundingClientRect()
    return ((event.clientX - left - LEFT) / (width - LEFT - RIGHT) - 0.5) * 2 * MOST
  }

  key(event) {
    const moves = { ArrowLeft: -NUDGE, ArrowDown: -NUDGE, ArrowRight: NUDGE, ArrowUp: NUDGE, PageUp: 0.5, PageDown: -0.5, Home: -Infinity, End: Infinity }
    if (!(event.key in moves)) return
    event.preventDefault()
    event.stopPropagation()
    this.to(this.at + moves[event.key])
  }

  /** Both rulers at every distance, for a shape of this width; they are measured anew only when it changes. */
  measured() {
    const { shape, wide } = this
    const sign = `${shape} ${wide}`
    if (this.rulers?.sign === sign) return this.rulers
    const real = distribution(shape, wide, 0)
    const at = Array.from({ length: Math.round((2 * MOST) / EVERY) + 1 }, (_, k) => -MOST + k * EVERY)
    const moved = at.map((place) => distribution(shape, wide, place))
    this.rulers = { sign, real, at, js: moved.map((q) => jensenShannon(real, q)), w: moved.map((q) => wasserstein(real, q)) }
    return this.rulers
  }

  point() {
    this.paint()
  }

  paint() {
    const width = this.element.clientWidth
    if (!this.reading || !width) return
    const { at, shape, wide, words } = this
    const { real } = this.measured()
    const forged = distribution(shape, wide, at)
    const now = { js: jensenShannon(real, forged), w: wasserstein(real, forged) }
    const next = distribution(shape, wide, at - SLOPE * Math.sign(at || 1))
    const gain = { js: (now.js - jensenShannon(real, next)) / SLOPE, w: (now.w - wasserstein(real, next)) / SLOPE }
    Object.keys(SHAPES).forEach((name, k) => this.shapes[k].setAttribute('aria-pressed', String(name === shape)))
    this.slider.value = String(wide)
    this.slider.disabled = shape === 'line'
    this.drawDensities(width, real, forged)
    this.drawCurves(width, now)
    const apart = now.js > 0.9995
    const fields = { at: number(at), js: number(now.js, 3), w: number(now.w, 3), dejs: number(gain.js, 3), dew: number(gain.w, 3) }
    write(this.told, `${fillIn(words.told, fields)} ${at === 0 ? words.same : apart ? words.apart : words.overlap}`)
    this.densities.setAttribute('aria-valuenow', String(at))
    this.densities.setAttribute('aria-valuetext', this.told.textContent)
    this.curves.setAttribute('aria-label', this.told.textContent)
  }

  drawDensities(width, real, forged) {
    const { theme } = this
    const height = HEIGHT.densities
    const pen = fitCanvas(this.densities, width, height)
    const reach = MOST + 1.6
    const x = (place) => (place / (2 * reach) + 0.5) * width
    const most = Math.max(...real, ...forged)
    const foot = height - 28
    pen.clearRect(0, 0, width, height)
    pen.strokeStyle = theme.line
    pen.beginPath()
    pen.moveTo(0, foot)
    pen.lineTo(width, foot)
    pen.stroke()
    for (const [p, name] of [[real, 'real'], [forged, 'forged']]) {
      pen.fillStyle = pen.strokeStyle = this.reading.colours[name]
      pen.beginPath()
      pen.moveTo(x(LINE[0]), foot)
      for (let k = 0; k < COUNT; k++) pen.lineTo(x(LINE[k]), foot - (p[k] / most) * (foot - 16))
      pen.lineTo(x(LINE[COUNT - 1]), foot)
      pen.globalAlpha = 0.35
      pen.fill()
      pen.globalAlpha = 1
      pen.lineWidth = 2
      pen.stroke()
    }
    pen.font = `600 ${FONT}px ${theme.font}`
    pen.textAlign = 'center'
    for (const [name, place] of [['real', 0], ['forged', this.at]]) {
      pen.fillStyle = theme.text
      if (name === 'real' || Math.abs(this.at) > 0.9) pen.fillText(this.words[name], x(place), height - 8)
    }
  }

  drawCurves(width, now) {
    const { theme, at, words } = this
    const { at: places, js, w } = this.measured()
    const height = HEIGHT.curves
    const pen = fitCanvas(this.curves, width, height)
    const x = (place) => LEFT + (place / (2 * MOST) + 0.5) * (width - LEFT - RIGHT)
    const y = (share) => height - FOOT - share * (height - FOOT - 22)
    const scale = { js: 1, w: MOST }
    pen.clearRect(0, 0, width, height)
    pen.font = `${FONT}px ${theme.font}`
    pen.fillStyle = theme.muted
    pen.strokeStyle = theme.line
    pen.lineWidth = 1
    for (const share of [0, 0.5, 1]) {
      pen.beginPath()
      pen.moveTo(LEFT, y(share))
      pen.lineTo(width - RIGHT, y(share))
      pen.stroke()
      pen.textAlign = 'right'
      pen.fillText(number(share, 1), LEFT - 6, y(share) + 5)
      pen.textAlign = 'left'
      pen.fillText(number(share * MOST, 1), width - RIGHT + 6, y(share) + 5)
    }
    pen.textAlign = 'left'
    pen.fillText(words.js_axis, LEFT, 13)
    pen.textAlign = 'right'
    pen.fillText(words.w_axis, width - RIGHT, 13)
    pen.textAlign = 'center'
    for (const place of [-3, -2, -1, 0, 1, 2, 3]) pen.fillText(number(place, 0), x(place), height - 8)
    for (const [name, values] of Object.entries({ js, w })) {
      pen.strokeStyle = pen.fillStyle = this.reading.colours[name]
      pen.lineWidth = 2.5
      pen.beginPath()
      values.forEach((value, k) => pen.lineTo(x(places[k]), y(value / scale[name])))
      pen.stroke()
      pen.beginPath()
      pen.arc(x(at), y(now[name] / scale[name]), 6, 0, 7)
      pen.fill()
    }
    pen.strokeStyle = theme.text
    pen.setLineDash([4, 4])
    pen.lineWidth = 1
    pen.beginPath()
    pen.moveTo(x(at), y(0))
    pen.lineTo(x(at), y(1))
    pen.stroke()
    pen.setLineDash([])
  }
}

export default component(Distances)
