// A board to draw on with levels; what is not drawn is left to the network.

import { Component, component } from '../lib/component.js'
import { html, svg } from '../lib/dom.js'
import { fitCanvas } from '../lib/paint.js'

const EMPTY = -1
const MOST = 420 // CSS pixels of the board's side
const ICONS = { undo: 'M9 5 4 10l5 5v-3.5c4.5 0 7.5 1.5 9.5 4.5-.8-4.5-3.5-8.5-9.5-9.2z', clear: 'M6 6l12 12M18 6 6 18' }

class Board extends Component {
  static css = ['painting_board/board.css']
  static frame = 'drawing'

  constructor(root, report) {
    super(root, report)
    this.past = []
    this.canvas = html('canvas', { tabindex: 0 })
    this.canvas.addEventListener('pointerdown', (event) => this.begin(event))
    this.canvas.addEventListener('pointermove', (event) => this.draw(event))
    for (const end of ['pointerup', 'pointercancel']) this.canvas.addEventListener(end, () => this.end())
    this.canvas.addEventListener('keydown', (event) => this.key(event))
    this.swatches = html('div', { class: 'swatches', role: 'radiogroup' })
    this.undo = html('button', { type: 'button', onclick: () => this.back() })
    this.clear = html('button', { type: 'button', onclick: () => this.wipe() })
    this.element.append(this.canvas, this.swatches, html('div', { class: 'tools' }, this.undo, this.clear))
  }

  kind({ palette, words }) {
    return [palette, words]
  }

  build({ palette, words }) {
    this.canvas.setAttribute('aria-label', words.board)
    this.swatches.setAttribute('aria-label', words.levels)
    this.swatches.replaceChildren(...[EMPTY, ...palette.keys()].map((level) => this.swatch(level)))
    for (const [button, icon, word] of [[this.undo, 'undo', words.undo], [this.clear, 'clear', words.clear]]) {
      button.replaceChildren(svg('svg', { viewBox: '0 0 24 24' }, svg('path', { d: ICONS[icon] })), word)
      button.className = icon
    }
  }

  redraw(board, before) {
    const { height, width, palette, drawing } = board
    const other = !before || [height, width, palette.length].join() !== [before.height, before.width, before.palette.length].join()
    const asked = this.memory.ask(this, drawing)
    if (asked === 'kept' && this.memory.place.length === drawing.length) this.drawing = [...this.memory.place]
    if (asked === 'asked' || !this.drawing || (other && before)) this.drawing = [...drawing]
    if (other) Object.assign(this, { past: [], cursor: 0 })
    this.memory.place = this.drawing
    if (this.level === undefined || this.level >= palette.length) this.level = palette.length - 1
    this.paint()
  }

  /** Hand the drawing to Python. */
  tell() {
    this.memory.place = this.drawing
    this.memory.tell(this.drawing)
    this.report.state('drawing', [...this.drawing])
  }

  swatch(level) {
    const name = level === EMPTY ? this.reading.words.rubber : String(level)
    const choose = () => ((this.level = level), this.choose())
    const button = html('button', { type: 'button', role: 'radio', title: name, 'aria-label': name, 'data-level': level, onclick: choose })
    if (level !== EMPTY) button.style.background = `rgb(${this.reading.palette[level].join(' ')})`
    return button
  }

  choose() {
    for (const button of this.swatches.children) button.setAttribute('aria-checked', Number(button.dataset.level) === this.level)
  }

  begin(event) {
    event.preventDefault()
    this.canvas.focus({ preventScroll: true })
    this.canvas.setPointerCapture(event.pointerId)
    this.before = [...this.drawing]
    this.drawn = null
    this.draw(event)
  }

  /** A stroke through all pixels between two events of the pointer, so that a fast one has no gaps. */
  draw(event) {
    if (!this.before) return
    const to = this.under(event)
    const from = this.drawn ?? to
    const steps = Math.max(Math.abs(to.row - from.row), Math.abs(to.column - from.column), 1)
    for (let step = 0; step <= steps; step++) {
      const part = step / steps
      const row = Math.round(from.row + part * (to.row - from.row))
      this.drawing[row * this.reading.width + Math.round(from.column + part * (to.column - from.column))] = this.level
    }
    this.drawn = to
    this.paint()
  }

  end() {
    if (!this.before) return
    if (this.before.some((level, pixel) => level !== this.drawing[pixel])) this.keep(this.before)
    this.before = null
  }

  keep(before) {
    this.past.push(before)
    this.tell()
    this.paint()
  }

  back() {
    if (!this.past.length) return
    this.drawing = this.past.pop()
    this.tell()
    this.paint()
  }

  wipe() {
    if (this.drawing.every((level) => level === EMPTY)) return
    const before = this.drawing
    this.drawing = before.map(() => EMPTY)
    this.keep(before)
  }

  /** The arrows move a cursor, Enter or space draws, Ctrl+Z takes back. */
  key(event) {
    const { width, height } = this.reading
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -width, ArrowDown: width }
    if (event.key === 'z' && (event.ctrlKey || event.metaKey)) this.back()
    else if (event.key in steps) {
      const next = this.cursor + steps[event.key]
      if (next >= 0 && next < width * height) this.cursor = next
      this.paint()
    } else if (event.key === 'Enter' || event.key === ' ') {
      const before = [...this.drawing]
      this.drawing[this.cursor] = this.level
      this.keep(before)
    } else return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
  }

  under({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect()
    const at = (offset, extent, count) => Math.min(count - 1, Math.max(0, Math.floor((offset / extent) * count)))
    return { row: at(clientY - box.top, box.height, this.reading.height), column: at(clientX - box.left, box.width, this.reading.width) }
  }

  paint() {
    this.choose()
    this.undo.disabled = !this.past.length
    if (!this.width) return
    const { height, width, palette } = this.reading
    const side = Math.max(4, Math.floor(Math.min(MOST, this.width) / Math.max(width, height)))
    const pen = fitCanvas(this.canvas, side * width, side * height)
    pen.clearRect(0, 0, side * width, side * height)
    this.drawing.forEach((level, pixel) => {
      if (level === EMPTY) return
      pen.fillStyle = `rgb(${palette[level].join(' ')})`
      pen.fillRect((pixel % width) * side, Math.floor(pixel / width) * side, side, side)
    })
    pen.strokeStyle = this.theme.line
    for (let x = 1; x < width; x++) pen.strokeRect(x * side + 0.5, 0, 0, side * height)
    for (let y = 1; y < height; y++) pen.strokeRect(0, y * side + 0.5, side * width, 0)
    if (this.root.activeElement !== this.canvas) return
    pen.strokeStyle = this.theme.primary
    pen.lineWidth = 2
    pen.strokeRect((this.cursor % width) * side + 1, Math.floor(this.cursor / width) * side + 1, side - 2, side - 2)
    pen.lineWidth = 1
  }
}

export default component(Board)
