// The large matrix of the current frame, and its facts: training step, error rate, the cell under the pointer.

import { formula, html, write } from '../lib/dom.js'
import { Grid } from '../lib/matrix/grid.js'
import { number, visible } from '../lib/paint.js'
import { counted } from './frames.js'

export class Stage {
  /** @type {import('./frames.js').Frames} */ film
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(words) {
    this.words = words
    this.place = null
    const stay = (place) => this.look(place)
    this.grid = new Grid(words.matrix, words.gold, { hover: stay, click: stay, leave: () => this.look(null) })
    this.frame = html('div', { class: 'frame' }, this.grid.element)
    this.element = html('div', { class: 'stage' }, this.frame, this.grid.legend)
    this.step = html('output')
    this.error = html('output')
    this.errorFact = html('p', {}, html('span', {}, words.error), this.error)
    this.pair = html('span', { class: 'token' })
    this.share = html('output')
    this.cell = html('p', { class: 'cell' }, this.pair, html('span', {}, formula('α_{ij}'), ' = ', this.share))
    const stepFact = html('p', {}, html('span', {}, words.step), this.step)
    this.facts = html('div', { class: 'facts' }, stepFact, this.errorFact, this.cell)
  }

  show(film, theme, scale) {
    this.film = film
    this.theme = theme
    this.scale = scale
    this.errorFact.hidden = !film.measured
    const { row = 0, column = 0 } = this.place ?? {}
    if (row >= film.target.length || column >= film.source.length) this.place = null
    this.paint()
  }

  /** Fit the matrix into the width, and into a part of the window. */
  paint() {
    const { film, grid, theme } = this
    const height = Math.max(260, 0.55 * document.documentElement.clientHeight)
    grid.fit({ rows: film.target, columns: film.source }, this.element.clientWidth, height, theme)
  }

  point(at) {
    const { film, grid, scale, theme } = this
    this.at = at
    const { step, error } = film.frames[at]
    const gold = film.gold && { values: film.gold, colour: film.quantities.gold_alignment.colour }
    grid.paint(film.matrix(at), scale, gold, theme)
    write(this.step, counted(step))
    write(this.error, error === null ? '–' : number(error))
    this.look(this.place)
  }

  /** Mark a cell and say what it holds. */
  look(place) {
    this.place = place
    const { film, grid, at } = this
    grid.point(place ?? { row: null, column: null })
    this.cell.style.visibility = place ? '' : 'hidden'
    if (!place) return
    write(this.pair, `${visible(film.target[place.row])} ← ${visible(film.source[place.column])}`)
    write(this.share, number(film.matrix(at)[place.row * film.source.length + place.column]))
  }
}
