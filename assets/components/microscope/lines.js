// One unit over time: its states above, its gates below, each named and with its number at the cursor on the right.

import { fitCanvas, number, reachOf, visible } from '../paint.js'
import { formula, html, part, write } from './dom.js'

const LEFT = 38 // CSS pixels for the numbers of the axis
const RIGHT = 92 // and for the names of the lines
const GAP = 20
const STATES = 150
const GATES = 120
const AXIS = 24 // for the tokens below
const APART = 19 // the least distance of two names

export class Lines {
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
    const isGate = (name) => reading.quantities[name].scale === 'sequential'
    this.panels = [
      { names: reading.names.filter((name) => !isGate(name)), top: 8, height: STATES },
      { names: reading.names.filter(isGate), top: 8 + STATES + GAP, height: GATES },
    ].filter(({ names }) => names.length)
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

  under(event) {
    const x = event.clientX - this.plot.getBoundingClientRect().left - LEFT
    return Math.min(this.reading.length - 1, Math.max(0, Math.floor(x / this.columnWidth)))
  }

  paint() {
    const { reading, cursor, theme } = this
    const bottom = this.panels.at(-1).top + this.panels.at(-1).height
    const width = (this.width ??= this.plot.clientWidth)
    const context = fitCanvas(this.canvas, width, bottom + AXIS)
    context.clearRect(0, 0, width, bottom + AXIS)
    this.columnWidth = (width - LEFT - RIGHT) / reading.length
    this.painted = [cursor.layer, cursor.unit].join()
    const heights = this.panels.map((panel) => this.panel(context, panel))
    this.place(heights.flat())
    this.tokens(context, bottom)
    this.column.style.height = `${bottom}px`
    this.point()
  }

  /** Draw one panel; return where each of its lines ends, for its name. */
  panel(context, { names, top, height }) {
    const { reading, cursor, theme, columnWidth } = this
    const gates = reading.quantities[names[0]].scale === 'sequential'
    const reach = gates ? 1 : Math.max(...names.map((name) => reachOf(reading.series(name, cursor))))
    const low = gates ? 0 : -reach
    const y = (value) => top + height * (1 - (value - low) / (reach - low))
    context.font = `12px ${theme.font}`
    context.textAlign = 'right'
    context.textBaseline = 'middle'
    context.lineWidth = 1
    for (const tick of gates ? [0, 0.5, 1] : [-reach, 0, reach]) {
      context.strokeStyle = tick === 0 && !gates ? theme.muted : theme.line
      context.beginPath()
      context.moveTo(LEFT, Math.round(y(tick)) + 0.5)
      context.lineTo(LEFT + reading.length * columnWidth, Math.round(y(tick)) + 0.5)
      context.stroke()
      context.fillStyle = theme.muted
      context.fillText(number(tick, tick % 1 ? 1 : 0), LEFT - 6, y(tick))
    }
    context.lineWidth = columnWidth < 4 ? 1.5 : 2
    context.lineJoin = 'round'
    return names.map((name) => {
      const values = reading.series(name, cursor)
      context.strokeStyle = reading.quantities[name].colour
      context.beginPath()
      values.forEach((value, time) => context.lineTo(LEFT + (time + 0.5) * columnWidth, y(value)))
      context.stroke()
      return { name, y: y(values[values.length - 1]), top, bottom: top + height }
    })
  }

  /** Put the names at the ends of their lines, pushed apart where they would touch. */
  place(ends) {
    ends.sort((a, b) => a.y - b.y)
    for (let k = 1; k < ends.length; k++) ends[k].y = Math.max(ends[k].y, ends[k - 1].y + APART)
    for (let k = ends.length - 1, floor = Infinity; k >= 0; k--) floor = (ends[k].y = Math.min(ends[k].y, ends[k].bottom, floor)) - APART
    for (const { name, y } of ends) this.labels[name].element.style.transform = `translateY(${y - APART / 2}px)`
  }

  /** The tokens under the axis, where they fit. */
  tokens(context, bottom) {
    const { reading, theme, columnWidth } = this
    if (columnWidth < 7) return
    context.font = `${Math.min(14, columnWidth * 1.5)}px ${theme.mono}`
    context.fillStyle = theme.muted
    context.textAlign = 'center'
    reading.tokens.forEach((token, time) => context.fillText(visible(token), LEFT + (time + 0.5) * columnWidth, bottom + AXIS / 2, columnWidth * 1.4))
  }

  resized() {
    this.width = null
    this.paint()
  }

  point() {
    const { reading, cursor, columnWidth } = this
    if ([cursor.layer, cursor.unit].join() !== this.painted) return this.paint()
    this.column.style.width = `${Math.max(2, columnWidth)}px`
    this.column.style.transform = `translateX(${LEFT + cursor.time * columnWidth}px)`
    for (const [name, { value }] of Object.entries(this.labels)) write(value, number(reading.at(name, cursor)))
  }
}
