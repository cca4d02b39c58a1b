// Several alignments side by side, one matrix each, with one cursor over all of them.

import { Component, component } from '../lib/component.js'
import { html, part, write } from '../lib/dom.js'
import { attentionScale } from '../lib/matrix/attention.js'
import { Grid } from '../lib/matrix/grid.js'
import { number, visible } from '../lib/paint.js'

const ROOM = 330 // CSS pixels that a matrix takes at least, if it can
const ROW = 26 // CSS pixels of an output token

class Gallery extends Component {
  static css = ['lib/matrix/matrix.css', 'gallery/gallery.css']

  read({ header, arrays }) {
    const items = header.items.map((item, k) => ({ ...item, ...header.sentences[k] }))
    return { ...header, items, arrays }
  }

  kind({ words, choosable, items }) {
    return [words, choosable, items.map((item) => item.name)]
  }

  /** Make a frame for each network: once, as long as they are the same ones. */
  build({ items, words, choosable }) {
    const listeners = {
      hover: (place) => this.mark(place),
      leave: () => this.mark(this.home),
      choose: (name) => choosable && this.report.trigger('chosen', name),
    }
    this.frames = items.map((item) => new Frame(item, words, listeners))
    this.wall = html('div', { class: 'wall' }, ...this.frames.map((frame) => frame.element))
    this.element.classList.toggle('choosable', choosable)
    this.element.replaceChildren(part('gallery', words.title, words.how, this.wall))
  }

  redraw(reading) {
    const { cursor, items } = reading
    this.home = { row: cursor?.[0] ?? null, column: cursor?.[1] ?? null } // where the marks are without a pointer
    items.forEach((item, k) => this.frames[k].show(item, reading))
    this.paint()
  }

  paint() {
    const { reading, theme } = this
    const { items, arrays } = reading
    const width = this.element.clientWidth
    if (!width) return
    const fit = Math.max(1, Math.floor(width / ROOM))
    const rows = Math.ceil(items.length / fit)
    this.wall.style.setProperty('--across', Math.ceil(items.length / rows)) // rows as even as they can be
    this.frames.forEach((frame, k) => {
      const alignment = arrays[`alignment${k}`]
      frame.paint(alignment, arrays[`gold${k}`], attentionScale(reading, theme, alignment?.values, true), theme)
    })
    this.mark(this.home)
  }

  mark(place) {
    for (const frame of this.frames) frame.point(place)
  }
}

/** One translation: whose it is, what is written, how far that is right, and its matrix. */
class Frame {
  constructor({ name }, words, { hover, leave, choose }) {
    this.words = words
    this.grid = new Grid(words.matrix, words.gold, { hover, leave, click: () => choose(name) })
    this.title = html('button', { type: 'button', onclick: () => choose(name) })
    this.formula = html('span', { class: 'symbol' })
    this.output = html('p', { class: 'token' })
    this.facts = html('p', { class: 'facts' })
    this.cell = html('p', { class: 'cell token' })
    this.frame = html('div', { class: 'frame' }, this.grid.element, this.grid.legend)
    const heading = html('header', {}, this.title, this.formula)
    this.element = html('article', {}, heading, this.output, this.facts, this.frame, this.cell)
  }

  show(item, { quantities, choosable }) {
    this.item = item
    this.quantities = quantities
    const { words } = this
    this.title.title = choosable ? words.choose : ''
    this.title.disabled = !choosable
    write(this.title, item.title)
    write(this.formula, item.formula)
    write(this.output, `→ ${item.output || '∅'}`)
    this.element.setAttribute('aria-current', item.current)
    this.output.className = `token ${item.right === null ? '' : item.right ? 'right' : 'wrong'}`
    const verdict = item.right === null ? null : item.right ? words.right : words.wrong
    const error = item.error === null ? null : `${words.error} ${number(item.error)}`
    write(this.facts, [verdict, error, item.note].filter(Boolean).join(' · '))
  }

  paint(alignment, gold, scale, theme) {
    this.attends = alignment !== undefined
    this.frame.hidden = !this.attends
    if (!this.attends) return
    const { grid, item } = this
    this.values = alignment.values
    grid.fit({ rows: item.target, columns: item.source }, this.element.clientWidth - 24, ROW * item.target.length + 60, theme)
    const { colour } = this.quantities.gold_alignment
    grid.paint(this.values, scale, gold && { values: gold.values, colour }, theme)
    grid.legend.hidden = scale.low === 0 && scale.high === 1
  }

  /** Mark the same row and column as every other frame; where this one has no such row or column, none. */
  point({ row, column }) {
    if (!this.attends) return
    const { target, source } = this.item
    const here = row !== null && row < target.length && column < source.length
    this.grid.point(here ? { row, column } : { row: null, column: null })
    const share = here && number(this.values[row * source.length + column])
    write(this.cell, here ? `${visible(target[row])} ← ${visible(source[column])}: ${share}` : '')
  }
}

export default component(Gallery)
