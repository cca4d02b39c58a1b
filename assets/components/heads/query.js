// One query, step by step: its numbers, every key, the score, the weight, the value, and their sum.

import { formula, html, part, write } from '../lib/dom.js'
import { attentionScale } from '../lib/matrix/attention.js'
import { diverging, fitCanvas, number, paintHeatmap, reachOf, visible } from '../lib/paint.js'

const [CELL, HEIGHT] = [15, 16] // CSS pixels of a number in a strip

export class Query {
  /** @type {import('../lib/cursor.js').Cursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.rows = []
    this.equation = html('p', { class: 'arithmetic' })
    this.query = html('canvas')
    this.context = html('canvas')
    this.asks = html('p', { class: 'asks' })
    this.body = html('tbody', { onpointerleave: () => cursor.leave() })
    this.head = html('tr')
    const table = html('table', {}, html('thead', {}, this.head), this.body)
    this.scroller = html('div', { class: 'keys', tabindex: 0, 'aria-label': words.query_title }, table)
    this.adds = html('p', { class: 'asks' })
    this.element = part('query', words.query_title, words.query_how, this.asks, this.equation, this.scroller, this.adds)
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    const symbol = (name, index) => formula(`${reading.quantities[name].symbol}_{${index}}`)
    const columns = [[''], [symbol('key', 'j')], [symbol('score', 'ij')], [symbol('alignment', 'ij')], [symbol('value', 'j')]]
    this.head.replaceChildren(...columns.map((children) => html('th', { scope: 'col' }, ...children)))
    this.asks.replaceChildren(symbol('query', 'i'), ' = ', this.query)
    const sum = html('span', { class: 'muted' }, this.words.sum)
    this.adds.replaceChildren(symbol('context', 'i'), ' = ', this.context, sum)
    for (const { element } of this.rows.splice(reading.sizes.target)) element.remove()
    while (this.rows.length < reading.sizes.target) this.rows.push(this.row(this.rows.length))
    this.paint()
  }

  row(source) {
    const listens = { onpointermove: () => this.cursor.hover({ target: this.cursor.place.target, source }) }
    const [token, key, score, value] = [html('td', { class: 'token' }), html('canvas'), html('td'), html('canvas')]
    const [bar, weight] = [html('i'), html('output')]
    const share = html('td', { class: 'share' }, bar, weight)
    const element = html('tr', listens, token, html('td', {}, key), score, share, html('td', {}, value))
    this.body.append(element)
    return { element, token, key, score, bar, weight, value }
  }

  paint() {
    if (this.reading) this.point()
  }

  point() {
    const { reading, cursor, theme } = this
    const { place } = cursor
    const [scores, weights] = [reading.row('score', place), reading.row('alignment', place)]
    const [negative, positive] = reading.diverging
    const scaleOf = (...names) => {
      const reach = Math.max(...names.map((name) => reachOf(this.all(name, place), 0.97, 0.5)))
      return diverging(theme.background, negative, positive, reach)
    }
    const [asked, answered] = [scaleOf('query', 'key'), scaleOf('value', 'context')]
    this.strip(this.query, reading.vector('query', place, place.target), asked)
    this.strip(this.context, reading.vector('context', place, place.target), answered)
    const blue = attentionScale(reading, theme).css(1)
    const source = place.source ?? weights.indexOf(Math.max(...weights))
    const gold = reading.gold(place.target)
    this.element.style.setProperty('--gold', reading.quantities.gold_alignment.colour)
    this.rows.forEach((row, j) => {
      const sees = reading.sees(place.target, j)
      write(row.token, `${j} ${visible(reading.tokens[j])}`)
      this.strip(row.key, reading.vector('key', place, j), asked)
      this.strip(row.value, reading.vector('value', place, j), answered)
      write(row.score, number(scores[j]))
      write(row.weight, sees ? number(weights[j], 3) : '–')
      row.bar.style.cssText = `background: ${blue}; transform: scaleX(${sees ? weights[j] : 0})`
      row.element.title = sees ? '' : this.words.hidden
      row.element.classList.toggle('hidden', !sees)
      row.element.classList.toggle('cursor', j === source)
      row.element.classList.toggle('sought', j === gold)
    })
    write(this.equation, this.arithmetic(place, source, scores, weights))
  }

  /** The numbers of one head's vectors, all positions. */
  all(name, { layer, head }) {
    const { head: heads, target, unit } = this.reading.sizes
    const start = (layer * heads + head) * target * unit
    return this.reading.values[name].values.subarray(start, start + target * unit)
  }

  strip(canvas, vector, scale) {
    const width = CELL * vector.length
    const context = fitCanvas(canvas, width, HEIGHT)
    paintHeatmap(context, vector, { rows: 1, columns: vector.length }, scale, { x: 0, y: 0, width, height: HEIGHT })
    context.strokeStyle = this.theme.line
    context.strokeRect(0.5, 0.5, width - 1, HEIGHT - 1)
  }

  /** Score and weight of a pair of positions, written out. */
  arithmetic(place, source, scores, weights) {
    const { reading, words } = this
    const [i, j, d] = [place.target, source, reading.sizes.unit]
    const [query, key] = [reading.vector('query', place, i), reading.vector('key', place, j)]
    const product = query.reduce((sum, q, u) => sum + q * key[u], 0)
    const score = `q${low(i)}·k${low(j)} / √${d} = ${number(product)} / ${number(Math.sqrt(d))} = ${number(scores[j])}`
    if (!reading.sees(i, j)) return `${score}   →   ${words.hidden}`
    const seen = Array.from(scores).filter((_, k) => reading.sees(i, k))
    const most = Math.max(...seen)
    const total = seen.reduce((sum, e) => sum + Math.exp(e - most), 0)
    return `${score}   →   α = exp(${number(scores[j])} − ${bracketed(most)}) / ${number(total)} = ${number(weights[j], 3)}`
  }
}

const bracketed = (value) => (value < 0 ? `(${number(value)})` : number(value))
const low = (index) => Array.from(String(index), (digit) => String.fromCharCode(0x2080 + Number(digit))).join('')
