// The bubbles: what was said on the right, what was answered on the left, and ribbons between them.

import { formula, html, part, write } from '../lib/dom.js'
import { attentionScale } from '../lib/matrix/attention.js'
import { fitCanvas, number, percent, visible } from '../lib/paint.js'
import { bare } from './reading.js'

const FAINT = 0.02 // a share too small to be drawn
const WIDEST = 18 // CSS pixels of a ribbon that carries everything
const KNOT = 26 // and from the left of an answer to the one vector above it

export class Talk {
  /** @type {import('../lib/cursor.js').Cursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words, attends) {
    this.cursor = cursor
    this.words = words
    this.bubbles = []
    this.canvas = html('canvas', { 'aria-hidden': 'true' })
    this.rows = html('div', { class: 'rows' })
    const listens = {
      class: 'sheet',
      role: 'slider',
      tabindex: 0,
      'aria-label': words.talk_title,
      'aria-valuemin': 1,
      onpointermove: (event) => this.at(event, (place) => cursor.hover(place)),
      onclick: (event) => this.at(event, (place) => cursor.click(place)),
      onpointerleave: () => cursor.leave(),
      onkeydown: (event) => this.pressed(event),
    }
    this.sheet = html('div', listens, this.rows, this.canvas)
    this.scroller = html('div', { class: 'scroller' }, this.sheet)
    this.tale = new Tale(words)
    const how = attends ? words.talk_how : words.talk_none_how
    this.element = part('talk', words.talk_title, how, this.scroller, this.tale.element)
  }

  show(reading, theme) {
    this.theme = theme
    const known = this.reading?.exchanges
    this.reading = reading
    if (JSON.stringify(known) !== JSON.stringify(reading.exchanges) || this.shown !== String(reading.verdicts)) this.build()
    this.shown = String(reading.verdicts)
    if (known?.length !== reading.exchanges.length) this.scroller.scrollTop = this.scroller.scrollHeight
    this.paint()
  }

  /** Make the bubbles anew: they are few. */
  build() {
    const { reading, words } = this
    this.bubbles = reading.exchanges.map((exchange, k) => {
      const turn = html('span', { class: 'sign', 'data-turn': k }, reading.signs.turn)
      const said = reading.said(k).map((token, j) => html('span', { 'data-said': `${k}.${j}` }, bare(token)))
      const answered = exchange.target.map((token, i) => {
        const sign = token === reading.signs.end
        return html('span', { class: sign ? 'sign' : '', 'data-answer': `${k}.${i}` }, bare(token))
      })
      const verdict = reading.verdicts[k]
      const mark = verdict === null ? '' : verdict ? `✓ ${words.right}` : `✗ ${words.wrong}`
      const note = html('small', { class: verdict === false ? 'wrong' : 'right' }, exchange.ended ? mark : words.cut)
      const mine = html('p', { class: 'said', 'aria-label': words.you }, ...(exchange.begin ? [turn] : []), ...spaced(said, reading.said(k)))
      const theirs = html('p', { class: 'answer', 'aria-label': words.network }, ...spaced(answered, exchange.target))
      return { turn, said, answered, mine, theirs, row: html('div', { class: 'exchange' }, mine, html('div', { class: 'line' }, theirs, note)) }
    })
    this.rows.replaceChildren(...this.bubbles.map(({ row }) => row))
  }

  paint() {
    if (!this.reading) return
    this.width = this.sheet.clientWidth
    this.height = this.sheet.offsetHeight
    this.point()
  }

  point() {
    const { reading, cursor, theme } = this
    const at = reading.place(cursor.place)
    const bySource = cursor.place.by === 'source' && reading.attends
    const scale = attentionScale(reading, theme)
    const lit = (span, weight) => {
      span.style.backgroundColor = weight > FAINT ? scale.css(weight) : ''
      span.style.color = weight > FAINT ? scale.ink(weight) : ''
    }
    this.bubbles.forEach((bubble, u) => {
      const offset = reading.offset(at.exchange, u)
      bubble.mine.classList.toggle('pale', offset === null)
      bubble.theirs.classList.toggle('pale', u !== at.exchange)
      const weight = (j) => (offset === null || bySource ? 0 : reading.weight(at.exchange, at.target, j))
      bubble.said.forEach((span, j) => {
        lit(span, weight(offset + j))
        span.classList.toggle('cursor', bySource && offset !== null && offset + j === at.source)
      })
      lit(bubble.turn, u === at.exchange && offset > 0 ? weight(offset - 1) : 0)
      bubble.answered.forEach((span, i) => {
        lit(span, bySource && u === at.exchange ? reading.weight(u, i, at.source) : 0)
        span.classList.toggle('cursor', !bySource && u === at.exchange && i === at.target)
      })
    })
    this.element.classList.toggle('pinned', cursor.pinned)
    this.draw(at, bySource)
    this.tale.tell(reading, at, cursor.pinned)
    const { length } = reading.exchanges[at.exchange].target
    this.sheet.setAttribute('aria-valuemax', String(length))
    this.sheet.setAttribute('aria-valuenow', String(at.target + 1))
    this.sheet.setAttribute('aria-valuetext', bare(reading.exchanges[at.exchange].target[at.target]))
  }

  /** The ribbons of the word at the cursor. */
  draw(at, bySource) {
    const { reading, theme } = this
    const context = fitCanvas(this.canvas, this.width, this.height)
    context.clearRect(0, 0, this.width, this.height)
    if (!reading.attends) return this.funnel(context, at)
    const { source, target } = reading.exchanges[at.exchange]
    const colour = attentionScale(reading, theme).css(1)
    const pairs = bySource ? target.map((_, i) => [i, at.source]) : source.map((_, j) => [at.target, j])
    for (const [i, j] of pairs) {
      const share = reading.weight(at.exchange, i, j)
      if (share > FAINT) this.ribbon(context, this.spanOf(at.exchange, j), this.bubbles[at.exchange].answered[i], share, colour)
    }
    context.globalAlpha = 1
  }

  /** Without attention all that was read goes through one vector, once. */
  funnel(context, { exchange }) {
    const { source } = this.reading.exchanges[exchange]
    const answer = this.box(this.bubbles[exchange].theirs)
    const knot = { x: answer.left + KNOT, y: answer.top - KNOT / 2 }
    context.strokeStyle = this.theme.muted
    context.globalAlpha = 0.35
    context.lineWidth = 1.5
    context.beginPath()
    source.forEach((_, j) => {
      const from = this.box(this.spanOf(exchange, j))
      const [x, y] = [from.left + from.width / 2, from.bottom]
      const bend = Math.max(14, (knot.y - y) / 2)
      context.moveTo(x, y)
      context.bezierCurveTo(x, y + bend, knot.x, knot.y - bend, knot.x, knot.y)
    })
    context.stroke()
    context.globalAlpha = 1
    context.fillStyle = this.theme.text
    context.beginPath()
    context.arc(knot.x, knot.y, 5, 0, 2 * Math.PI)
    context.fill()
  }

  /** Where an element stands on the canvas. */
  box(element) {
    const [frame, { left, top, bottom, width }] = [this.sheet.getBoundingClientRect(), element.getBoundingClientRect()]
    return { left: left - frame.left, top: top - frame.top, bottom: bottom - frame.top, width }
  }

  /** The element of a source position. */
  spanOf(k, j) {
    const { begin } = this.reading.exchanges[k]
    if (j >= begin) return this.bubbles[k].said[j - begin]
    return j === begin - 1 ? this.bubbles[k].turn : this.bubbles[k - 1].said[j]
  }

  ribbon(context, from, to, share, colour) {
    const [a, b] = [this.box(from), this.box(to)]
    const [x0, y0] = [a.left + a.width / 2, a.bottom]
    const [x1, y1] = [b.left + b.width / 2, b.top]
    const bend = Math.max(14, (y1 - y0) / 2)
    context.strokeStyle = colour
    context.lineWidth = Math.max(1, share * WIDEST)
    context.globalAlpha = 0.2 + 0.35 * share
    context.beginPath()
    context.moveTo(x0, y0)
    context.bezierCurveTo(x0, y0 + bend, x1, y1 - bend, x1, y1)
    context.stroke()
  }

  /** What a pointer is over, as a place of the cursor. */
  at(event, then) {
    const { said, turn, answer } = event.target.dataset
    const { exchange } = this.reading.place(this.cursor.place)
    if (answer) {
      const [k, i] = answer.split('.').map(Number)
      return then({ exchange: k, target: i })
    }
    if (!said && !turn) return
    const [u, j] = said ? said.split('.').map(Number) : [Number(turn), -1]
    const k = this.reading.offset(exchange, u) === null ? u : exchange
    then({ exchange: k, source: this.reading.offset(k, u) + j, by: 'source' })
  }

  /** Left and right to another word of the answer, up and down to another answer. */
  pressed(event) {
    const { cursor, reading } = this
    const { exchange, target } = reading.place(cursor.place)
    const last = reading.exchanges[exchange].target.length - 1
    const step = (by) => cursor.move({ exchange, target: Math.min(last, Math.max(0, target + by)) })
    const pin = () => cursor.click(cursor.place)
    const keys = {
      ArrowLeft: () => step(-1),
      ArrowRight: () => step(1),
      ArrowUp: () => cursor.move({ exchange: exchange - 1, target: 0 }),
      ArrowDown: () => cursor.move({ exchange: exchange + 1, target: 0 }),
      Home: () => step(-Infinity),
      End: () => step(Infinity),
      Enter: pin,
      ' ': pin,
      Escape: () => cursor.release(),
    }
    if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
    keys[event.key]()
  }
}

/** The elements of tokens, with a space before each that has one and is not the first. */
function spaced(spans, tokens) {
  return spans.flatMap((span, k) => (k && tokens[k].length > 1 && tokens[k].startsWith(' ') ? [' ', span] : [span]))
}

/** One line that says what the cursor's step says and where it looks. */
class Tale {
  constructor(words) {
    this.words = words
    const token = () => html('b', { class: 'token' })
    this.step = html('span', { class: 'step' })
    this.written = token()
    this.p = html('output', { class: 'p' })
    this.read = token()
    this.share = html('output')
    this.pin = html('span', { class: 'pin' })
    const writes = html('span', {}, words.writes, this.written, this.p)
    const share = html('span', {}, formula('α_{ij}'), ' = ', this.share)
    this.looks = html('span', {}, words.looks, this.read, share)
    this.vector = html('span', {}, words.vector)
    this.element = html('p', { class: 'tale', role: 'status' }, this.step, writes, this.looks, this.vector, this.pin)
  }

  tell(reading, at, pinned) {
    const { exchange, target, source } = at
    const { source: prompt, target: answer } = reading.exchanges[exchange]
    write(this.step, `${target + 1} / ${answer.length}`)
    write(this.written, visible(bare(answer[target])))
    write(this.p, percent(reading.candidates(at).written.p))
    this.looks.hidden = !reading.attends
    this.vector.hidden = reading.attends
    write(this.read, visible(bare(prompt[source])))
    write(this.share, number(reading.weight(exchange, target, source)))
    write(this.pin, pinned ? this.words.pinned : '')
  }
}
