// The two sentences, word below word, and under each word that they share how far apart its states are.

import { html } from '../lib/dom.js'
import { number } from '../lib/paint.js'

export class Table {
  constructor(point, pin) {
    this.point = point
    this.pin = pin
    this.element = html('div', { class: 'table' })
  }

  show(header, { cosine }) {
    const { columns, words } = header
    const names = [words.first, words.second, words.apart].map((name, row) =>
      html('div', { class: 'name', style: `grid-row: ${row + 1}` }, name),
    )
    this.columns = columns.map(({ cards, common }, column) => {
      const place = (row) => `grid-column: ${column + 2}; grid-row: ${row + 1}`
      const drawn = cards.map((card, row) => card && this.card(card, header, common === null ? null : column, place(row)))
      if (common !== null) drawn.push(bars(cosine, common, header, place(2)))
      return drawn.filter(Boolean)
    })
    this.element.replaceChildren(...names, ...this.columns.flat())
  }

  /** One word on the colour of its slot; a shared one is a button. */
  card({ text, slot }, { slots, pick }, column, style) {
    const { label, colour, plain } = slots[slot]
    const shared = column !== null
    const listen = shared && {
      type: 'button',
      title: pick(text),
      onpointerenter: () => this.point(column),
      onpointerleave: () => this.point(null),
      onclick: () => this.pin(column),
    }
    const kind = `card ${plain ? 'plain' : ''} ${shared ? 'shared' : ''}`
    const inside = [html('b', {}, text), html('span', {}, label)]
    return html(shared ? 'button' : 'div', { class: kind, style: `${style}; --slot: ${colour}`, ...listen }, ...inside)
  }

  mark(column) {
    this.columns.forEach((drawn, k) => drawn.forEach((part) => part.classList.toggle('chosen', k === column)))
  }
}

/** A bar for each direction of the top layer: 1 − cosine, from 0 (the same state) to 2 (opposite states). */
function bars(cosine, common, { rows }, style) {
  const drawn = rows.flatMap(({ top, colour }, row) => {
    if (!top) return []
    const far = 1 - cosine.values[common * rows.length + row]
    return html('i', { style: `--reads: ${colour}; height: ${50 * far}%`, title: number(far) })
  })
  return html('div', { class: 'far', style }, ...drawn)
}
