// What the decoder could have written at the cursor's step, and what it wrote.

import { html, part, write } from '../lib/dom.js'
import { attentionScale } from '../lib/matrix/attention.js'
import { percent, visible, widest } from '../lib/paint.js'

const WIDE = 150 // CSS pixels that a token gets at most

export class Bars {
  /** @type {import('../lib/cursor.js').Cursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading

  constructor(cursor, words) {
    this.cursor = cursor
    this.rows = []
    this.list = html('ol')
    this.element = part('bars', words.bars_title, words.bars_how, this.list)
  }

  show(reading, theme) {
    this.reading = reading
    const count = reading.values.likely.shape[1] + 1 // the last row is for what was written, should it be none of them
    if (this.rows.length !== count) {
      this.rows = Array.from({ length: count }, () => {
        const [token, bar, share] = [html('b', { class: 'token' }), html('i'), html('output')]
        return { token, bar, share, element: html('li', {}, token, html('div', {}, bar), share) }
      })
      this.list.replaceChildren(...this.rows.map((row) => row.element))
    }
    const most = Math.min(WIDE, widest([...reading.likely.flat(), ...reading.target], `600 18.4px ${theme.mono}`))
    this.list.style.setProperty('--widest', `${most + 2}px`) // the same at every step
    this.list.style.setProperty('--colour', attentionScale(reading, theme).css(1)) // of probabilities, which are shares
    this.point()
  }

  point() {
    const { ranked, written } = this.reading.candidates(this.cursor.place.target)
    const outside = !ranked.some(({ token }) => token === written.token)
    const lines = [...ranked, outside ? written : null]
    this.rows.forEach(({ token, bar, share, element }, k) => {
      const line = lines[k]
      element.className = !line ? 'empty' : line.token === written.token ? 'written' : ''
      if (!line) return
      write(token, visible(line.token))
      write(share, percent(line.p))
      bar.style.transform = `scaleX(${line.p})`
    })
  }
}
