// What the network could have said at the cursor's step, what it said, and how much of it was copied.

import { fillIn, html, part, write } from '../lib/dom.js'
import { percent, visible, widest } from '../lib/paint.js'
import { bare } from './reading.js'

const WIDE = 150 // CSS pixels that a token gets at most

export class Bars {
  /** @type {import('../lib/cursor.js').Cursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.rows = []
    this.list = html('ol')
    this.gate = html('p', { class: 'gate' })
    this.element = part('bars', words.bars_title, words.bars_how, this.list, this.gate)
  }

  show(reading, theme) {
    this.reading = reading
    const count = reading.arrays.likely0.shape[1] + 1 // the last row is for what was said, should it be none of them
    if (this.rows.length !== count) {
      this.rows = Array.from({ length: count }, () => {
        const [token, bar, share] = [html('b', { class: 'token' }), html('i'), html('output')]
        return { token, bar, share, element: html('li', {}, token, html('div', {}, bar), share) }
      })
      this.list.replaceChildren(...this.rows.map((row) => row.element))
    }
    const tokens = reading.exchanges.flatMap(({ likely, target }) => [...likely.flat(), ...target]).map(bare)
    this.list.style.setProperty('--widest', `${Math.min(WIDE, widest(tokens, `600 18.4px ${theme.mono}`)) + 2}px`)
    this.list.style.setProperty('--colour', reading.quantities.probability.colour)
    this.point()
  }

  point() {
    const place = this.reading.place(this.cursor.place)
    const { ranked, written } = this.reading.candidates(place)
    const outside = !ranked.some(({ token }) => token === written.token)
    const lines = [...ranked, outside ? written : null]
    this.rows.forEach(({ token, bar, share, element }, k) => {
      const line = lines[k]
      element.className = !line ? 'empty' : line.token === written.token ? 'written' : ''
      if (!line) return
      write(token, visible(bare(line.token)))
      write(share, percent(line.p))
      bar.style.transform = `scaleX(${line.p})`
    })
    const softmax = this.reading.gate(place)
    const told = softmax === null ? '' : fillIn(this.words.gate, { copied: percent(1 - softmax), softmax: percent(softmax) })
    write(this.gate, told)
  }
}
