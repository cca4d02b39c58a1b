// The plane itself: decoded everywhere, with the codes of held-out pictures on it, and the point that is dragged.

import { html, part } from '../lib/dom.js'
import { layPale, lettered, paintCodes, sheetOf } from '../lib/latent/greys.js'
import { fitCanvas } from '../lib/paint.js'
import { placeIn } from '../lib/plane/ground.js'

const MOST = 640 // CSS pixels of the side
const ROOM = 0.56 // of the window's height, at most
const TILES = 13 // decoded pictures a side
const CELLS = 30 // places a side of which is said whether anything is recognised there
const NEAR = 9 // CSS pixels from the pointer to a code that it means
const LAYERS = ['decoded', 'holes', 'codes']
const MOVES = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, 10], ArrowDown: [0, -10] }

export class PlaneBoard {
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  /**
   * @param {import('../lib/cursor.js').Cursor} cursor
   * @param {import('../lib/component.js').Words} words
   */
  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.hidden = new Set()
    this.side = 0
    this.ground = html('canvas')
    this.mark = html('canvas', { class: 'over' })
    this.stage = html('div', {
      class: 'stage',
      role: 'slider',
      tabindex: 0,
      'aria-label': words.drag,
      onpointerdown: (event) => this.pressed(event),
      onpointermove: (event) => event.buttons && this.to(event),
      onkeydown: (event) => this.key(event),
    }, this.ground, this.mark)
    this.switches = LAYERS.map((name) => html('button', { type: 'button', class: name, 'aria-pressed': 'true', onclick: () => this.toggle(name) }, html('i'), words[name]))
    this.legend = html('p', { class: 'legend' })
    this.element = part('board', words.plane, words.plane_how, this.stage, html('div', { class: 'keys' }, ...this.switches), this.legend)
  }

  toggle(name) {
    if (!this.hidden.delete(name)) this.hidden.add(name)
    this.switches[LAYERS.indexOf(name)].setAttribute('aria-pressed', String(!this.hidden.has(name)))
    this.paint()
  }

  pressed(event) {
    if (event.button) return
    this.stage.setPointerCapture?.(event.pointerId)
    const { left, top } = this.stage.getBoundingClientRect()
    const [x, y] = [event.clientX - left, event.clientY - top]
    let [best, least] = [-1, NEAR]
    for (let k = 0; k < this.reading.pictures && !this.hidden.has('codes'); k++) {
      const [u, v] = this.place(this.reading.seen(k))
      const far = Math.hypot(u - x, v - y)
      if (far < least) [best, least] = [k, far]
    }
    if (best < 0) this.to(event)
    else this.choose(best + 1)
  }

  /** Go to the code of a held-out picture, counted from 1. */
  choose(of) {
    this.cursor.choose({ ...this.reading.placeOf(this.reading.seen(of - 1)), of })
  }

  to(event) {
    const { left, top } = this.stage.getBoundingClientRect()
    const [x, y] = [(event.clientX - left) / this.side, 1 - (event.clientY - top) / this.side]
    const { reach } = this.reading
    this.cursor.choose(this.reading.placeOf([(2 * x - 1) * reach, (2 * y - 1) * reach]))
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in MOVES || event.key === 'Home')) return
    event.preventDefault()
    event.stopPropagation()
    const { across, up } = this.cursor.place
    if (event.key === 'Home') return this.cursor.choose({ ...this.reading.placeOf([0, 0]), of: 0 })
    const [right, above] = MOVES[event.key].map((step) => (event.shiftKey ? step / 10 : step))
    this.cursor.choose({ across: across + right, up: up + above })
  }

  /** CSS pixels of a point. */
  place(point) {
    return placeIn(this.side, this.reading.reach, point)
  }

  show(reading, theme) {
    const other = reading.values.codes !== this.reading?.values.codes
    this.reading = reading
    this.theme = theme
    if (other) this.sheet = null
    const shown = reading.names.length > 1 && !lettered(reading.names)
    this.legend.hidden = !shown
    this.legend.replaceChildren(...(shown ? reading.names.map((name, k) => html('span', {}, html('i', { style: `background: ${reading.colours[k % reading.colours.length]}` }), name)) : []))
    this.paint()
  }

  /** The picture in the middle of each of `count` × `count` fields, from the lower left. */
  pictures(count) {
    const { decoder, reach } = this.reading
    const { of } = this.cursor.place
    return Array.from({ length: count * count }, (_, k) => {
      const middle = (n) => ((2 * n + 1) / count - 1) * reach
      return decoder.decode(this.reading.codeAt([middle(k % count), middle(Math.floor(k / count))], of))
    })
  }

  paint() {
    if (!this.reading || !this.element.clientWidth) return
    this.side = Math.min(MOST, this.element.clientWidth, Math.max(260, window.innerHeight * ROOM))
    this.stage.style.width = this.stage.style.height = `${this.side}px`
    this.lay()
    this.point()
  }

  /** What of a code is not seen in the plane is as in a picture: with another one, all places are decoded to others. */
  get hiddenOf() {
    return this.reading.numbers > 2 ? this.cursor.place.of : 0
  }

  lay() {
    const { hidden, reading, side, theme } = this
    const pen = fitCanvas(this.ground, side, side)
    pen.clearRect(0, 0, side, side)
    if (!this.sheet || this.laidOf !== this.hiddenOf) {
      const tiles = this.pictures(TILES)
      this.sheet = sheetOf((k) => tiles[k], TILES, reading)
      this.seen = null
      this.laidOf = this.hiddenOf
    }
    if (!hidden.has('decoded')) layPale(pen, this.sheet, side)
    if (!hidden.has('holes')) this.holes(pen)
    this.circles(pen)
    if (!hidden.has('codes')) paintCodes(pen, Array.from({ length: reading.pictures }, (_, k) => this.place(reading.seen(k))), reading.classes, reading, theme)
  }

  /** Where nothing is recognised. */
  holes(pen) {
    this.seen ??= this.pictures(CELLS).map((picture) => this.reading.judge.judge(picture).recognised)
    const step = this.side / CELLS
    pen.fillStyle = this.reading.hole
    pen.globalAlpha = 0.42
    this.seen.forEach((recognised, k) => {
      if (!recognised) pen.fillRect((k % CELLS) * step, (CELLS - 1 - Math.floor(k / CELLS)) * step, step + 0.5, step + 0.5)
    })
    pen.globalAlpha = 1
  }

  /** One, two and three standard deviations of N(0, I). */
  circles(pen) {
    const { reading, side, theme } = this
    if (reading.numbers > 2) return
    const [x, y] = this.place([0, 0])
    pen.strokeStyle = theme.text
    pen.lineWidth = 1.25
    pen.setLineDash([5, 5])
    for (const deviations of [1, 2, 3]) {
      pen.beginPath()
      pen.arc(x, y, (deviations / reading.reach / 2) * side, 0, 7)
      pen.stroke()
    }
    pen.setLineDash([])
  }

  point() {
    if (!this.reading || !this.side) return
    if (this.laidOf !== this.hiddenOf) this.lay()
    const { reading, side } = this
    const { of } = this.cursor.place
    const pen = fitCanvas(this.mark, side, side)
    pen.clearRect(0, 0, side, side)
    const ring = (point, radius, wide) => {
      for (const [colour, line] of [['#000000', wide + 2], ['#ffffff', wide]]) {
        pen.strokeStyle = colour
        pen.lineWidth = line
        pen.beginPath()
        pen.arc(point[0], point[1], radius, 0, 7)
        pen.stroke()
      }
    }
    const here = this.place(reading.at(this.cursor.place))
    if (of) {
      const code = this.place(reading.seen(of - 1))
      pen.strokeStyle = '#ffffff'
      pen.lineWidth = 2
      pen.beginPath()
      pen.moveTo(...code)
      pen.lineTo(...here)
      pen.stroke()
      ring(code, 5, 1.5)
    }
    ring(here, 11, 3)
  }
}
