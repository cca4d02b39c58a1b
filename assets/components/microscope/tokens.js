// The text itself, each token in the colour of what one unit holds after reading it.

import { formula, html, write } from '../lib/dom.js'
import { steer } from '../lib/keys.js'
import { number, visible } from '../lib/paint.js'
import { part } from './part.js'

const BLANKS = { ' ': '·', '\n': '↵', '\t': '⇥   ' }

export class Tokens {
  /** @type {import('../lib/text_cursor.js').TextCursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.spans = []
    this.text = html('div', {
      class: 'text',
      role: 'slider',
      tabindex: 0,
      'aria-label': words.cursor,
      'aria-valuemin': 1,
      onpointermove: (event) => this.pointed(event, (time) => cursor.hover({ time })),
      onclick: (event) => this.pointed(event, (time) => cursor.click({ time })),
      onkeydown: (event) => steer(cursor, event, (lines) => cursor.go(this.line(lines))),
    })
    this.state = html('span', { class: 'state', role: 'status' })
    this.legend = html('span', { class: 'legend' }, html('span'), html('i'), html('span'))
    this.controls = html('div', { class: 'controls' })
    this.element = part('tokens', words.tokens_title, words.tokens_how, this.controls, this.text)
  }

  show(reading, theme) {
    if (!reading.sameText(this.reading)) this.write(reading.tokens)
    this.reading = reading
    this.theme = theme
    this.offer(reading)
    this.text.setAttribute('aria-valuemax', reading.length)
    this.colour()
    this.point()
  }

  /** Put the tokens down; those that stood there already stay, so that a text being written only grows. */
  write(tokens) {
    const old = this.reading?.tokens ?? []
    let kept = 0
    while (kept < tokens.length && tokens[kept] === old[kept]) kept++
    this.scrolls = null
    this.spans.splice(kept).forEach((span) => {
      while (span.nextSibling && span.nextSibling.tagName !== 'SPAN') span.nextSibling.remove()
      span.remove()
    })
    for (let time = kept; time < tokens.length; time++) {
      const token = tokens[time]
      const span = html('span', { 'data-time': time, class: token.trim() ? null : 'blank' }, BLANKS[token] ?? visible(token))
      this.spans.push(span)
      this.text.append(span, ...(token === '\n' ? [html('br')] : token === ' ' ? [html('wbr')] : []))
    }
  }

  /** The controls: what colours the text, which layer, which unit. */
  offer({ names, quantities, layers, units }) {
    const { cursor, words } = this
    const offered = JSON.stringify([names, layers, units])
    if (offered === this.offered) return
    this.offered = offered
    const option = (value, text) => html('option', { value }, text)
    this.quantity = html('select', { onchange: () => cursor.choose({ quantity: this.quantity.value }) })
    this.quantity.append(...names.map((name) => option(name, `${quantities[name].label} ${quantities[name].symbol}`)))
    this.layer = html('select', { onchange: () => cursor.choose({ layer: Number(this.layer.value) }) })
    this.layer.append(...layers.map((name, layer) => option(layer, name)))
    this.unit = html('select', { onchange: () => cursor.choose({ unit: Number(this.unit.value) }) })
    this.unit.append(...units.map((name, unit) => option(unit, name)))
    this.controls.replaceChildren(
      html('label', {}, words.colour_by, this.quantity),
      ...(layers.length > 1 ? [html('label', {}, words.layer, this.layer)] : []),
      html('label', {}, words.unit, this.unit),
      this.legend,
      this.state,
    )
  }

  /** Colour every token by the chosen unit's chosen quantity. */
  colour() {
    const { cursor, reading, theme } = this
    this.coloured = this.choice()
    const scale = reading.scale(cursor.quantity, cursor, theme)
    const values = reading.series(cursor.quantity, cursor)
    this.spans.forEach((span, time) => {
      span.style.backgroundColor = scale.css(values[time])
      span.style.color = scale.ink(values[time])
    })
    const [low, bar, high] = this.legend.children
    write(low, number(scale.low, 1))
    write(high, number(scale.high, 1))
    const stops = Array.from({ length: 9 }, (_, k) => scale.css(scale.low + ((scale.high - scale.low) * k) / 8))
    bar.style.background = `linear-gradient(to right, ${stops.join()})`
  }

  choice() {
    const { quantity, layer, unit } = this.cursor
    return [quantity, layer, unit].join()
  }

  point() {
    const { cursor, reading, words } = this
    if (this.choice() !== this.coloured) this.colour()
    this.marked?.classList.remove('cursor')
    this.marked = this.spans[cursor.time]
    this.marked.classList.add('cursor')
    this.reveal()
    this.text.classList.toggle('pinned', cursor.pinned)
    this.quantity.value = cursor.quantity
    this.layer.value = cursor.layer
    this.unit.value = cursor.unit
    const token = visible(reading.tokens[cursor.time])
    const value = number(reading.at(cursor.quantity, cursor))
    this.text.setAttribute('aria-valuenow', cursor.time + 1)
    this.text.setAttribute('aria-valuetext', `${token}, ${value}`)
    const { symbol } = reading.quantities[cursor.quantity]
    this.state.replaceChildren(
      html('b', { class: 'token' }, token),
      html('span', {}, `${cursor.time + 1} / ${reading.length}`),
      html('span', { class: 'value' }, formula(symbol), ` = ${value}`),
      html('span', { class: 'pin' }, cursor.pinned ? words.pinned : ''),
    )
  }

  resized() {
    this.scrolls = null
  }

  /** Scroll the text, and never the page, until the cursor is in view; to ask where that is costs a layout. */
  reveal() {
    const { text, marked } = this
    this.scrolls ??= text.scrollHeight > text.clientHeight
    if (!this.scrolls || marked === this.revealed) return
    this.revealed = marked
    const top = marked.offsetTop
    if (top < text.scrollTop) text.scrollTop = top - marked.offsetHeight
    const bottom = top + 2 * marked.offsetHeight - text.clientHeight
    if (bottom > text.scrollTop) text.scrollTop = bottom
  }

  /** Call `then` with the step under the pointer, if there is one. */
  pointed(event, then) {
    const { time } = event.target.dataset
    if (time !== undefined) then(Number(time))
  }

  /** How many steps away the token above (−1) or below (1) the cursor stands. */
  line(direction) {
    const here = this.spans[this.cursor.time]
    const rows = this.spans.map((span) => direction * (span.offsetTop - here.offsetTop))
    const next = Math.min(...rows.filter((distance) => distance > 4))
    if (next === Infinity) return 0
    const distances = this.spans.map((span, time) => (rows[time] === next ? Math.abs(span.offsetLeft - here.offsetLeft) : Infinity))
    return distances.indexOf(Math.min(...distances)) - this.cursor.time
  }
}
