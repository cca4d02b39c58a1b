// What the sliders leave of a pixel's distribution, laid end to end from 0 to 1, and the random number that falls on it.

import { fillIn, html, part, write } from '../lib/dom.js'
import { inkOn } from '../lib/paint.js'

const LABELLED = 0.035 // of the width, the least stretch that carries its level

export class Dice {
  /** @type {import('./painted.js').Painted} */ painted

  constructor(words) {
    this.words = words
    this.strip = html('div', { class: 'strip' })
    this.label = html('output')
    this.needle = html('div', { class: 'needle' }, this.label)
    this.element = part('dice', words.dice, words.dice_how, html('div', { class: 'line' }, this.strip, this.needle))
  }

  show(painted) {
    this.painted = painted
    this.pieces = painted.colours.map((colour, level) => {
      const piece = html('span')
      piece.style.background = colour
      piece.style.color = inkOn(painted.palette[level])
      return piece
    })
    this.strip.replaceChildren(...this.pieces)
  }

  point(pixel) {
    const { painted, needle } = this
    const dice = painted.dice(pixel)
    needle.style.visibility = dice === null ? 'hidden' : ''
    if (dice !== null) {
      needle.style.left = `${100 * dice}%`
      write(this.label, dice.toFixed(2))
    }
    painted.candidates(pixel).forEach(({ p, begins, came }, level) => {
      const piece = this.pieces[level]
      const share = p[p.length - 1]
      piece.hidden = share === 0
      piece.classList.toggle('came', came && dice !== null)
      piece.style.left = `${100 * begins}%`
      piece.style.width = `${100 * share}%`
      write(piece, share >= LABELLED ? String(level) : '')
    })
  }

  /** What happened at a pixel, in one sentence. */
  say(pixel) {
    const { words, painted } = this
    const dice = painted.dice(pixel)
    const level = painted.level(painted.chosen, pixel)
    const { row, column } = painted.place(pixel)
    const [p] = painted.candidates(pixel)[level].p
    const facts = { row, column, level, p: (100 * p).toFixed(1), bits: painted.bits(pixel).toFixed(2), dice: dice?.toFixed(3) }
    return fillIn(dice === null ? words.came : words.drawn, facts)
  }
}
