// The source on one line, the output on another, and between them bands as wide as the attention they carry.

import { formula, html, part, write } from '../lib/dom.js'
import { fitCanvas, number, percent, visible } from '../lib/paint.js'
import { keepInSight, overflows } from './scrolling.js'

const FAINT = 0.004 // a share too small to be seen
const ASIDE = 60 // CSS pixels that stay in sight beside the cursor
const WIDEST = 40 // CSS pixels of a ribbon that carries everything

export class Ribbons {
  /** @type {import('../lib/cursor.js').Cursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.source = this.line('source', words.source, (at) => ({ source: at, by: 'source' }))
    this.target = this.line('target', words.target, (at) => ({ target: at }))
    this.faint = html('canvas', { 'aria-hidden': 'true' })
    this.lit = html('canvas', { 'aria-hidden': 'true' })
    this.note = html('p', { class: 'note' })
    const listens = {
      class: 'bands',
      onpointermove: (event) => cursor.hover(this.under(event)),
      onclick: (event) => cursor.click(this.under(event)),
    }
    this.bands = html('div', listens, this.faint, this.lit, this.note)
    const sheet = html('div', { class: 'sheet' }, this.source.element, this.bands, this.target.element)
    this.scroller = html('div', { class: 'scroller', onpointerleave: () => cursor.leave() }, sheet)
    this.tale = new Tale(words)
    this.element = part('ribbons', words.ribbons_title, words.ribbons_how, this.tale.element, this.scroller)
  }

  /** One sentence; `place` turns a position in it into where the cursor then is. */
  line(side, caption, place) {
    const { cursor } = this
    const at = (event, then) => event.target.dataset.at && then(place(Number(event.target.dataset.at)))
    const tokens = html('div', {
      class: 'tokens',
      role: 'slider',
      tabindex: 0,
      'aria-label': caption,
      'aria-valuemin': 1,
      onpointermove: (event) => at(event, (where) => cursor.hover(where)),
      onclick: (event) => at(event, (where) => cursor.click(where)),
      onkeydown: (event) => this.pressed(event, side),
    })
    const element = html('div', { class: `line ${side}` }, html('span', { class: 'caption' }, caption), tokens)
    return { element, tokens, spans: [] }
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    this.write(this.source, reading.source)
    this.write(this.target, reading.target)
    const { words } = this
    write(this.element.querySelector('header p'), reading.attends ? words.ribbons_how : words.ribbons_none_how)
    write(this.note, reading.attends ? '' : words.ribbons_none)
    this.paint()
  }

  write({ tokens, spans }, sentence) {
    for (const span of spans.splice(sentence.length)) span.remove()
    while (spans.length < sentence.length) spans.push(html('span', { 'data-at': spans.length }))
    tokens.append(...spans)
    sentence.forEach((word, k) => {
      write(spans[k], visible(word))
      spans[k].classList.toggle('word', word.length > 1)
    })
    tokens.setAttribute('aria-valuemax', sentence.length)
  }

  /** Find out where the tokens stand, and draw what does not depend on the cursor. */
  paint() {
    if (!this.reading) return
    const middle = ({ offsetLeft, offsetWidth }) => offsetLeft + offsetWidth / 2
    for (const line of [this.source, this.target]) line.middles = line.spans.map(middle)
    this.widest = Math.min(WIDEST, ...this.target.spans.map((span) => 0.9 * span.offsetWidth))
    this.width = this.bands.clientWidth
    this.height = this.bands.clientHeight
    this.scrolls = overflows(this.scroller)
    const context = this.clear(this.faint)
    if (this.reading.attends) this.draw(context, () => true, (share) => 0.06 + 0.14 * share)
    else this.drawFunnel(context)
    this.point()
  }

  point() {
    const { cursor, reading, source, target, theme } = this
    const { place } = cursor
    const scale = reading.scale(theme)
    const bySource = place.by === 'source'
    const lit = (i, j) => (bySource ? j === place.source : i === place.target)
    this.mark(source, place.source, scale, (j) => (bySource ? 0 : reading.weight(place.target, j)))
    this.mark(target, bySource ? null : place.target, scale, (i) => (bySource ? reading.weight(i, place.source) : 0))
    this.element.classList.toggle('pinned', place.pinned)
    const context = this.clear(this.lit)
    if (reading.attends) this.draw(context, lit, (share) => 0.35 + 0.6 * share)
    const middle = bySource ? source.middles[place.source] : target.middles[place.target]
    if (this.scrolls) keepInSight(this.scroller, { left: middle - ASIDE, right: middle + ASIDE })
    this.tale.tell(reading, place)
  }

  /** Frame the token at the cursor, and colour the others by how much attention runs there. */
  mark({ tokens, spans }, cursor, scale, share) {
    spans.forEach((span, k) => {
      const p = this.reading.attends ? share(k) : 0
      const seen = Math.abs(p) > FAINT
      span.style.backgroundColor = seen ? scale.css(p) : ''
      span.style.color = seen ? scale.ink(p) : ''
      span.classList.toggle('cursor', k === cursor)
    })
    tokens.setAttribute('aria-valuenow', (cursor ?? 0) + 1)
    tokens.setAttribute('aria-valuetext', spans[cursor ?? 0].textContent)
  }

  clear(canvas) {
    const context = fitCanvas(canvas, this.width, this.height)
    context.clearRect(0, 0, this.width, this.height)
    return context
  }

  /**
   * The ribbons that are `wanted`, as wide as their share and as opaque as `opacity` makes of it. Of weights that are no
   * shares, as wide as their part of the sum of all sizes, in the colour of their sign.
   */
  draw(context, wanted, opacity) {
    const { source, target, reading, widest, theme } = this
    const scale = reading.scale(theme)
    target.middles.forEach((middle, i) => {
      let to = middle - widest / 2 // the ribbons of a target token arrive side by side
      const whole = reading.normalised ? 1 : reading.sum(i, Math.abs) || 1
      source.middles.forEach((from, j) => {
        const weight = reading.weight(i, j)
        const share = Math.abs(weight) / whole
        const width = share * widest
        if (share > FAINT && wanted(i, j)) {
          context.strokeStyle = scale.css(weight < 0 ? scale.low : scale.high)
          context.lineWidth = width
          context.globalAlpha = opacity(share)
          this.ribbon(context, from, to + width / 2)
        }
        to += width
      })
    })
    context.globalAlpha = 1
  }

  ribbon(context, from, to) {
    const [bottom, bend] = [this.height, this.height / 2]
    context.beginPath()
    context.moveTo(from, 0)
    context.bezierCurveTo(from, bend, to, bend, to, bottom)
    context.stroke()
  }

  /** Without attention every output token gets the same one vector. */
  drawFunnel(context) {
    const [x, y] = [this.width / 2, this.height / 2]
    context.strokeStyle = this.theme.line
    context.lineWidth = 1.5
    context.beginPath()
    for (const [{ middles }, edge] of [[this.source, 0], [this.target, this.height]]) {
      for (const middle of middles) {
        context.moveTo(middle, edge)
        context.bezierCurveTo(middle, (edge + y) / 2, x, (edge + y) / 2, x, y)
      }
    }
    context.stroke()
  }

  /** The position nearest to the pointer: of the source in the upper half, of the output in the lower. */
  under({ clientX, clientY }) {
    const box = this.bands.getBoundingClientRect()
    const above = clientY - box.top < box.height / 2
    const distances = (above ? this.source : this.target).middles.map((x) => Math.abs(x + box.left - clientX))
    const nearest = distances.indexOf(Math.min(...distances))
    return above ? { source: nearest, by: 'source' } : { target: nearest }
  }

  pressed(event, side) {
    const { cursor, reading } = this
    const here = side === 'source' ? reading.pair(cursor.place).source : cursor.place.target
    const go = (at) => cursor.move(side === 'source' ? { source: at, by: 'source' } : { target: at })
    const pin = () => cursor.click(cursor.place)
    const keys = {
      ArrowLeft: () => go(here - 1),
      ArrowRight: () => go(here + 1),
      Home: () => go(0),
      End: () => go(Infinity),
      Enter: pin,
      ' ': pin,
      Escape: () => cursor.release(),
    }
    if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    keys[event.key]()
  }
}

/** One line that says what the cursor's step writes and where it looks. */
class Tale {
  constructor(words) {
    this.words = words
    const token = () => html('b', { class: 'token' })
    this.step = html('span', { class: 'step' })
    this.pin = html('span', { class: 'pin' })
    this.written = token()
    this.p = html('output', { class: 'p' })
    this.read = token()
    this.share = html('output')
    const writes = html('span', {}, words.writes, this.written, this.p)
    this.sum = html('output')
    this.total = html('span', {}, formula('Σ_{j}'), ' ', formula('α_{ij}'), ' = ', this.sum)
    const share = html('span', {}, formula('α_{ij}'), ' = ', this.share)
    this.looks = html('span', {}, words.looks, this.read, share, this.total)
    this.element = html('p', { class: 'tale', role: 'status' }, this.step, this.pin, writes, this.looks)
  }

  tell(reading, place) {
    const { target, source } = reading.pair(place)
    write(this.step, `${target + 1} / ${reading.target.length}`)
    write(this.written, visible(reading.target[target]))
    write(this.p, percent(reading.candidates(target).written.p))
    this.looks.hidden = !reading.attends
    if (reading.attends) {
      write(this.read, visible(reading.source[source]))
      write(this.share, number(reading.weight(target, source)))
      this.total.hidden = reading.normalised
      write(this.sum, number(reading.sum(target)))
    }
    write(this.pin, place.pinned ? this.words.pinned : '')
  }
}
