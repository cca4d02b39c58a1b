// The arithmetic of one step, on demand: the score and the share of every source position.

import { formula, html, write } from '../lib/dom.js'
import { number, visible } from '../lib/paint.js'

const DIGITS = { score: 2, alignment: 3 }

export class Numbers {
  /** @type {import('../lib/cursor.js').Cursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.rows = []
    this.how = html('p')
    this.head = html('tr')
    this.body = html('tbody', { onpointerleave: () => cursor.leave() })
    this.total = html('td')
    this.foot = html('tfoot', {}, html('tr', {}, html('th', { colspan: 3, scope: 'row' }, formula('Σ_{j}'), ' ', formula('α_{ij}')), this.total))
    const table = html('table', {}, html('thead', {}, this.head), this.body, this.foot)
    const scroller = html('div', { class: 'scroller', tabindex: 0, 'aria-label': words.numbers_title }, table)
    const summary = html('summary', {}, words.numbers_title)
    this.element = html('details', { class: 'numbers', ontoggle: () => this.point() }, summary, this.how, scroller)
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    this.names = ['score', 'alignment'].filter((name) => name in reading.values)
    write(this.how, this.names.length === 2 ? this.words.numbers_how : this.words.numbers_share)
    const titles = this.names.map((name) => {
      const { label, symbol } = reading.quantities[name]
      return html('th', { scope: 'col' }, label, ' ', formula(`${symbol}_{ij}`))
    })
    this.foot.hidden = reading.normalised
    this.head.replaceChildren(html('th', { scope: 'col', colspan: 2 }, this.words.source), ...titles)
    for (const { element } of this.rows.splice(reading.source.length)) element.remove()
    while (this.rows.length < reading.source.length) this.rows.push(this.row(this.rows.length))
    this.point()
  }

  row(source) {
    const listens = {
      onpointermove: () => this.cursor.hover({ source }),
      onclick: () => this.cursor.click({ source }),
    }
    const [place, token, score] = [html('td'), html('td', { class: 'token' }), html('td')]
    const [bar, alignment] = [html('i'), html('output')]
    const element = html('tr', listens, place, token, score, html('td', {}, bar, alignment))
    this.body.append(element)
    return { element, place, token, score, bar, alignment }
  }

  point() {
    if (!this.element.open) return
    const { reading, names, theme } = this
    const { target, source } = reading.pair(this.cursor.place)
    const scale = reading.scale(theme)
    write(this.total, number(reading.sum(target), DIGITS.alignment))
    this.rows.forEach((row, j) => {
      write(row.place, String(j + 1))
      write(row.token, visible(reading.source[j]))
      for (const name of names) write(row[name], number(reading.at(name, { target, source: j }), DIGITS[name]))
      row.score.hidden = !names.includes('score')
      const weight = reading.weight(target, j)
      const colour = scale.css(weight < 0 ? scale.low : scale.high)
      row.bar.style.cssText = `background: ${colour}; transform: scaleX(${Math.abs(weight) / scale.high})`
      row.element.classList.toggle('cursor', j === source)
    })
  }
}
