// Feature maps on one cursor: the pixels that a cell has seen, its place in every map, and its vector.

import { Component, component } from '../lib/component.js'
import { fillIn, html, write } from '../lib/dom.js'
import { fitCanvas, number, paintHeatmap, sequential } from '../lib/paint.js'
import { paintPicture } from '../lib/scenes/picture.js'

class FeatureMaps extends Component {
  static css = ['feature_maps/feature_maps.css']
  static frame = 'features'

  constructor(root, report) {
    super(root, report)
    this.pins = 0
    this.cell = 0
    this.map = 0
    const listens = {
      onpointermove: (event) => this.pointed(event),
      onpointerleave: () => this.go(this.pinned, this.map),
      onclick: () => this.pin(),
    }
    this.picture = html('canvas', { role: 'img', tabindex: 0, onkeydown: (event) => this.key(event), ...listens })
    this.sheets = html('div', { class: 'maps', ...listens })
    this.vector = html('canvas', { role: 'img', class: 'vector' })
    this.titles = [html('h4'), html('h4'), html('h4')]
    this.told = html('p', { role: 'status' })
    const [one, two, three] = this.titles
    this.element.append(html('section', {}, one, this.picture), html('section', {}, two, this.sheets), html('section', { class: 'wide' }, three, this.vector, this.told))
  }

  redraw({ words, arrays, cell }) {
    const titles = [words.picture, words.maps, words.vector]
    this.titles.forEach((title, k) => write(title, titles[k]))
    this.picture.setAttribute('aria-label', words.picture)
    this.vector.setAttribute('aria-label', words.vector)
    const [count] = arrays.maps.shape
    if (this.sheets.children.length !== count) {
      this.sheets.replaceChildren(...Array.from({ length: count }, (_, map) => html('canvas', { 'data-map': map })))
    }
    if (this.memory.ask(this, cell) === 'asked') this.memory.place = cell
    this.pinned = this.cell = this.memory.place
    this.map = Math.min(this.map, count - 1)
    this.paint()
  }

  get most() {
    return Math.max(...this.reading.arrays.maps.values, 1e-6)
  }

  paint() {
    if (!this.reading || !this.width) return
    const { arrays, grid, colour } = this.reading
    this.scale = sequential(this.theme.background, colour, 0, this.most)
    for (const [map, canvas] of [...this.sheets.children].entries()) {
      const size = Math.max(24, canvas.clientWidth)
      const pen = fitCanvas(canvas, size, size)
      paintHeatmap(pen, arrays.maps.values, { rows: grid, columns: grid, start: map * grid * grid }, this.scale, { x: 0, y: 0, width: size, height: size })
    }
    this.point()
  }

  point() {
    const { arrays, grid, field, mark, words } = this.reading
    if (!this.width) return
    const size = Math.max(120, this.picture.parentElement.clientWidth)
    const pen = paintPicture(this.picture, size, arrays.pixel.values, null)
    const [side] = arrays.pixel.shape
    const [row, column] = [Math.floor(this.cell / grid), this.cell % grid]
    const [unit, step] = [size / side, side / grid]
    const from = (at) => (at * step - (field - step) / 2) * unit
    pen.strokeStyle = mark
    pen.lineWidth = 3
    pen.strokeRect(from(column), from(row), field * unit, field * unit)
    pen.lineWidth = 1.5
    pen.strokeRect(column * step * unit, row * step * unit, step * unit, step * unit)
    this.bars()
    const value = number(arrays.maps.values[this.map * grid * grid + this.cell])
    const fields = { row: row + 1, column: column + 1, map: this.map + 1, value, side: field }
    write(this.told, `${fillIn(words.cell, fields)}. ${fillIn(words.field, fields)}`)
    for (const [map, canvas] of [...this.sheets.children].entries()) canvas.classList.toggle('here', map === this.map)
  }

  /** The vector of the cell, a bar for each map. */
  bars() {
    const { arrays, grid, mark } = this.reading
    const [count] = arrays.maps.shape
    const [width, height] = [Math.max(120, this.vector.parentElement.clientWidth), 90]
    const pen = fitCanvas(this.vector, width, height)
    pen.clearRect(0, 0, width, height)
    const [wide, most] = [width / count, this.most]
    for (let map = 0; map < count; map++) {
      const value = arrays.maps.values[map * grid * grid + this.cell]
      pen.fillStyle = map === this.map ? mark : this.scale.css(most)
      const tall = Math.max(1, (value / most) * (height - 6))
      pen.fillRect(map * wide + 1, height - tall, wide - 2, tall)
    }
  }

  go(cell, map) {
    Object.assign(this, { cell, map })
    this.soon()
  }

  pointed(event) {
    const canvas = event.target.closest('canvas')
    if (!canvas) return
    const { grid } = this.reading
    const box = canvas.getBoundingClientRect()
    const at = (offset, extent) => Math.min(grid - 1, Math.max(0, Math.floor((offset / extent) * grid)))
    const cell = at(event.clientY - box.top, box.height) * grid + at(event.clientX - box.left, box.width)
    this.go(cell, canvas.dataset.map === undefined ? this.map : Number(canvas.dataset.map))
  }

  pin() {
    this.pinned = this.memory.place = this.cell
    this.memory.tell(this.cell)
    this.report.state('cursor', { source: this.cell, pins: ++this.pins })
  }

  key(event) {
    const { grid } = this.reading
    const [row, column] = [Math.floor(this.cell / grid), this.cell % grid]
    const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }
    if (event.key === 'Enter' || event.key === ' ') this.pin()
    else if (event.key in moves) {
      const within = (at) => Math.min(grid - 1, Math.max(0, at))
      const [down, across] = moves[event.key]
      this.pinned = within(row + down) * grid + within(column + across)
      this.go(this.pinned, this.map)
    } else return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
  }
}

export default component(FeatureMaps)
