// The loss of an example, token by token, and its mean.

import { fillIn, html, part } from '../lib/dom.js'
import { fitCanvas, visible } from '../lib/paint.js'

const [LEFT, TOP, BOTTOM, HEIGHT] = [34, 8, 24, 170] // CSS pixels
const LETTER = 9 // CSS pixels that a token's name needs

export class Losses {
  /** @type {import('./writing.js').Writing} */ writing
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(words, go) {
    this.words = words
    this.canvas = html('canvas', { onclick: (event) => go(this.under(event)) })
    this.element = part('losses', words.losses, words.losses_how, this.canvas)
  }

  show(writing, theme) {
    this.writing = writing
    this.theme = theme
    const nats = Array.from({ length: writing.length }, (_, step) => writing.nats(step))
    this.most = Math.max(2, ...nats)
  }

  point(at) {
    const { writing, theme, words } = this
    const width = this.element.clientWidth
    if (!width) return
    const pen = fitCanvas(this.canvas, width, HEIGHT)
    this.side = (width - LEFT) / writing.length
    const y = (nats) => TOP + (1 - nats / this.most) * (HEIGHT - TOP - BOTTOM)
    pen.clearRect(0, 0, width, HEIGHT)
    pen.font = `14px ${theme.font}`
    pen.textBaseline = 'middle'
    pen.textAlign = 'right'
    pen.fillStyle = theme.muted
    for (const nats of [0, Math.floor(this.most)]) pen.fillText(String(nats), LEFT - 8, y(nats))
    for (let step = 0; step < writing.length; step++) {
      pen.globalAlpha = step > at ? 0.35 : 1
      pen.fillStyle = step === at ? theme.text : writing.quantities.surprisal.colour
      const top = y(writing.nats(step))
      pen.fillRect(LEFT + step * this.side + 0.5, top, Math.max(1, this.side - 1), y(0) - top + 1)
    }
    pen.globalAlpha = 1
    this.name(pen, at)
    pen.strokeStyle = pen.fillStyle = theme.text
    pen.lineWidth = 1.5
    pen.setLineDash([6, 4])
    pen.beginPath()
    pen.moveTo(LEFT, y(writing.loss))
    pen.lineTo(width, y(writing.loss))
    pen.stroke()
    pen.setLineDash([])
    pen.textAlign = 'right'
    pen.font = `600 14px ${theme.font}`
    pen.lineWidth = 4
    pen.strokeStyle = theme.background
    const mean = [fillIn(words.mean, { nats: writing.loss.toFixed(2) }), width - 4, y(writing.loss) - 11]
    pen.strokeText(...mean)
    pen.fillText(...mean)
  }

  /** The tokens under their bars, where there is room. */
  name(pen, at) {
    const { writing, theme, side } = this
    pen.textAlign = 'center'
    pen.font = `14px ${theme.mono}`
    writing.tokens.forEach((token, step) => {
      const name = visible(token.length > 1 ? token.trim() : token)
      if (step !== at && pen.measureText(name).width > Math.max(side, LETTER)) return
      if (side < LETTER && step !== at) return
      pen.fillStyle = step === at ? theme.text : theme.muted
      pen.fillText(name, LEFT + (step + 0.5) * side, HEIGHT - BOTTOM / 2 + 2)
    })
  }

  under({ offsetX }) {
    return Math.min(this.writing.length - 1, Math.max(0, Math.floor((offsetX - LEFT) / this.side)))
  }
}
