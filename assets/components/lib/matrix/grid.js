// A matrix with its tokens at the edges: cells large enough to project, the true alignment outlined, a place marked.

import { html, write } from '../dom.js'
import { fitCanvas, number, visible, widest } from '../paint.js'
import { leave } from '../twin.js'

/**
 * @typedef {object} Limits
 * @property {number} least CSS pixels of a cell's side, at least
 * @property {number} most and at most
 * @property {boolean} upright whether tokens that are wider than their column stand upright, or lie over the next ones
 */
/** @typedef {{row: number, column: number}} Cell */
/** @typedef {{width: number, height: number}} Sides */
/** @typedef {{rows: number, columns: number}} Size */

/** @type {Limits} */
const LIMITS = { least: 12, most: 64, upright: true }
const READABLE = 30 // from which width on a cell shows its number
const TOLD = 0.05 // the least weight that is written into its cell, as a share of the scale's reach
const LABEL = 128 // the most that the labels of the rows, or upright ones of the columns, may take

export class Grid {
  /**
   * @param {string} label what it shows
   * @param {string} gold what the outlined cells are
   * @param {{hover: (cell: Cell) => void, click: (cell: Cell) => void, leave: () => void}} listeners
   * @param {Limits} limits
   * @param {(token: string) => string} named what is written of a token
   */
  constructor(label, gold, { hover, click, leave }, limits = LIMITS, named = visible) {
    this.limits = limits
    this.named = named
    this.columns = html('div', { class: 'columns' })
    this.rows = html('div', { class: 'rows' })
    this.canvas = html('canvas')
    this.marks = { row: html('div', { class: 'mark row' }), column: html('div', { class: 'mark column' }) }
    const listens = {
      class: 'plot',
      onpointermove: (event) => hover(this.under(event)),
      onclick: (event) => click(this.under(event)),
      onpointerleave: leave,
    }
    this.plot = html('div', listens, this.canvas, ...Object.values(this.marks))
    const corner = html('div', { class: 'corner' })
    this.element = html('div', { class: 'grid', role: 'img', 'aria-label': label }, corner, this.columns, this.rows, this.plot)
    this.labels = { row: [], column: [] }
    this.ramp = html('i', { class: 'ramp' })
    this.gold = html('span', {}, html('i', { class: 'gold' }), gold)
    this.ends = { low: html('span'), high: html('span') }
    this.legend = html('p', { class: 'legend' }, html('span', {}, this.ends.low, this.ramp, this.ends.high), this.gold)
  }

  /**
   * Fit the cells into width × height, as square as that allows, never so small that they cannot be told apart.
   * @param {{rows: string[], columns: string[]}} tokens
   * @param {number} width CSS pixels
   * @param {number} height CSS pixels
   * @param {import('../paint.js').Theme} theme
   */
  fit({ rows, columns }, width, height, theme) {
    this.size = { rows: rows.length, columns: columns.length }
    const font = letters(this.size, width, height)
    const wide = [rows, columns].map((tokens) => widest(tokens, `${font}px ${theme.mono}`))
    const { left, top, cell, upright } = laid(this.size, wide, font, { width, height }, this.limits)
    this.left = left
    this.top = top
    this.cell = cell
    const { style } = this.element
    style.setProperty('--left', `${this.left}px`)
    style.setProperty('--top', `${this.top}px`)
    style.setProperty('--cell-width', `${this.cell.width}px`)
    style.setProperty('--cell-height', `${this.cell.height}px`)
    style.setProperty('--label', `${font}px`)
    this.columns.classList.toggle('upright', upright)
    this.write('column', this.columns, columns)
    this.write('row', this.rows, rows)
  }

  write(axis, element, tokens) {
    const labels = this.labels[axis]
    for (const label of labels.splice(tokens.length)) label.remove()
    while (labels.length < tokens.length) labels.push(element.appendChild(html('span')))
    tokens.forEach((token, k) => write(labels[k], this.named(token)))
  }

  /**
   * Paint the cells.
   * @param {Float32Array} values row after row
   * @param {import('../paint.js').Scale} scale
   * @param {?{values: Float32Array, colour: string}} gold 1 where a cell is to be outlined
   * @param {import('../paint.js').Theme} theme
   */
  paint(values, scale, gold, theme) {
    const { cell, size } = this
    const [width, height] = [size.columns * cell.width, size.rows * cell.height]
    const context = fitCanvas(this.canvas, width, height)
    leave(this.canvas, values, size)
    context.fillStyle = theme.line
    context.fillRect(0, 0, width, height)
    const readable = cell.width >= READABLE && cell.height >= 18
    context.font = `${Math.round(clamp(0.4 * cell.width, 14, 17))}px ${theme.font}`
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    for (let row = 0, k = 0; row < size.rows; row++) {
      for (let column = 0; column < size.columns; column++, k++) {
        const [x, y] = [column * cell.width, row * cell.height]
        context.fillStyle = scale.css(values[k])
        context.fillRect(x, y, cell.width - 1, cell.height - 1)
        if (!readable || Math.abs(values[k]) < TOLD * scale.high) continue
        context.fillStyle = scale.ink(values[k])
        context.fillText(told(values[k], scale), x + cell.width / 2, y + cell.height / 2 + 0.5)
      }
    }
    const stops = [0, 0.25, 0.5, 0.75, 1].map((share) => scale.css(scale.low + share * (scale.high - scale.low)))
    this.ramp.style.background = `linear-gradient(to right, ${stops.join()})`
    for (const [end, element] of Object.entries(this.ends)) write(element, short(scale[end]))
    this.gold.style.visibility = gold ? '' : 'hidden'
    if (gold) this.outline(context, gold)
  }

  /** A line around every connected group of cells that are 1, just inside it. */
  outline(context, { values, colour }) {
    this.gold.style.setProperty('--colour', colour)
    context.beginPath()
    for (const [x0, y0, x1, y1] of edges(values, this.size, this.cell)) {
      context.moveTo(x0, y0)
      context.lineTo(x1, y1)
    }
    context.strokeStyle = colour
    context.lineWidth = 2.5
    context.stroke()
  }

  /** Mark a row and a column; null marks none. */
  point({ row, column }) {
    const { marks, labels, cell } = this
    marks.row.hidden = row === null
    marks.column.hidden = column === null
    marks.row.style.transform = `translateY(${(row ?? 0) * cell.height}px)`
    marks.column.style.transform = `translateX(${(column ?? 0) * cell.width}px)`
    labels.row.forEach((label, k) => label.classList.toggle('cursor', k === row))
    labels.column.forEach((label, k) => label.classList.toggle('cursor', k === column))
  }

  /**
   * Where a cell stands in what scrolls, less the labels that lie over it.
   * @param {Cell} place
   */
  box({ row, column }) {
    const { left, top, cell } = this
    const [x, y] = [column * cell.width, row * cell.height]
    return { left: x, right: left + x + cell.width, top: y, bottom: top + y + cell.height }
  }

  /** The cell under the pointer. */
  under({ clientX, clientY }) {
    const { left, top } = this.plot.getBoundingClientRect()
    return cellAt(clientX - left, clientY - top, this.size, this.cell)
  }
}

/** The size of the labels' letters: as large as cells in width × height have room for. */
export function letters({ rows, columns }, width, height) {
  return Math.round(clamp(0.62 * Math.min(width / columns, height / rows), 14, 24))
}

/**
 * How cells and labels share a room: the sides of a cell, what the labels take, and whether those of the columns stand
 * upright because the columns are too narrow for them.
 * @param {Size} size
 * @param {number[]} wide the widest label of the rows, and of the columns
 * @param {number} font the size of their letters
 * @param {Sides} room
 * @param {Limits} limits
 */
export function laid(size, [across, along], font, room, limits) {
  const left = Math.min(LABEL, across + 12)
  const low = font + 12
  const lying = sides(size, room.width - left, room.height - low, limits)
  if (!limits.upright || along <= lying.width - 1) return { left, top: low, cell: lying, upright: false }
  const top = Math.min(LABEL, along + 12)
  return { left, top, cell: sides(size, room.width - left, room.height - top, limits), upright: true }
}

/** A cell as large as width × height allow, within the limits, and not much higher than it is wide. */
function sides({ rows, columns }, width, height, { least, most }) {
  const side = clamp(Math.floor(width / columns), least, most)
  return { width: side, height: clamp(Math.floor(height / rows), least, Math.min(most, Math.round(1.35 * side))) }
}

/**
 * The lines [x, y, x, y] around every connected group of cells that are 1, just inside it.
 * @param {ArrayLike<number>} values row after row
 * @param {Size} size
 * @param {Sides} cell
 */
export function edges(values, { rows, columns }, { width, height }) {
  const exists = (row, column) => row >= 0 && column >= 0 && row < rows && column < columns
  const inside = (row, column) => exists(row, column) && values[row * columns + column] > 0.5
  const lines = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (!inside(row, column)) continue
      const [left, top] = [column * width, row * height]
      const [right, bottom] = [left + width, top + height]
      if (!inside(row - 1, column)) lines.push([left, top + 1, right, top + 1])
      if (!inside(row + 1, column)) lines.push([left, bottom - 2, right, bottom - 2])
      if (!inside(row, column - 1)) lines.push([left + 1, top, left + 1, bottom])
      if (!inside(row, column + 1)) lines.push([right - 2, top, right - 2, bottom])
    }
  }
  return lines
}

/**
 * The cell at a place in the plot; beyond its edges, the nearest one.
 * @returns {Cell}
 */
export function cellAt(x, y, { rows, columns }, { width, height }) {
  const at = (offset, side, count) => clamp(Math.floor(offset / side), 0, count - 1)
  return { row: at(y, height, rows), column: at(x, width, columns) }
}

/**
 * A weight as it is written into its cell: a share without its leading zero, .93, and 1 from .995 on; anything else with
 * its sign and its whole size, −.38 or 1.48.
 */
export function told(value, { low }) {
  if (low === 0 && value >= 0.995) return '1'
  return number(value).replace(/^(−?)0\./, '$1.')
}

/** The end of a scale: a whole number without decimals. */
const short = (value) => number(value, Number.isInteger(value) ? 0 : 1)

const clamp = (value, low, high) => Math.min(high, Math.max(low, value))
