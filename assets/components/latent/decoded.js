// What the place under the point is decoded to, large; the training pictures that are nearest to it, and what they say.

import { fillIn, html, part, write } from '../lib/dom.js'
import { paintPicture } from '../lib/latent/greys.js'
import { number } from '../lib/paint.js'

const [LEAST, MOST, MIDDLE] = [180, 340, 104] // CSS pixels of a picture's side
const [SHARE, FIFTH] = [0.58, 0.16] // of the width, that the large one takes and each of the five
const SHOWN = 8 // numbers of a code that are told

export class DecodedBoard {
  /** @type {import('./reading.js').Reading} */ reading

  /**
   * @param {import('../lib/cursor.js').Cursor} cursor
   * @param {import('../lib/component.js').Words} words
   * @param {(of: number) => void} choose go to the code of a held-out picture
   */
  constructor(cursor, words, choose) {
    this.cursor = cursor
    this.words = words
    this.choose = choose
    this.large = html('canvas', { role: 'img' })
    this.code = html('p', { class: 'code' })
    this.original = html('canvas', { role: 'img' })
    this.caption = html('figcaption')
    this.beside = html('figure', { class: 'original' }, this.original, this.caption)
    const step = (sign, by, name) => html('button', { type: 'button', 'aria-label': name, title: name, onclick: () => this.walk(by) }, sign)
    this.walkers = html('div', { class: 'walk' }, step('‹', -1, words.before), step('◎', 0, words.back), step('›', 1, words.next))
    this.dice = html('button', { type: 'button', class: 'dice', onclick: () => this.throw() }, words.throw)
    this.thrown = html('p', { class: 'thrown', role: 'status' })
    this.tally = { thrown: 0, recognised: 0 }
    this.nearest = Array.from({ length: 5 }, () => {
      const canvas = html('canvas', { role: 'img' })
      const name = html('figcaption')
      return { canvas, name, figure: html('figure', {}, canvas, name) }
    })
    this.verdict = html('p', { class: 'verdict', role: 'status' })
    const above = html('div', { class: 'pair' }, html('figure', {}, this.large, this.code), html('div', { class: 'side' }, this.beside, this.walkers, this.dice, this.thrown))
    const below = html('div', { class: 'nearest' }, ...this.nearest.map(({ figure }) => figure))
    this.element = part('decoded', words.title, words.how, above, html('h5', {}, words.nearest), below, this.verdict)
  }

  walk(by) {
    const { pictures } = this.reading
    const { of } = this.cursor.place
    this.choose(of ? ((of - 1 + by + pictures) % pictures) + 1 : 1)
  }

  /** Go to a code that the dice choose, and count how many of these are recognised. */
  throw() {
    const { reading, tally } = this
    const far = Math.sqrt(-2 * Math.log(1 - Math.random()))
    const angle = 2 * Math.PI * Math.random()
    const place = reading.placeOf([far * Math.cos(angle), far * Math.sin(angle)])
    tally.thrown++
    if (reading.judge.judge(reading.decoder.decode(reading.codeAt(reading.at(place)))).recognised) tally.recognised++
    write(this.thrown, fillIn(this.words.thrown, tally))
    this.cursor.choose({ ...place, of: 0 })
  }

  show(reading) {
    if (reading.values.codes !== this.reading?.values.codes) {
      this.tally = { thrown: 0, recognised: 0 }
      write(this.thrown, '')
    }
    this.reading = reading
    this.dice.hidden = reading.numbers > 2 // of more, the plane shows only a cut
    this.point()
  }

  paint() {
    this.point()
  }

  point() {
    if (!this.reading || !this.element.clientWidth) return
    const { cursor, reading, words } = this
    const { of } = cursor.place
    const code = reading.codeAt(reading.at(cursor.place), of)
    const picture = reading.decoder.decode(code)
    const found = reading.judge.judge(picture)
    const width = this.element.clientWidth
    const large = Math.round(Math.min(MOST, Math.max(LEAST, SHARE * width)))
    paintPicture(this.large, picture, reading, large)
    this.code.style.maxWidth = `${large}px`
    const told = code.slice(0, SHOWN).map((value) => number(value)).join(', ')
    write(this.code, `c = (${told}${code.length > SHOWN ? ', …' : ''})`)
    this.large.setAttribute('aria-label', `${words.title}: ${this.code.textContent}`)
    this.beside.classList.toggle('none', !of)
    if (of) paintPicture(this.original, reading.held(of - 1), reading, MIDDLE)
    const name = reading.names[of ? reading.classes[of - 1] : 0]
    const hidden = reading.numbers > 2 ? (of ? words.rest : words.middle) : ''
    write(this.caption, of ? `${fillIn(name ? words.picture : words.unnamed, { number: of, name })} ${hidden}` : hidden)
    this.original.setAttribute('aria-label', this.caption.textContent)
    found.numbers.forEach((k, place) => {
      const { canvas, name: told, figure } = this.nearest[place]
      paintPicture(canvas, reading.training(k), reading, Math.round(Math.min(92, FIFTH * width)))
      const label = reading.names[found.classes[place]] ?? ''
      write(told, label)
      canvas.setAttribute('aria-label', label)
      figure.classList.toggle('other', found.classes[place] !== found.classes[0])
    })
    this.nearest.forEach(({ figure }, place) => (figure.hidden = place >= found.numbers.length))
    write(this.verdict, this.said(found))
    this.verdict.classList.toggle('no', !found.recognised)
  }

  said({ agreed, classes, distance, near, recognised }) {
    const { reading, words } = this
    const name = reading.names[classes[0]]
    const fields = { name, distance: number(distance), reach: number(reading.judge.reach) }
    if (recognised) return fillIn(name ? words.recognised : words.near, fields)
    return fillIn(!near ? words.far : agreed ? words.near : words.torn, fields)
  }
}
