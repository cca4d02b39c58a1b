// What the network expects next after the step at the cursor, and what really came.

import { fillIn, html, write } from '../lib/dom.js'
import { number, percent, visible } from '../lib/paint.js'
import { part } from './part.js'

export class Bars {
  /** @type {import('../lib/text_cursor.js').TextCursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.rows = []
    this.list = html('ol')
    this.verdict = html('p', { class: 'verdict', role: 'status' })
    this.element = part('bars', words.bars_title, words.bars_how, this.list, this.verdict)
  }

  show(reading) {
    this.reading = reading
    const count = reading.values.likely.shape[1] + 1 // the last row is kept for what came, if it is none of the likeliest
    if (this.rows.length !== count) {
      this.rows = Array.from({ length: count }, () => {
        const [token, bar, share] = [html('b', { class: 'token' }), html('i'), html('span')]
        return { token, bar, share, element: html('li', {}, token, html('div', {}, bar), share) }
      })
      this.list.replaceChildren(...this.rows.map((row) => row.element))
    }
    this.point()
  }

  point() {
    const { words } = this
    const { ranked, came, bits } = this.reading.next(this.cursor.time)
    const likely = ranked.some(({ token }) => token === came)
    const lines = [...ranked, came === null || likely ? null : { token: came, p: 2 ** -bits }]
    lines.forEach((line, k) => {
      const { token, bar, share, element } = this.rows[k]
      element.className = !line ? 'empty' : line.token === came ? 'came' : ''
      if (!line) return
      write(token, visible(line.token))
      write(share, percent(line.p))
      bar.style.transform = `scaleX(${line.p})`
    })
    if (came === null) return write(this.verdict, words.bars_end)
    const [before, after] = fillIn(words.bars_came, { bits: number(bits), token: '{token}' }).split('{token}')
    this.verdict.replaceChildren(before, html('b', { class: 'token' }, visible(came)), after)
  }
}
