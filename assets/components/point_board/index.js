// A plane to draw on: strokes become points, which a training may forge.

import { Component, component } from '../lib/component.js'
import { fillIn, html, part, write } from '../lib/dom.js'
import { fitCanvas } from '../lib/paint.js'
import { paintDots } from '../lib/plane/ground.js'

const MOST = 420 // CSS pixels of the side
const APART = 0.012 // of the side, between two points of a stroke
const SPRAY = 0.012 // how far a point may fall beside the stroke
const LIMIT = 5000 // points
const DIGITS = 1000

class PointBoard extends Component {
  static css = ['point_board/board.css']
  static frame = 'board'

  /** @type {number[][][]} points of each stroke, 0 to 1, y upwards */
  strokes = []
  last = null

  build({ words }) {
    this.words = words
    this.strokes = this.memory.place ?? []
    this.canvas = html('canvas', {
      role: 'img',
      'aria-label': words.title,
      onpointerdown: (event) => this.begin(event),
      onpointermove: (event) => this.draw(event),
      onpointerup: () => this.end(),
      onpointercancel: () => this.end(),
    })
    const button = (word, act) => html('button', { type: 'button', onclick: act }, word)
    this.undo = button(words.undo, () => this.set(this.strokes.slice(0, -1)))
    this.clear = button(words.clear, () => this.set([]))
    const shapes = Object.keys(SHAPES).map((name) => button(words[name], () => this.set([...this.strokes, SHAPES[name]()])))
    this.count = html('output', { role: 'status' })
    const tools = html('div', { class: 'tools' }, this.undo, this.clear, ...shapes, this.count)
    this.element.replaceChildren(part('drawing', words.title, words.how, this.canvas, tools))
  }

  redraw() {
    this.paint()
  }

  get points() {
    return this.strokes.flat()
  }

  place(event) {
    const { left, top } = this.canvas.getBoundingClientRect()
    return [(event.clientX - left) / this.side, 1 - (event.clientY - top) / this.side]
  }

  begin(event) {
    event.currentTarget.setPointerCapture(event.pointerId)
    this.last = this.place(event)
    this.strokes = [...this.strokes, [sprayed(this.last)]]
    this.soon()
  }

  draw(event) {
    if (!this.last) return
    const [x, y] = this.place(event)
    const [u, v] = this.last
    const steps = Math.floor(Math.hypot(x - u, y - v) / APART)
    const stroke = this.strokes.at(-1)
    for (let k = 1; k <= steps && this.points.length < LIMIT; k++) stroke.push(sprayed([u + ((x - u) * k) / steps, v + ((y - v) * k) / steps]))
    if (steps) this.last = [x, y]
    this.soon()
  }

  end() {
    if (this.last) this.set(this.strokes)
    this.last = null
  }

  set(strokes) {
    this.strokes = strokes
    this.memory.place = strokes
    this.soon()
    this.report.state('points', this.points.map(([x, y]) => `${x} ${y}`).join('\n'))
  }

  point() {
    this.paint()
  }

  paint() {
    this.side = Math.min(MOST, this.element.clientWidth)
    if (!this.reading || !this.side) return
    const { side, theme } = this
    const pen = fitCanvas(this.canvas, side, side)
    pen.fillStyle = theme.panel
    pen.fillRect(0, 0, side, side)
    pen.strokeStyle = theme.line
    pen.strokeRect(0.5, 0.5, side - 1, side - 1)
    paintDots(pen, this.points.map(([x, y]) => [x * side, (1 - y) * side]), 2, this.reading.colour)
    write(this.count, fillIn(this.words.count, { count: this.points.length.toLocaleString('en') }))
    this.undo.disabled = this.clear.disabled = !this.strokes.length
  }
}

const rounded = (value) => Math.round(DIGITS * Math.min(1, Math.max(0, value))) / DIGITS
const beside = () => (Math.random() - 0.5) * 2 * SPRAY
const sprayed = ([x, y]) => [rounded(x + beside()), rounded(y + beside())]
const along = (count, place) => Array.from({ length: count }, (_, k) => sprayed(place(k / count)))

/** What can be put there without a pointer. */
const SHAPES = {
  spiral: () => along(300, (t) => [0.5 + 0.42 * t * Math.cos(11 * t), 0.5 + 0.42 * t * Math.sin(11 * t)]),
  moons: () => along(300, (t) => (t < 0.5 ? [0.4 + 0.28 * Math.cos(6.28 * t), 0.45 + 0.28 * Math.sin(6.28 * t)] : [0.6 + 0.28 * Math.cos(6.28 * t), 0.55 + 0.28 * Math.sin(6.28 * t)])),
}

export default component(PointBoard)
