// One unit over time: its memory, its other states, its gates, each named and with its number at the cursor on the right.

import { formula, html, write } from '../lib/dom.js'
import { fitCanvas, number, reachOf, visible } from '../lib/paint.js'
import { part } from './part.js'

const LEFT = 38 // CSS pixels for the numbers of the axis
const RIGHT = 92 // and for the names of the lines
const GAP = 18
const HEIGHT = 108 // of one panel
const AXIS = 24 // for the tokens below
const NARROW = 4 // the least width of a step: a longer text is drawn page by page
const APART = 19 // the least distance of two names

export class Lines {
  /** @type {import('../lib/text_cursor.js').TextCursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.canvas = html('canvas')
    this.column = html('div', { class: 'column' })
    this.names = html('div', { class: 'names' })
    this.plot = html(
      'div',
      {
        class: 'plot',
        role: 'img',
        'aria-label': words.lines_title,
        onpointermove: (event) => cursor.hover({ time: this.under(event) }),
        onclick: (event) => cursor.click({ time: this.under(event) }),
      },
      this.canvas,
      this.column,
      this.names,
    )
    this.element = part('lines', words.lines_title, words.lines_how, this.plot)
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    const kinds = [
      ({ high }) => high === null, // a memory has no bound, and may dwarf all else
      ({ high, scale }) => high !== null && scale === 'diverging',
      ({ scale }) => scale === 'sequential',
    ]
    this.panels = kinds
      .map((kind) => reading.names.filter((name) => kind(reading.quantities[name])))
      .filter((names) => names.length)
      .map((names, k) => ({ names, top: 8 + k * (HEIGHT + GAP) }))
    const offered = reading.names.join()
    if (offered !== this.offered) {
      this.offered = offered
      this.labels = Object.fromEntries(reading.names.map((name) => [name, this.label(name)]))
      this.names.replaceChildren(...Object.values(this.labels).map(({ element }) => element))
    }
    this.paint()
  }

  label(name) {
    const value = html('span')
    const colour = `--colour: var(--${name})`
    return { value, element: html('div', { style: colour }, html('i', { class: 'chip' }), formula(this.reading.quantities[name].symbol), value) }
  }

  /** The step under the pointer. */
  under(event) {
    const x = event.clientX - this.plot.getBoundingClientRect().left - LEFT
    return this.first + Math.min(this.count - 1, Math.max(0, Math.floor(x / this.columnWidth)))
  }

  /** What is drawn depends on the layer, the unit and the page; the cursor only moves over it. */
  drawn() {
    const { cursor, page } = this
    return [cursor.layer, cursor.unit, Math.floor(cursor.time / page)].join()
  }

  paint() {
    const { reading, cursor } = this
    const bottom = this.panels.at(-1).top + HEIGHT
    const width = (this.width ??= this.plot.clientWidth)
    const context = fitCanvas(this.canvas, width, bottom + AXIS)
    context.clearRect(0, 0, width, bottom + AXIS)
    const room = width - LEFT - RIGHT
    const pages = Math.ceil(reading.length / Math.max(1, Math.floor(room / NARROW)))
    this.page = Math.ceil(reading.length / pages)
    this.first = this.page * Math.floor(cursor.time / this.page)
    this.count = Math.min(this.page, reading.length - this.first)
    this.columnWidth = room / this.page
    this.painted = this.drawn()
    const ends = this.panels.map((panel) => this.panel(context, panel))
    this.place(ends.flat())
    this.tokens(context, bottom)
    this.column.style.height = `${bottom}px`
    this.point()
  }

  /** Draw one panel; return where each of its lines ends, for its name. */
  panel(context, { names, top }) {
    const { reading, cursor, theme, columnWidth } = this
    const gates = reading.quantities[names[0]].scale === 'sequential'
    const reach = reading.quantities[names[0]].high ?? Math.max(...names.map((name) => reachOf(reading.series(name, cursor))))
    const low = gates ? 0 : -reach
    const y = (value) => top + HEIGHT * (1 - (value - low) / (reach - low))
    context.font = `14px ${theme.font}`
    context.textAlign = 'right'
    context.textBaseline = 'middle'
    context.lineWidth = 1
    for (const tick of gates ? [0, 0.5, 1] : [-reach, 0, reach]) {
      context.strokeStyle = tick === 0 && !gates ? theme.muted : theme.line
      context.beginPath()
      context.moveTo(LEFT, Math.round(y(tick)) + 0.5)
      context.lineTo(LEFT + this.page * columnWidth, Math.round(y(tick)) + 0.5)
      context.stroke()
      context.fillStyle = theme.muted
      context.fillText(number(tick, tick % 1 ? 1 : 0), LEFT - 6, y(tick))
    }
    context.lineWidth = columnWidth < 6 ? 1.5 : 2
    context.lineJoin = 'round'
    return names.map((name) => {
      const values = reading.series(name, cursor).subarray(this.first, this.first + this.count)
      context.strokeStyle = reading.quantities[name].colour
      context.beginPath()
      values.forEach((value, time) => context.lineTo(LEFT + (time + 0.5) * columnWidth, y(value)))
      context.stroke()
      return { name, y: y(values[values.length - 1]), bottom: top + HEIGHT }
    })
  }

  /** Put the names at the ends of their lines, pushed apart where they would touch. */
  place(ends) {
    ends.sort((a, b) => a.y - b.y)
    for (let k = 1; k < ends.length; k++) ends[k].y = Math.max(ends[k].y, ends[k - 1].y + APART)
    for (let k = ends.length - 1, floor = Infinity; k >= 0; k--) floor = (ends[k].y = Math.min(ends[k].y, ends[k].bottom, floor)) - APART
    for (const { name, y } of ends) this.labels[name].element.style.transform = `translateY(${y - APART / 2}px)`
  }

  /** The tokens under the axis where they fit, else the numbers of the first and the last step. */
  tokens(context, bottom) {
    const { reading, theme, columnWidth, first, count } = this
    const x = (time) => LEFT + (time - first + 0.5) * columnWidth
    context.fillStyle = theme.muted
    context.textAlign = 'center'
    const size = Math.min(14, columnWidth * 1.5)
    context.font = size < 14 ? `14px ${theme.font}` : `${size}px ${theme.mono}`
    if (size < 14) for (const time of [first, first + count - 1]) context.fillText(time + 1, x(time), bottom + AXIS / 2)
    else for (let time = first; time < first + count; time++) context.fillText(visible(reading.tokens[time]), x(time), bottom + AXIS / 2, size)
  }

  resized() {
    this.width = null
    this.paint()
  }

  point() {
    const { reading, cursor } = this
    if (this.drawn() !== this.painted) return this.paint()
    this.column.style.width = `${Math.max(2, this.columnWidth)}px`
    this.column.style.transform = `translateX(${LEFT + (cursor.time - this.first) * this.columnWidth}px)`
    for (const [name, { value }] of Object.entries(this.labels)) write(value, number(reading.at(name, cursor)))
  }
}
