// Pieces of text, each character on the colour of a number: read, brushed with the pointer, or chosen from a list.

import { diverging, sequential, themeOf, visible } from '../paint.js'

const sheet = new CSSStyleSheet()
sheet.replaceSync(await (await fetch(new URL('passages.css', import.meta.url))).text())

const drawn = new WeakMap() // by the shadow root that Streamlit keeps for the component

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement, setStateValue }) {
  let passages = drawn.get(parentElement)
  if (!passages) drawn.set(parentElement, (passages = new Passages(parentElement)))
  passages.report = setStateValue
  passages.show(data)
}

class Passages {
  constructor(root) {
    root.querySelector('.waiting')?.remove() // what kept the room until now
    root.adoptedStyleSheets = [sheet]
    this.root = root
    this.element = make('div', 'passages')
    root.append(this.element)
  }

  show(data) {
    const theme = themeOf(this.root)
    const told = JSON.stringify([data, theme.key])
    if (told === this.told) return
    Object.assign(this, { told, data })
    const { low, high, colour, negative } = data.scale
    const { background } = theme
    this.scale = negative ? diverging(background, negative, colour, high) : sequential(background, colour, low, high)
    this.rows = data.rows.map((row, number) => this.row(row, number))
    this.element.className = `passages ${data.mode} ${data.align === null ? 'flowing' : 'aligned'}`
    const text = this.element.querySelector('.text')
    const [scrolled, focused] = [text?.scrollTop ?? 0, text !== null && this.root.activeElement === text]
    this.element.replaceChildren(...this.rows.map(({ element }) => element))
    if (data.mode === 'brush') this.brushable(this.rows[0])
    if (data.mode === 'choose') this.mark(this.chosen ?? 0)
    if (focused) this.rows[0].text.focus({ preventScroll: true }) // a key moved the brush, and the next one shall too
    if (data.mode === 'brush') this.rows[0].text.scrollTop = scrolled
  }

  /** One passage: what stands before it, and its characters; an aligned one begins where its match does. */
  row({ label, tokens, values, marks, match }, number) {
    const text = make('div', 'text')
    const flowing = this.data.align === null
    if (!flowing) text.append(' '.repeat(Math.max(0, this.data.align - match[0])))
    const spans = tokens.map((token, k) => {
      const span = make('span', '', token === ' ' ? ' ' : visible(token))
      span.dataset.k = k
      span.style.backgroundColor = this.scale.css(values[k])
      span.style.color = this.scale.ink(values[k])
      if (marks?.[k]) span.classList.add('marked')
      if (match && k >= match[0] && k < match[1]) span.classList.add('match')
      text.append(span, ...(flowing && token === '\n' ? [document.createElement('br')] : []))
      return span
    })
    const element = make(this.data.mode === 'choose' ? 'button' : 'div', 'row')
    if (label) element.append(make('div', 'label', label))
    element.append(text)
    if (this.data.mode === 'choose') element.onclick = () => this.choose(number)
    return { element, text, spans }
  }

  choose(number) {
    this.chosen = number
    this.mark(number)
    this.report('chosen', number)
  }

  mark(number) {
    this.rows.forEach(({ element }, k) => element.setAttribute('aria-pressed', k === number))
  }

  /** Let a stretch of the text be chosen: drag over it, or move its end with the arrow keys (its beginning with Alt). */
  brushable({ text, spans }) {
    let [from, to] = this.data.brush
    let held = null
    const paint = () =>
      spans.forEach((span, k) => {
        span.classList.toggle('brushed', k >= from && k < to)
        span.classList.toggle('first', k === from)
        span.classList.toggle('last', k === to - 1)
      })
    const settle = () => this.report('brush', { from, to })
    const under = ({ clientX, clientY }) => {
      const at = this.root.elementFromPoint(clientX, clientY)?.dataset?.k
      return at === undefined ? null : Number(at)
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
      clearTimeout(this.soon)
      this.soon = setTimeout(settle, 400)
    }
    text.tabIndex = 0
    text.setAttribute('role', 'application')
    text.setAttribute('aria-label', this.data.words.brush)
    paint()
  }
}

function make(tag, name, text) {
  const element = document.createElement(tag)
  if (name) element.className = name
  if (text !== undefined) element.textContent = text
  return element
}
