// What may come at a pixel: a row for each level, a column for the distribution before and after every slider.

import { fillIn, html, part, write } from '../lib/dom.js'
import { percent } from '../lib/paint.js'

export class Table {
  /** @type {import('./painted.js').Painted} */ painted

  constructor(words) {
    this.words = words
    this.grid = html('div', { class: 'table', role: 'table' })
    this.element = part('draw', words.table, words.table_how, this.grid)
    this.rows = []
  }

  show(painted) {
    this.painted = painted
    const { words, columns, levels, settings } = painted
    if (this.rows.length !== levels || this.heads.length !== columns) this.lay(columns, levels)
    const names = { network: words.network, temperature: words.temperature, top_k: words.top_k, top_p: words.top_p }
    settings.forEach(({ name, value }, column) => {
      write(this.heads[column], fillIn(names[name], { value: value ?? words.all }))
      this.heads[column].classList.toggle('idle', value === null)
    })
    this.rows.forEach(({ swatch }, level) => (swatch.style.background = painted.colours[level]))
  }

  /** Make the cells, once for each number of rows and columns. */
  lay(columns, levels) {
    this.grid.style.setProperty('--columns', columns)
    this.grid.classList.toggle('few', levels < 9)
    this.heads = Array.from({ length: columns }, () => html('div', { class: 'head', role: 'columnheader' }))
    this.rows = Array.from({ length: levels }, (_, level) => row(level, columns))
    const corner = html('div', { class: 'head', role: 'columnheader' }, this.words.level)
    const top = html('div', { class: 'row', role: 'row' }, corner, ...this.heads)
    this.grid.replaceChildren(top, ...this.rows.map(({ element }) => element))
  }

  point(pixel) {
    this.painted.candidates(pixel).forEach(({ p, came }, level) => {
      const { element, cells } = this.rows[level]
      element.classList.toggle('came', came)
      cells.forEach((cell, column) => fill(cell, p[column]))
    })
  }
}

function row(level, columns) {
  const swatch = html('i', { class: 'swatch' })
  const cells = Array.from({ length: columns }, () => {
    const [bar, share] = [html('i'), html('span')]
    return { bar, share, element: html('div', { class: 'cell', role: 'cell' }, html('div', {}, bar), share) }
  })
  const name = html('div', { class: 'token', role: 'rowheader' }, swatch, String(level))
  return { swatch, cells, element: html('div', { class: 'row', role: 'row' }, name, ...cells.map(({ element }) => element)) }
}

function fill({ bar, share, element }, p) {
  element.classList.toggle('cut', p === 0)
  bar.style.transform = `scaleX(${p.toFixed(4)})`
  write(share, p ? percent(p) : '0')
}
