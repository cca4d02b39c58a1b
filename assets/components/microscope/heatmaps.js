// Every gate and state of every unit over time: one heat map a quantity, one row a unit, one column a step.

import { formula, html, write } from '../lib/dom.js'
import { steer } from '../lib/keys.js'
import { fitCanvas, number, paintHeatmap } from '../lib/paint.js'
import { part } from './part.js'

const TALL = 144 // CSS pixels that a map would like to be high
const THICK = 12 // and the most that one row may be

export class Heatmaps {
  /** @type {import('../lib/text_cursor.js').TextCursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.maps = []
    this.grid = html('div', {
      class: 'grid',
      role: 'group',
      tabindex: 0,
      'aria-label': words.maps_title,
      onkeydown: (event) => steer(cursor, event, (rows) => this.step(rows)),
    })
    this.choice = html('select', { onchange: () => this.paint() })
    const order = html('label', { class: 'controls' }, words.order, this.choice)
    this.element = part('heatmaps', words.maps_title, words.maps_how, order, this.grid)
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    this.offer(reading.orders)
    if (reading.names.join() !== this.maps.map((map) => map.name).join()) {
      this.maps = reading.names.map((name) => this.map(name, reading.quantities[name]))
      this.grid.replaceChildren(...this.maps.map((map) => map.figure))
      this.width = null
    }
    this.paint()
  }

  /** The orders of the units that there are; the viewer's own stays, as long as it is one of them. */
  offer(orders) {
    if (orders.join() === this.offered) return
    const before = this.choice.value
    this.offered = orders.join()
    const { words } = this
    const named = { similarity: words.order_similarity, concept: words.order_concept, number: words.order_number }
    this.choice.replaceChildren(...orders.map((name) => html('option', { value: name }, named[name])))
    this.choice.value = orders.includes(before) ? before : orders[0]
  }

  map(name, { label, symbol }) {
    const canvas = html('canvas')
    const column = html('div', { class: 'column' })
    const row = html('div', { class: 'row' })
    const value = html('output')
    const range = html('span', { class: 'range' })
    const plot = html(
      'div',
      {
        class: 'plot',
        role: 'img',
        'aria-label': label,
        onpointermove: (event) => this.hovered(this.under(event, canvas)),
        onpointerleave: () => this.cursor.leave(),
        onclick: (event) => this.cursor.click(this.under(event, canvas)),
      },
      canvas,
      column,
      row,
    )
    const chip = html('i', { class: 'chip', style: `--colour: var(--${name})` })
    const caption = html('figcaption', {}, chip, html('b', {}, label), formula(symbol), value, range)
    return { name, canvas, column, row, value, range, plot, figure: html('figure', {}, caption, plot) }
  }

  /** Choose the unit some rows further down. */
  step(rows) {
    const at = this.rows.indexOf(this.cursor.place.unit) + rows
    this.cursor.choose({ unit: this.rows[Math.min(this.rows.length - 1, Math.max(0, at))] })
  }

  hovered({ time, unit }) {
    this.cursor.hover({ time, glance: unit })
  }

  /** The step and the unit under the pointer. */
  under(event, canvas) {
    const box = canvas.getBoundingClientRect()
    const share = (at, start, size, count) => Math.min(count - 1, Math.max(0, Math.floor(((at - start) / size) * count)))
    return {
      time: share(event.clientX, box.left, box.width, this.reading.length),
      unit: this.rows[share(event.clientY, box.top, box.height, this.reading.units.length)],
    }
  }

  /** Fit the container; rows are whole device pixels, at least one each. */
  paint() {
    const { reading, cursor, theme } = this
    const [rows, columns] = [reading.units.length, reading.length]
    const ratio = window.devicePixelRatio || 1
    this.rowHeight = Math.max(1, Math.floor(Math.min(THICK, TALL / rows) * ratio)) / ratio
    const width = (this.width ??= this.maps[0].plot.clientWidth)
    const height = rows * this.rowHeight
    this.columnWidth = width / columns
    this.painted = cursor.layer
    this.rows = reading.rows(this.choice.value, cursor.layer)
    for (const { name, canvas, range } of this.maps) {
      const context = fitCanvas(canvas, width, height)
      const scale = reading.scale(name, { layer: cursor.layer }, theme)
      paintHeatmap(context, reading.ordered(name, cursor.layer, this.rows), { rows, columns }, scale, { x: 0, y: 0, width, height })
      const [least, most] = scale.clipped ? ['≤ ', '≥ '] : ['', '']
      write(range, `${least}${number(scale.low, 1)} … ${most}${number(scale.high, 1)}`)
    }
    this.point()
  }

  resized() {
    this.width = null
    this.paint()
  }

  point() {
    if (this.cursor.layer !== this.painted) return this.paint()
    const { reading, cursor, rowHeight, columnWidth } = this
    const at = this.rows.indexOf(cursor.unit)
    for (const { name, column, row, value } of this.maps) {
      column.style.width = `${Math.max(2, columnWidth)}px`
      column.style.transform = `translateX(${cursor.time * columnWidth}px)`
      row.style.height = `${rowHeight}px`
      row.style.transform = `translateY(${at * rowHeight}px)`
      write(value, number(reading.at(name, cursor)))
    }
  }
}
