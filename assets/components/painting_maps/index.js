// Numbers that lie as a picture, row by column: one or many, with one cursor over all of them.

import { Component, component } from '../lib/component.js'
import { html, write } from '../lib/dom.js'
import { diverging, fitCanvas, number, paintHeatmap, sequential } from '../lib/paint.js'
import { stepsOf } from '../lib/pictures/player.js'

const READABLE = 34 // CSS pixels from which on a cell shows its number
const FRAMED = 9 // and a frame

class Maps extends Component {
  static css = ['painting_maps/maps.css']
  static frame = 'maps'

  constructor(root, report) {
    super(root, report)
    this.glance = null
    this.maps = []
    this.element.addEventListener('pointerleave', () => this.look(null))
    this.said = html('p', { class: 'said', role: 'status' })
    this.element.after(this.said)
  }

  redraw({ maps, least }) {
    this.element.style.setProperty('--least', `${least}px`)
    for (const { element } of this.maps.splice(maps.length)) element.remove()
    while (this.maps.length < maps.length) this.hang()
    maps.forEach(({ title, chosen }, k) => {
      write(this.maps[k].title, title)
      this.maps[k].canvas.setAttribute('aria-label', title)
      this.maps[k].element.classList.toggle('chosen', chosen)
    })
    this.paint()
  }

  hang() {
    const k = this.maps.length
    const [canvas, title, value] = [html('canvas', { role: 'img', tabindex: 0 }), html('span', { class: 'title' }), html('output')]
    canvas.addEventListener('pointermove', (event) => this.look(this.under(event, canvas)))
    canvas.addEventListener('keydown', (event) => this.key(event, k))
    canvas.addEventListener('click', (event) => this.report.trigger('place', { map: k, pixel: this.under(event, canvas) }))
    const element = html('figure', {}, html('figcaption', {}, title, value), canvas)
    this.maps.push({ element, canvas, title, value })
    this.element.append(element)
  }

  scale({ scale, low, high, colour, negative }) {
    const { background, dark } = this.theme
    return scale === 'diverging' ? diverging(background, negative, colour, high) : sequential(scale === 'grey' ? '#000000' : background, scale === 'grey' ? '#ffffff' : dark && colour === '#0072B2' ? '#56B4E9' : colour, low, high)
  }

  paint() {
    if (!this.width) return
    const { height, width } = this.reading
    const N = height * width
    this.reading.maps.forEach((map, k) => {
      const { canvas, element } = this.maps[k]
      const side = Math.max(2, Math.floor((element.clientWidth || this.reading.least) / width))
      const values = this.reading.arrays.values.values.subarray(k * N, (k + 1) * N)
      const pen = fitCanvas(canvas, side * width, side * height)
      const scale = this.scale(map)
      if (map.palette) this.colour(pen, values, map.palette, side)
      else paintHeatmap(pen, values, { rows: height, columns: width }, scale, { x: 0, y: 0, width: side * width, height: side * height })
      if (side >= FRAMED) this.rule(pen, side)
      if (side >= READABLE && !map.palette && map.digits !== null) this.print(pen, values, scale, side, map.digits)
      this.outline(pen, this.reading.arrays.outline.values.subarray(k * N, (k + 1) * N), side)
      this.mark(pen, this.reading.pixel, side, [])
      if (this.glance !== null && this.glance !== this.reading.pixel) this.mark(pen, this.glance, side, [4, 3])
    })
    this.tell()
  }

  /** Levels in the colours of a palette. */
  colour(pen, values, palette, side) {
    const { width } = this.reading
    values.forEach((level, pixel) => {
      pen.fillStyle = `rgb(${palette[Math.round(level)].join(' ')})`
      pen.fillRect((pixel % width) * side, Math.floor(pixel / width) * side, side, side)
    })
  }

  rule(pen, side) {
    const { height, width } = this.reading
    pen.strokeStyle = this.theme.line
    pen.lineWidth = 1
    pen.beginPath()
    for (let x = 1; x < width; x++) pen.moveTo(x * side + 0.5, 0), pen.lineTo(x * side + 0.5, height * side)
    for (let y = 1; y < height; y++) pen.moveTo(0, y * side + 0.5), pen.lineTo(width * side, y * side + 0.5)
    pen.stroke()
  }

  print(pen, values, scale, side, digits) {
    const { width } = this.reading
    pen.font = `${Math.min(16, Math.round(0.34 * side))}px ${this.theme.font}`
    pen.textAlign = 'center'
    pen.textBaseline = 'middle'
    values.forEach((value, pixel) => {
      if (Math.abs(value) < 0.5 * 10 ** -digits) return // nothing says zero better
      pen.fillStyle = scale.ink(value)
      pen.fillText(number(value, digits), ((pixel % width) + 0.5) * side, (Math.floor(pixel / width) + 0.5) * side)
    })
  }

  /** A line around the pixels that are 1. */
  outline(pen, inside, side) {
    const { height, width } = this.reading
    const isIn = (row, column) => row >= 0 && column >= 0 && row < height && column < width && inside[row * width + column] > 0.5
    pen.strokeStyle = '#E69F00'
    pen.lineWidth = 3
    pen.beginPath()
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        if (!isIn(row, column)) continue
        const [x, y, X, Y] = [column * side, row * side, (column + 1) * side, (row + 1) * side]
        if (!isIn(row - 1, column)) pen.moveTo(x, Math.max(1, y)), pen.lineTo(X, Math.max(1, y))
        if (!isIn(row + 1, column)) pen.moveTo(x, Y), pen.lineTo(X, Y)
        if (!isIn(row, column - 1)) pen.moveTo(Math.max(1, x), y), pen.lineTo(Math.max(1, x), Y)
        if (!isIn(row, column + 1)) pen.moveTo(X, y), pen.lineTo(X, Y)
      }
    }
    pen.stroke()
  }

  mark(pen, pixel, side, dash) {
    if (pixel === null) return
    const { width } = this.reading
    const [x, y] = [(pixel % width) * side, Math.floor(pixel / width) * side]
    const line = side < 14 ? 1.5 : 3
    for (const [colour, thick] of [[this.theme.background, 2 * line], [this.theme.text, line]]) {
      pen.strokeStyle = colour
      pen.lineWidth = thick
      pen.setLineDash(thick === line ? dash : [])
      pen.strokeRect(x + line / 2, y + line / 2, side - line, side - line)
    }
    pen.setLineDash([])
  }

  /** The numbers at the pixel that is looked at. */
  tell() {
    const { height, width, pixel: pinned, maps, words } = this.reading
    const pixel = this.glance ?? pinned
    if (pixel === null) return write(this.said, '')
    maps.forEach(({ digits }, k) => {
      const value = this.reading.arrays.values.values[k * height * width + pixel]
      write(this.maps[k].value, digits === null ? '' : number(value, digits))
    })
    write(this.said, words.place.replace('{row}', Math.floor(pixel / width) + 1).replace('{column}', (pixel % width) + 1))
  }

  /** The arrow keys go from pixel to pixel of all maps; Enter takes the one that is looked at. */
  key(event, map) {
    const { height, width, pixel: pinned } = this.reading
    const pixel = this.glance ?? pinned ?? 0
    const by = stepsOf(width)[event.key]
    const taken = event.key === 'Enter'
    if ((by === undefined && !taken) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
    if (taken) this.report.trigger('place', { map, pixel })
    else this.look(Math.min(height * width - 1, Math.max(0, pixel + by)))
  }

  look(pixel) {
    if (pixel === this.glance) return
    this.glance = pixel
    this.paint()
  }

  under({ clientX, clientY }, canvas) {
    const box = canvas.getBoundingClientRect()
    const { width, height } = this.reading
    const at = (offset, extent, count) => Math.min(count - 1, Math.max(0, Math.floor((offset / extent) * count)))
    return at(clientY - box.top, box.height, height) * width + at(clientX - box.left, box.width, width)
  }
}

export default component(Maps)
