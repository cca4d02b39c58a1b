// Every head as a small matrix, a row of them a layer, with what it was measured to do.

import { fillIn, html, part } from '../lib/dom.js'
import { attentionScale } from '../lib/matrix/attention.js'
import { fitCanvas, paintHeatmap, percent } from '../lib/paint.js'
import { hatch } from './hatch.js'

const ABREAST = 4 // heads that stand side by side

export class Multiples {
  /** @type {import('../lib/cursor.js').Cursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.grid = html('div', { class: 'multiples' })
    this.element = part('heads', words.heads_title, words.heads_how, this.grid)
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    const { layer: layers, head: heads } = reading.sizes
    this.grid.style.setProperty('--heads', heads)
    this.grid.style.setProperty('--columns', Math.min(heads, ABREAST))
    const rows = Array.from({ length: layers }, (_, layer) =>
      Array.from({ length: heads }, (_, head) => this.card({ layer, head })),
    )
    this.cards = rows.flat()
    const focused = this.element.getRootNode().activeElement?.dataset?.place
    const elements = (row) => row.map(({ element }) => element)
    this.grid.replaceChildren(...rows.map((row) => html('div', { class: 'layer' }, ...elements(row))))
    this.cards.find(({ element }) => element.dataset.place === focused)?.element.focus()
    this.paint()
  }

  card(place) {
    const { reading, words } = this
    const { pattern, share, uniform } = reading.roles[place.layer][place.head]
    const name = fillIn(words.head, { layer: place.layer + 1, head: place.head + 1 })
    const silent = reading.isSilenced(place)
    const role = silent ? words.silent : words[`role_${pattern}`]
    const template = pattern === 'even' ? words.even : words.share
    const told = pattern ? fillIn(template, { share: percent(share), uniform: percent(uniform) }) : ''
    const canvas = html('canvas')
    const attributes = {
      type: 'button',
      class: silent ? 'silent' : pattern === 'gold' ? 'finds' : '',
      'data-place': `${place.layer}.${place.head}`,
      title: told,
      onclick: () => this.cursor.choose(place, 0),
    }
    const amount = pattern && !silent ? [html('output', {}, percent(share))] : []
    const element = html('button', attributes, html('small', {}, name), canvas, html('b', {}, role), ...amount)
    return { place, element, canvas }
  }

  paint() {
    if (!this.reading) return
    const { reading, theme } = this
    const scale = attentionScale(reading, theme)
    const T = reading.sizes.target
    for (const { place, canvas } of this.cards ?? []) {
      const side = Math.max(40, Math.floor(canvas.parentElement.clientWidth - 14))
      const context = fitCanvas(canvas, side, side)
      const box = { x: 0, y: 0, width: side, height: side }
      paintHeatmap(context, reading.matrix('alignment', place), { rows: T, columns: T }, scale, box)
      if (reading.causal) hatch(context, T, side / T, side / T, theme)
      this.marks(context, side / T)
    }
    this.point()
  }

  /** A frame where the answer stands. */
  marks(context, cell) {
    const { reading } = this
    context.strokeStyle = reading.quantities.gold_alignment.colour
    context.lineWidth = Math.min(1.5, cell / 4)
    for (let i = 0; i < reading.sizes.target; i++) {
      const j = reading.gold(i)
      if (j !== null) context.strokeRect(j * cell + 0.5, i * cell + 0.5, cell - 1, cell - 1)
    }
  }

  point() {
    const { layer, head } = this.cursor.place
    for (const { place, element } of this.cards)
      element.setAttribute('aria-pressed', place.layer === layer && place.head === head)
  }
}
