// The alignment error rate over training, with the current frame on it; point at it to scrub.

import { html } from '../lib/dom.js'
import { fitCanvas } from '../lib/paint.js'
import { counted } from './frames.js'

const [LEFT, RIGHT, TOP, BOTTOM] = [30, 12, 10, 22] // CSS pixels around the curve

export class Curve {
  /** @type {import('./frames.js').Frames} */ film
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(words, scrub) {
    this.canvas = html('canvas')
    const listens = {
      class: 'plot',
      role: 'img',
      'aria-label': words.curve,
      onpointerdown: (event) => this.plot.setPointerCapture(event.pointerId) ?? scrub(this.under(event)),
      onpointermove: (event) => event.buttons && scrub(this.under(event)),
    }
    this.plot = html('div', listens, this.canvas)
    const caption = html('figcaption', {}, html('b', {}, words.curve), words.curve_how)
    this.element = html('figure', { class: 'curve' }, caption, this.plot)
  }

  show(film, theme, scale) {
    this.film = film
    this.theme = theme
    this.colour = scale.css(1)
    this.element.hidden = !film.measured
    this.paint()
  }

  paint() {
    this.width = this.plot.clientWidth
    this.height = this.plot.clientHeight
  }

  x(step) {
    const [{ step: first }, last] = [this.film.frames[0], this.film.newest]
    return LEFT + ((step - first) / Math.max(1, last - first)) * (this.width - LEFT - RIGHT)
  }

  y(error) {
    return TOP + (1 - error) * (this.height - TOP - BOTTOM)
  }

  point(at) {
    const { film, theme, width, height } = this
    if (!film.measured || !width) return
    const context = fitCanvas(this.canvas, width, height)
    context.clearRect(0, 0, width, height)
    this.axes(context)
    const known = film.frames.filter(({ error }) => error !== null)
    context.strokeStyle = this.colour
    context.lineWidth = 2.5
    context.lineJoin = 'round'
    context.beginPath()
    for (const { step, error } of known) context.lineTo(this.x(step), this.y(error))
    context.stroke()
    const { step, error } = film.frames[at]
    context.fillStyle = theme.text
    context.fillRect(this.x(step) - 0.75, TOP, 1.5, height - TOP - BOTTOM)
    if (error === null) return
    context.beginPath()
    context.arc(this.x(step), this.y(error), 6, 0, 2 * Math.PI)
    context.fill()
  }

  axes(context) {
    const { film, theme, width } = this
    context.strokeStyle = theme.line
    context.fillStyle = theme.muted
    context.lineWidth = 1
    context.font = `14px ${theme.font}`
    context.textBaseline = 'middle'
    context.textAlign = 'right'
    for (const error of [0, 0.5, 1]) {
      context.beginPath()
      context.moveTo(LEFT, this.y(error))
      context.lineTo(width - RIGHT, this.y(error))
      context.stroke()
      context.fillText(String(error), LEFT - 8, this.y(error))
    }
    const [first, last] = [film.frames[0].step, film.newest]
    context.textAlign = 'left'
    context.fillText(counted(first), LEFT, this.height - 9)
    context.textAlign = 'right'
    context.fillText(counted(last), width - RIGHT, this.height - 9)
  }

  /** The frame nearest to the pointer. */
  under({ clientX }) {
    const at = clientX - this.plot.getBoundingClientRect().left
    const distances = this.film.frames.map(({ step }) => Math.abs(this.x(step) - at))
    return distances.indexOf(Math.min(...distances))
  }
}
