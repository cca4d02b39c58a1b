// The picture itself, large: what is painted so far, the pixel that is being painted, and what was given.

import { html } from '../dom.js'
import { fitCanvas } from '../paint.js'

const GRID = 9 // CSS pixels from which on a pixel of the picture gets a frame
const GIVEN = '#E69F00'

export class Easel {
  /**
   * @param {string} label what it shows
   * @param {{hover: function(?number), click: function(number)}} listeners called with the pixel under the pointer
   */
  constructor(label, { hover, click }) {
    this.canvas = html('canvas', { tabindex: 0, role: 'img', 'aria-label': label })
    this.canvas.addEventListener('pointermove', (event) => hover(this.under(event)))
    this.canvas.addEventListener('pointerleave', () => hover(null))
    this.canvas.addEventListener('click', (event) => click(this.under(event)))
    this.element = html('div', { class: 'easel' }, this.canvas)
    this.stage = html('canvas')
  }

  /** Show another picture, in cells of whole CSS pixels within `room`. */
  show(painted, theme, room) {
    Object.assign(this, { painted, theme })
    this.side = Math.max(2, Math.floor(Math.min(room / painted.width, room / painted.height)))
    this.size = [painted.width * this.side, painted.height * this.side]
    this.pen = fitCanvas(this.canvas, ...this.size)
    Object.assign(this.stage, { width: painted.width, height: painted.height })
  }

  /** Paint up to the pixel `at`; mark it, and the one that is looked at. */
  point(at, glance) {
    const { painted, pen, theme, side, stage } = this
    const [width, height] = this.size
    const ink = stage.getContext('2d')
    const image = ink.createImageData(painted.width, painted.height)
    const pixels = new Uint32Array(image.data.buffer)
    for (let pixel = 0; pixel < painted.length; pixel++)
      if (pixel <= at || painted.given[pixel]) pixels[pixel] = painted.pixels[painted.level(painted.chosen, pixel)]
    ink.putImageData(image, 0, 0)
    pen.clearRect(0, 0, width, height)
    pen.imageSmoothingEnabled = false
    pen.drawImage(stage, 0, 0, width, height)
    if (side >= GRID) this.grid(width, height)
    this.frame()
    this.mark(at, theme.primary, [])
    if (glance !== null && glance !== at) this.mark(glance, theme.primary, [5, 4])
  }

  grid(width, height) {
    const { pen, side, theme } = this
    pen.strokeStyle = theme.muted
    pen.globalAlpha = 0.22
    pen.lineWidth = 1
    pen.beginPath()
    for (let x = side; x < width; x += side) pen.moveTo(x + 0.5, 0), pen.lineTo(x + 0.5, height)
    for (let y = side; y < height; y += side) pen.moveTo(0, y + 0.5), pen.lineTo(width, y + 0.5)
    pen.stroke()
    pen.globalAlpha = 1
  }

  /** A line between what was given and what is painted. */
  frame() {
    const { pen, side, painted } = this
    const { given, width, length } = painted
    pen.strokeStyle = GIVEN
    pen.lineWidth = 3
    pen.beginPath()
    for (let pixel = 0; pixel < length; pixel++) {
      const [x, y] = [(pixel % width) * side, Math.floor(pixel / width) * side]
      if ((pixel + 1) % width && given[pixel] !== given[pixel + 1]) pen.moveTo(x + side, y), pen.lineTo(x + side, y + side)
      if (pixel + width < length && given[pixel] !== given[pixel + width]) pen.moveTo(x, y + side), pen.lineTo(x + side, y + side)
    }
    pen.stroke()
  }

  mark(pixel, colour, dash) {
    const { pen, side, painted, theme } = this
    const [x, y] = [(pixel % painted.width) * side, Math.floor(pixel / painted.width) * side]
    for (const [line, width] of [[theme.background, 6], [colour, 3]]) {
      pen.strokeStyle = line
      pen.lineWidth = width
      pen.setLineDash(width === 3 ? dash : [])
      pen.strokeRect(x + 1.5, y + 1.5, side - 3, side - 3)
    }
    pen.setLineDash([])
  }

  under({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect()
    const { width, height } = this.painted
    const at = (offset, extent, count) => Math.min(count - 1, Math.max(0, Math.floor((offset / extent) * count)))
    return at(clientY - box.top, box.height, height) * width + at(clientX - box.left, box.width, width)
  }
}
