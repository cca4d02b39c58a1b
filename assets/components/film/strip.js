// The film strip: every frame small, with its training step and error rate.

import { html, write } from '../lib/dom.js'
import { calm, fitCanvas, number, paintHeatmap } from '../lib/paint.js'
import { counted } from './frames.js'

const WIDTH = 90 // CSS pixels that a frame would like to be wide
const [LEAST, MOST] = [2, 8] // the side of its cells

export class Strip {
  /** @type {import('./frames.js').Frames} */ film
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(words, travel) {
    this.words = words
    this.travel = travel
    this.frames = []
    this.element = html('div', { class: 'strip', role: 'group', 'aria-label': words.film })
  }

  show(film, theme, scale) {
    this.film = film
    this.theme = theme
    this.scale = scale
    for (const { element } of this.frames.splice(film.length)) element.remove()
    while (this.frames.length < film.length) this.frames.push(this.frame(this.frames.length))
    this.element.append(...this.frames.map(({ element }) => element))
    this.paint()
  }

  frame(k) {
    const [canvas, step, error] = [html('canvas'), html('b'), html('span')]
    const element = html('button', { type: 'button', onclick: () => this.travel(k) }, canvas, step, error)
    return { canvas, step, error, element }
  }

  paint() {
    const { film, scale, words } = this
    const [rows, columns] = [film.target.length, film.source.length]
    const side = Math.min(MOST, Math.max(LEAST, Math.round(WIDTH / columns)))
    const [width, height] = [side * columns, side * rows]
    this.frames.forEach(({ canvas, step, error }, k) => {
      const context = fitCanvas(canvas, width, height)
      paintHeatmap(context, film.matrix(k), { rows, columns }, scale, { x: 0, y: 0, width, height })
      const frame = film.frames[k]
      write(step, counted(frame.step))
      write(error, frame.error === null ? '' : `${words.error} ${number(frame.error)}`)
      error.hidden = !film.measured
    })
  }

  /** Frame the current frame and keep it in sight, without moving the page. */
  point(at) {
    this.frames.forEach(({ element }, k) => element.setAttribute('aria-current', k === at))
    const { element } = this.frames[at]
    const { scrollLeft, clientWidth } = this.element
    const [left, right] = [element.offsetLeft, element.offsetLeft + element.offsetWidth]
    if (left >= scrollLeft && right <= scrollLeft + clientWidth) return
    this.element.scrollTo({ left: left - clientWidth / 2, behavior: calm() ? 'instant' : 'smooth' })
  }
}
