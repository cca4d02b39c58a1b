// Several alignments side by side, one matrix each, with one cursor over all of them.

import { html, part, write } from '../dom.js'
import { attentionScale } from '../matrix/attention.js'
import { Grid } from '../matrix/grid.js'
import { number, themeOf, visible } from '../paint.js'
import { sheets } from '../sheets.js'
import { same, unpack } from '../unpack.js'

const styles = await sheets('base.css', 'matrix/matrix.css', 'gallery/gallery.css')
const screens = new WeakMap() // by the shadow root that Streamlit keeps for the component

const ROOM = 330 // CSS pixels that a matrix takes at least, if it can
const ROW = 26 // CSS pixels of an output token

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement, setTriggerValue }) {
  let screen = screens.get(parentElement)
  if (!screen) screens.set(parentElement, (screen = new Gallery(parentElement)))
  screen.report = (name) => setTriggerValue('chosen', name)
  screen.show(data)
  return () => setTimeout(() => parentElement.isConnected || screen.size.disconnect())
}

class Gallery {
  constructor(root) {
    this.root = root
    root.adoptedStyleSheets = styles
    this.element = html('div', { class: 'holder' })
    root.append(html('div', { class: 'picture' }, this.element))
    this.size = new ResizeObserver(() => this.paint())
    this.size.observe(this.element)
    document.fonts.ready.then(() => this.paint())
  }

  /** Show what `payload` of dashboard/labs/translation/components/gallery.py packed. */
  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    const { header, arrays } = unpack(bytes)
    Object.assign(this, { bytes, theme, header, arrays })
    const wanted = JSON.stringify([header.words, header.choosable, header.items.map((item) => item.name)])
    if (wanted !== this.built) this.build(wanted)
    this.home = { row: header.cursor?.[0] ?? null, column: header.cursor?.[1] ?? null } // where the marks are without a pointer
    header.items.forEach((item, k) => this.frames[k].show(item, header))
    this.paint()
  }

  /** Make a frame for each network: once, as long as they are the same ones. */
  build(wanted) {
    this.built = wanted
    const { items, words, choosable } = this.header
    const listeners = {
      hover: (place) => this.point(place),
      leave: () => this.point(this.home),
      choose: (name) => choosable && this.report(name),
    }
    this.frames = items.map((item) => new Frame(item, words, listeners))
    this.wall = html('div', { class: 'wall' }, ...this.frames.map((frame) => frame.element))
    this.element.classList.toggle('choosable', choosable)
    this.element.replaceChildren(part('gallery', words.title, words.how, this.wall))
  }

  paint() {
    const { header, arrays, theme } = this
    const width = this.element.clientWidth
    if (!header || !width) return
    const fit = Math.max(1, Math.floor(width / ROOM))
    const rows = Math.ceil(header.items.length / fit)
    this.wall.style.setProperty('--across', Math.ceil(header.items.length / rows)) // rows as even as they can be
    const scale = attentionScale(header, theme)
    this.frames.forEach((frame, k) => frame.paint(arrays[`alignment${k}`], arrays[`gold${k}`], scale, theme))
    this.point(this.home)
  }

  point(place) {
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
    this.frame = html('div', { class: 'frame' }, this.grid.element)
    const heading = html('header', {}, this.title, this.formula)
    this.element = html('article', {}, heading, this.output, this.facts, this.frame, this.cell)
  }

  show(item, { quantities, choosable }) {
    Object.assign(this, { item, quantities })
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
