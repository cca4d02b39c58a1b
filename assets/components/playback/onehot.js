// One-of-N: the token that is read, as V numbers of which a single one is 1.

import { fillIn, html, write } from '../lib/dom.js'
import { fitCanvas, visible } from '../lib/paint.js'

const HEIGHT = 26 // CSS pixels
const ROOMY = 4 // CSS pixels a number needs to have a cell of its own

export class OneHot {
  /** @type {import('./writing.js').Writing} */ writing
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(words) {
    this.words = words
    this.title = html('h4')
    this.how = html('p')
    this.canvas = html('canvas', { role: 'img' })
    this.element = html('section', { class: 'onehot' }, html('header', {}, this.title, this.how), this.canvas)
  }

  show(writing, theme) {
    this.writing = writing
    this.theme = theme
  }

  point(at) {
    const { writing, theme, words, canvas } = this
    const place = writing.place(at)
    const said = fillIn(words.reads, { token: visible(writing.read(at)) })
    const how = fillIn(words.reads_how, { size: writing.size.toLocaleString('en'), place: (place + 1).toLocaleString('en') })
    write(this.title, said)
    write(this.how, how)
    canvas.setAttribute('aria-label', `${said} ${how}`)
    const width = this.element.clientWidth
    if (!width) return
    const pen = fitCanvas(canvas, width, HEIGHT)
    const side = width / writing.size
    pen.clearRect(0, 0, width, HEIGHT)
    pen.fillStyle = theme.faint
    if (side < ROOMY) pen.fillRect(0, 0, width, HEIGHT)
    else for (let n = 0; n < writing.size; n++) pen.fillRect(n * side + 0.5, 0, side - 1, HEIGHT)
    pen.fillStyle = theme.primary
    const wide = Math.max(side - 1, 4)
    pen.fillRect(Math.min(place * side + 0.5, width - wide), 0, wide, HEIGHT)
  }
}
