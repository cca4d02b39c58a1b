// Numbers that lie as a picture, row by column: one or many, with one cursor over all of them.

import { html, write } from '../dom.js'
import { diverging, fitCanvas, number, paintHeatmap, sequential, themeOf } from '../paint.js'
import { sheets } from '../sheets.js'
import { same, unpack } from '../unpack.js'

const styles = await sheets('base.css', 'painting_maps/maps.css')
const screens = new WeakMap() // by the shadow root that Streamlit keeps for the component
const READABLE = 34 // CSS pixels from which on a cell shows its number
const FRAMED = 9 // and a frame

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement, setTriggerValue }) {
  let screen = screens.get(parentElement)
  if (!screen) screens.set(parentElement, (screen = new Screen(parentElement)))
  screen.report = (map, pixel) => setTriggerValue('place', { map, pixel })
  screen.show(data)
  return () => setTimeout(() => parentElement.isConnected || screen.close())
}

class Screen {
  constructor(root) {
    this.root = root
    this.glance = null
    this.maps = []
    root.adoptedStyleSheets = styles
    this.element = html('div', { class: 'maps' })
    this.element.addEventListener('pointerleave', () => this.look(null))
    this.said = html('p', { class: 'said', role: 'status' })
    root.append(html('div', { class: 'picture' }, this.element, this.said))
    this.size = new ResizeObserver(([{ contentRect }]) => this.resized(contentRect.width))
    this.size.observe(this.element)
  }

  close() {
    this.size.disconnect()
  }

  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    Object.assign(this, { bytes, theme, ...unpack(bytes) })
    const { maps, least } = this.header
    this.element.style.setProperty('--least', `${least}px`)
    for (const { element } of this.maps.splice(maps.length)) element.remove()
    while (this.maps.length < maps.length) this.hang()
    maps.forEach(({ title, chosen }, k) => {
      write(this.maps[k].title, title)
      this.maps[k].element.classList.toggle('chosen', chosen)
    })
    this.paint()
  }

  hang() {
    const k = this.maps.length
    const [canvas, title, value] = [html('canvas'), html('span', { class: 'title' }), html('output')]
    canvas.addEventListener('pointermove', (event) => this.look(this.under(event, canvas)))
    canvas.addEventListener('click', (event) => this.report(k, this.under(event, canvas)))
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
    const { height, width } = this.header
    const N = height * width
    this.header.maps.forEach((map, k) => {
      const { canvas, element } = this.maps[k]
      const side = Math.max(2, Math.floor((element.clientWidth || this.header.least) / width))
      const values = this.arrays.values.values.subarray(k * N, (k + 1) * N)
      const pen = fitCanvas(canvas, side * width, side * height)
      const scale = this.scale(map)
      if (map.palette) this.colour(pen, values, map.palette, side)
      else paintHeatmap(pen, values, { rows: height, columns: width }, scale, { x: 0, y: 0, width: side * width, height: side * height })
      if (side >= FRAMED) this.rule(pen, side)
      if (side >= READABLE && !map.palette && map.digits !== null) this.print(pen, values, scale, side, map.digits)
      this.outline(pen, this.arrays.outline.values.subarray(k * N, (k + 1) * N), side)
      this.mark(pen, this.header.pixel, side, [])
      if (this.glance !== null && this.glance !== this.header.pixel) this.mark(pen, this.glance, side, [4, 3])
    })
    this.tell()
  }

  /** Levels in the colours of a palette. */
  colour(pen, values, palette, side) {
    const { width } = this.header
    values.forEach((level, pixel) => {
      pen.fillStyle = `rgb(${palette[Math.round(level)].join(' ')})`
      pen.fillRect((pixel % width) * side, Math.floor(pixel / width) * side, side, side)
    })
  }

  rule(pen, side) {
    const { height, width } = this.header
    pen.strokeStyle = this.theme.line
    pen.lineWidth = 1
    pen.beginPath()
    for (let x = 1; x < width; x++) pen.moveTo(x * side + 0.5, 0), pen.lineTo(x * side + 0.5, height * side)
    for (let y = 1; y < height; y++) pen.moveTo(0, y * side + 0.5), pen.lineTo(width * side, y * side + 0.5)
    pen.stroke()
  }

  print(pen, values, scale, side, digits) {
    const { width } = this.header
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
    const { height, width } = this.header
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
    const { width } = this.header
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
    const { height, width, pixel: pinned, maps, place } = this.header
    const pixel = this.glance ?? pinned
    if (pixel === null) return write(this.said, '')
    maps.forEach(({ digits }, k) => {
      const value = this.arrays.values.values[k * height * width + pixel]
      write(this.maps[k].value, digits === null ? '' : number(value, digits))
    })
    write(this.said, place.replace('{row}', Math.floor(pixel / width) + 1).replace('{column}', (pixel % width) + 1))
  }

  look(pixel) {
    if (pixel === this.glance) return
    this.glance = pixel
    this.paint()
  }

  under({ clientX, clientY }, canvas) {
    const box = canvas.getBoundingClientRect()
    const { width, height } = this.header
    const at = (offset, extent, count) => Math.min(count - 1, Math.max(0, Math.floor((offset / extent) * count)))
    return at(clientY - box.top, box.height, height) * width + at(clientX - box.left, box.width, width)
  }

  resized(width) {
    if (width === this.width) return
    this.width = width
    if (this.header) this.paint()
  }
}
