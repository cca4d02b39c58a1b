// Many small pictures on one canvas, painted forwards and backwards by touching only the pixels that change.

import { html } from '../dom.js'
import { fitCanvas } from '../paint.js'

const GAP = 10 // CSS pixels between pictures
const CAPTION = 20 // and for the name under each, if they have names
const RULED = 9 // CSS pixels from which on a pixel has a line on its right and below
const EDGE = '#E69F00'
const RINGS = [null, { colour: '#D55E00', line: 2 }, { colour: '#E69F00', line: 4 }] // by what a mark says

/** @typedef {{colours: string[], given: boolean[], waves: number[][], marks?: number[], name: string}} Sketch */

export class Sheet {
  /** @param {boolean} single whether it holds one picture, whose pixels are told apart by lines and whose ground is the page's affair */
  constructor(single = false) {
    this.single = single
    this.canvas = html('canvas', { role: 'img' })
    this.element = html('div', { class: 'sheet' }, this.canvas)
  }

  /**
   * Begin pictures anew, with nothing on them but what was given.
   * @param {{width: number, height: number}} size of each picture, in its pixels
   * @param {Sketch[]} sketches the colour of each pixel; which were given; which come at each step; which have a ring
   * @param {import('../paint.js').Theme} theme
   */
  show(size, sketches, theme) {
    this.size = size
    this.sketches = sketches
    this.theme = theme
    this.at = -1
    this.caption = sketches.some(({ name }) => name) ? CAPTION : 0
    this.canvas.setAttribute('aria-label', sketches.map(({ name }) => name).filter(Boolean).join(', '))
  }

  /**
   * Lay the pictures into a width of `room`, in so many `columns` (0: as many as fit), none wider than `most`.
   * All in CSS pixels; a pixel of a picture is a whole number of them.
   */
  fit(room, { columns = 0, least = 48, most = 496 } = {}) {
    const { width, height } = this.size
    const count = this.sketches.length
    this.columns = columns || Math.max(1, Math.min(count, Math.floor((room + GAP) / (least + GAP))))
    const share = (room - GAP * (this.columns - 1)) / this.columns
    this.side = Math.max(1, Math.floor(Math.min(most, share) / width))
    this.frame = { width: this.side * width, height: this.side * height }
    const rows = Math.ceil(count / this.columns)
    const row = this.frame.height + this.caption + GAP
    this.pen = fitCanvas(this.canvas, this.columns * (this.frame.width + GAP) - GAP, rows * row - GAP)
    this.hatch = this.single ? 'transparent' : this.pen.createPattern(hatched(this.theme), 'repeat')
    this.draw()
  }

  /** Where a picture begins, in CSS pixels. */
  place(k) {
    const { columns, frame, caption } = this
    return { x: (k % columns) * (frame.width + GAP), y: Math.floor(k / columns) * (frame.height + caption + GAP) }
  }

  /** Everything, as it stands at this step. */
  draw() {
    const { pen, sketches, at, caption, frame, theme } = this
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height)
    pen.font = `14px ${theme.font}`
    pen.textBaseline = 'middle'
    sketches.forEach(({ given, waves, name }, k) => {
      const here = this.place(k)
      given.forEach((known, pixel) => this.dab(k, pixel, known ? undefined : this.hatch))
      for (let step = 0; step <= at; step++) for (const pixel of waves[step] ?? []) this.dab(k, pixel)
      this.edges(k)
      pen.fillStyle = theme.muted
      if (caption && name) pen.fillText(name, here.x, here.y + frame.height + caption / 2 + 1, frame.width)
    })
  }

  /** Paint up to a step, or take back to it; the pixels of the step itself in the colour `lit`, if there is one. */
  point(at, lit = null) {
    const { sketches } = this
    if (!this.pen) return (this.at = at)
    sketches.forEach(({ given, waves }, k) => {
      for (let step = Math.max(0, this.at); step <= at; step++) for (const pixel of waves[step] ?? []) this.dab(k, pixel)
      for (let step = at + 1; step <= this.at; step++)
        for (const pixel of waves[step] ?? []) if (!given[pixel]) this.dab(k, pixel, this.hatch)
      if (lit) for (const pixel of waves[at] ?? []) this.dab(k, pixel, lit)
      this.edges(k)
    })
    this.at = at
  }

  dab(k, pixel, fill = this.sketches[k].colours[pixel]) {
    const { pen, side, size } = this
    const { x, y } = this.place(k)
    const [left, top] = [x + (pixel % size.width) * side, y + Math.floor(pixel / size.width) * side]
    pen.fillStyle = fill
    pen.clearRect(left, top, side, side)
    pen.fillRect(left, top, side, side)
    if (this.single && side >= RULED) this.rule(left, top)
    const ring = RINGS[this.sketches[k].marks?.[pixel] ?? 0]
    if (!ring) return
    pen.strokeStyle = ring.colour
    pen.lineWidth = ring.line
    pen.strokeRect(left + ring.line / 2, top + ring.line / 2, side - ring.line, side - ring.line)
  }

  rule(left, top) {
    const { pen, side, theme } = this
    pen.globalAlpha = 0.22
    pen.fillStyle = theme.muted
    pen.fillRect(left + side - 1, top, 1, side)
    pen.fillRect(left, top + side - 1, side - 1, 1)
    pen.globalAlpha = 1
  }

  /** A line between what was given and what is painted. */
  edges(k) {
    const { given } = this.sketches[k]
    const { width, height } = this.size
    if (!given.includes(true) || !given.includes(false)) return
    const { pen, side } = this
    const { x, y } = this.place(k)
    pen.strokeStyle = EDGE
    pen.lineWidth = 2
    pen.beginPath()
    given.forEach((known, pixel) => {
      const [right, below] = [x + ((pixel % width) + 1) * side, y + (Math.floor(pixel / width) + 1) * side]
      if ((pixel + 1) % width && known !== given[pixel + 1]) pen.moveTo(right, below - side), pen.lineTo(right, below)
      if (pixel + width < width * height && known !== given[pixel + width]) pen.moveTo(right - side, below), pen.lineTo(right, below)
    })
    pen.stroke()
  }

  /** The pixel of a picture under the pointer, or null between pictures. */
  under({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect()
    const { frame, caption, side, size } = this
    const [x, y] = [(clientX - box.left) % (frame.width + GAP), (clientY - box.top) % (frame.height + caption + GAP)]
    return x < frame.width && y < frame.height ? Math.floor(y / side) * size.width + Math.floor(x / side) : null
  }
}

/** What is still to paint is hatched, so that it is neither black nor white. */
function hatched({ panel, line }) {
  const tile = document.createElement('canvas')
  Object.assign(tile, { width: 8, height: 8 })
  const pen = tile.getContext('2d')
  pen.fillStyle = panel
  pen.fillRect(0, 0, 8, 8)
  pen.strokeStyle = line
  pen.beginPath()
  for (const shift of [-8, 0, 8]) pen.moveTo(shift, 8), pen.lineTo(shift + 8, 0)
  pen.stroke()
  return tile
}
