// Pieces of text, each character on the colour of a number: read, brushed with the pointer, or chosen from a list.

import { Component, component } from '../lib/component.js'
import { html } from '../lib/dom.js'
import { diverging, sequential, visible } from '../lib/paint.js'

class Passages extends Component {
  static css = ['passages/passages.css']
  static frame = 'passages'

  redraw(reading) {
    const { theme, element } = this
    const { low, high, colour, negative } = reading.scale
    const { background } = theme
    this.scale = negative ? diverging(background, negative, colour, high) : sequential(background, colour, low, high)
    this.rows = reading.rows.map((row, number) => this.row(row, number))
    element.className = `passages ${reading.mode} ${reading.align === null ? 'flowing' : 'aligned'}`
    const text = element.querySelector('.text')
    const [scrolled, focused] = [text?.scrollTop ?? 0, text !== null && this.root.activeElement === text]
    element.replaceChildren(...this.rows.map(({ element }) => element))
    if (reading.mode === 'brush') this.brushable(this.rows[0])
    if (reading.mode === 'choose') this.mark(this.chosen ?? 0)
    if (focused) this.rows[0].text.focus({ preventScroll: true }) // a key moved the brush, and the next one shall too
    if (reading.mode === 'brush') this.rows[0].text.scrollTop = scrolled
  }

  /** One passage: what stands before it, and its characters; an aligned one begins where its match does. */
  row({ label, tokens, values, marks, match }, number) {
    const text = html('div', { class: 'text' })
    const flowing = this.reading.align === null
    if (!flowing) text.append(' '.repeat(Math.max(0, this.reading.align - match[0])))
    const spans = tokens.map((token, k) => {
      const span = html('span', { 'data-k': k }, token === ' ' ? ' ' : visible(token))
      span.style.backgroundColor = this.scale.css(values[k])
      span.style.color = this.scale.ink(values[k])
      if (marks?.[k]) span.classList.add('marked')
      if (match && k >= match[0] && k < match[1]) span.classList.add('match')
      text.append(span, ...(flowing && token === '\n' ? [html('br')] : []))
      return span
    })
    const element = html(this.reading.mode === 'choose' ? 'button' : 'div', { class: 'row' })
    if (label) element.append(html('div', { class: 'label' }, label))
    element.append(text)
    if (this.reading.mode === 'choose') element.onclick = () => this.choose(number)
    return { element, text, spans }
  }

  choose(number) {
    this.chosen = number
    this.mark(number)
    this.report.state('chosen', number)
  }

  mark(number) {
    this.rows.forEach(({ element }, k) => element.setAttribute('aria-pressed', k === number))
  }

  /** Let a stretch of the text be chosen: drag over it, or move its end with the arrow keys (its beginning with Alt). */
  brushable({ text, spans }) {
    let [from, to] = this.reading.brush
    let held = null
    const paint = () =>
      spans.forEach((span, k) => {
        span.classList.toggle('brushed', k >= from && k < to)
        span.classList.toggle('first', k === from)
        span.classList.toggle('last', k === to - 1)
      })
    const settle = () => this.report.state('brush', { from, to })
    const under = ({ clientX, clientY }) => {
      const at = this.root.elementFromPoint(clientX, clientY)?.getAttribute('data-k')
      return at == null ? null : Number(at)
    }
    text.onpointerdown = (event) => {
      const at = under(event)
      if (at === null) return
      held = at
      ;[from, to] = [at, at + 1]
      text.setPointerCapture(event.pointerId)
      event.preventDefault()
      text.focus()
      paint()
    }
    text.onpointermove = (event) => {
      const at = held === null ? null : under(event)
      if (at === null) return
      ;[from, to] = [Math.min(held, at), Math.max(held, at) + 1]
      paint()
    }
    text.onpointerup = () => {
      if (held === null) return
      held = null
      settle()
    }
    text.onpointercancel = text.onpointerup
    text.onkeydown = (event) => {
      const { key, altKey } = event
      const step = { ArrowLeft: -1, ArrowRight: 1 }[key]
      if (!step) return
      event.preventDefault()
      if (altKey) from = Math.min(to - 1, Math.max(0, from + step))
      else to = Math.max(from + 1, Math.min(spans.length, to + step))
      paint()
      clearTimeout(this.resting)
      this.resting = setTimeout(settle, 400)
    }
    text.tabIndex = 0
    text.setAttribute('role', 'application')
    text.setAttribute('aria-label', this.reading.words.brush)
    paint()
  }
}

export default component(Passages)
