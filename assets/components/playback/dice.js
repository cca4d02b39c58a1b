// What is left, laid end to end from 0 to 1, and the random number that falls on one of its stretches.

import { fillIn, html, part, write } from '../lib/dom.js'
import { visible } from '../lib/paint.js'

const LABELLED = 0.018 // of the width, the least stretch that carries its token

export class Dice {
  /** @type {import('./writing.js').Writing} */ writing

  constructor(words) {
    this.words = words
    this.strip = html('div', { class: 'strip' })
    this.label = html('output')
    this.needle = html('div', { class: 'needle' }, this.label)
    this.verdict = html('p', { class: 'verdict', role: 'status' })
    this.element = part('dice', words.dice, words.dice_how, html('div', { class: 'line' }, this.strip, this.needle), this.verdict)
  }

  show(writing) {
    this.writing = writing
    if (this.pieces?.length === writing.ranks) return
    this.pieces = Array.from({ length: writing.ranks }, () => html('span', { class: 'token' }))
    this.strip.replaceChildren(...this.pieces)
  }

  point(at) {
    const { writing, needle } = this
    const dice = writing.dice(at)
    needle.style.visibility = dice === null ? 'hidden' : ''
    if (dice !== null) {
      needle.style.left = `${100 * dice}%`
      write(this.label, dice.toFixed(2))
    }
    this.say(at, dice)
    writing.candidates(at).forEach(({ token, p, begins, came }, rank) => {
      const piece = this.pieces[rank]
      const share = p[p.length - 1]
      piece.hidden = share === 0
      piece.classList.toggle('came', came && dice !== null)
      piece.style.left = `${100 * begins}%`
      piece.style.width = `${100 * share}%`
      write(piece, share >= LABELLED ? visible(token) : '')
    })
  }

  say(at, dice) {
    const { words, writing } = this
    const told = dice === null ? words.came : words.drawn
    const facts = { token: visible(writing.tokens[at]), bits: writing.bits(at).toFixed(2), dice: dice?.toFixed(3) }
    const end = writing.ended && at === writing.length - 1 ? ` ${words.ended}` : ''
    write(this.verdict, fillIn(told, facts) + end)
  }
}
