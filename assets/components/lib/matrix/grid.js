// A matrix with its tokens at the edges: cells large enough to project, the true alignment outlined, a place marked.

import { html, write } from '../dom.js'
import { fitCanvas, visible, widest } from '../paint.js'

const LIMITS = { least: 12, most: 64, upright: true }
const READABLE = 22 // from which width on a cell shows its number
const TOLD = 0.05 // the least share that is written into its cell
const LABEL = 128 // the most that the labels of the rows, or upright ones of the columns, may take

export class Grid {
  /**
   * @param {string} label what it shows
   * @param {string} gold what the outlined cells are
   * @param {{hover: function({row, column}), click: function({row, column}), leave: function()}} listeners
   * @param {{least: number, most: number, upright: boolean}} limits of a cell's side, in CSS pixels; whether tokens that
   *   are wider than their column stand upright, or lie over the next ones
   * @param {function(string): string} named what is written of a token
   */
  constructor(label, gold, { hover, click, leave }, limits = LIMITS, named = visible) {
    Object.assign(this, { limits, named })
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
    this.legend = html('p', { class: 'legend' }, html('span', {}, '0', this.ramp, '1'), this.gold)
  }

  /**
   * Fit the cells into width × height, as square as that allows, never so small that they cannot be told apart.
   * @param {{rows: string[], columns: string[]}} tokens
   */
  fit({ rows, columns }, width, height, theme) {
    const room = Math.min(width / columns.length, height / rows.length)
    const font = Math.round(clamp(0.62 * room, 11, 24))
    const [left, across] = [rows, columns].map((tokens) => widest(tokens, `${font}px ${theme.mono}`))
    this.left = Math.min(LABEL, left + 12)
    this.cell = this.sides(columns.length, rows.length, width - this.left, height - font - 12)
    const upright = this.limits.upright && across > this.cell.width - 1
    this.top = upright ? Math.min(LABEL, across + 12) : font + 12
    if (upright) this.cell = this.sides(columns.length, rows.length, width - this.left, height - this.top)
    this.size = { rows: rows.length, columns: columns.length }
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

  sides(columns, rows, width, height) {
    const { least, most } = this.limits
    const side = clamp(Math.floor(width / columns), least, most)
    return { width: side, height: clamp(Math.floor(height / rows), least, Math.min(most, Math.round(1.35 * side))) }
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
   * @param {object} scale of paint.js
   * @param {?{values: Float32Array, colour: string}} gold 1 where a cell is to be outlined
   */
  paint(values, scale, gold, theme) {
    const { cell, size } = this
    const [width, height] = [size.columns * cell.width, size.rows * cell.height]
    const context = fitCanvas(this.canvas, width, height)
    context.fillStyle = theme.line
    context.fillRect(0, 0, width, height)
    const readable = cell.width >= READABLE && cell.height >= 18
    context.font = `${Math.round(clamp(0.4 * cell.width, 10, 17))}px ${theme.font}`
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    for (let row = 0, k = 0; row < size.rows; row++) {
      for (let column = 0; column < size.columns; column++, k++) {
        const [x, y] = [column * cell.width, row * cell.height]
        context.fillStyle = scale.css(values[k])
        context.fillRect(x, y, cell.width - 1, cell.height - 1)
        if (!readable || values[k] < TOLD) continue
        context.fillStyle = scale.ink(values[k])
        context.fillText(share(values[k]), x + cell.width / 2, y + cell.height / 2 + 0.5)
      }
    }
    this.ramp.style.background = `linear-gradient(to right, ${[0, 0.25, 0.5, 0.75, 1].map(scale.css).join()})`
    this.gold.style.visibility = gold ? '' : 'hidden'
    if (gold) this.outline(context, gold)
  }

  /** A line around every connected group of cells that are 1, just inside it. */
  outline(context, { values, colour }) {
    this.gold.style.setProperty('--colour', colour)
    const { rows, columns } = this.size
    const { width, height } = this.cell
    const exists = (row, column) => row >= 0 && column >= 0 && row < rows && column < columns
    const inside = (row, column) => exists(row, column) && values[row * columns + column] > 0.5
    context.beginPath()
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (!inside(row, column)) continue
        const [left, top] = [column * width, row * height]
        const [right, bottom] = [left + width, top + height]
        const line = (x0, y0, x1, y1) => (context.moveTo(x0, y0), context.lineTo(x1, y1))
        if (!inside(row - 1, column)) line(left, top + 1, right, top + 1)
        if (!inside(row + 1, column)) line(left, bottom - 2, right, bottom - 2)
        if (!inside(row, column - 1)) line(left + 1, top, left + 1, bottom)
        if (!inside(row, column + 1)) line(right - 2, top, right - 2, bottom)
      }
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

  /** Where a cell stands in what scrolls, less the labels that lie over it. */
  box({ row, column }) {
    const { left, top, cell } = this
    const [x, y] = [column * cell.width, row * cell.height]
    return { left: x, right: left + x + cell.width, top: y, bottom: top + y + cell.height }
  }

  /** The cell under the pointer. */
  under({ clientX, clientY }) {
    const box = this.plot.getBoundingClientRect()
    const at = (offset, side, count) => clamp(Math.floor(offset / side), 0, count - 1)
    return {
      row: at(clientY - box.top, this.cell.height, this.size.rows),
      column: at(clientX - box.left, this.cell.width, this.size.columns),
    }
  }
}

/** A share without its leading zero: .93, and 1 from .995 on. */
const share = (value) => (value >= 0.995 ? '1' : value.toFixed(2).slice(1))

const clamp = (value, low, high) => Math.min(high, Math.max(low, value))
