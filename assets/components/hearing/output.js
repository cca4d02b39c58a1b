// What was written, token by token: to point at, to click and hear.

import { html, write } from '../lib/dom.js'
import { visible } from '../lib/paint.js'

const SMALLEST = 14 // CSS pixels of a letter

export class Output {
  constructor(words, cursor, acts) {
    this.cursor = cursor
    const at = (event, then) => event.target.dataset.at && then({ target: Number(event.target.dataset.at) })
    this.element = html('div', {
      class: 'output',
      role: 'slider',
      tabindex: 0,
      'aria-label': words.output,
      'aria-valuemin': 1,
      onpointermove: (event) => at(event, acts.hover),
      onpointerleave: acts.leave,
      onclick: (event) => at(event, acts.choose),
      onkeydown: acts.key,
    })
    this.spans = []
  }

  show(reading) {
    const { element, spans } = this
    const { target, wrong } = reading
    for (const span of spans.splice(target.length)) span.remove()
    while (spans.length < target.length) spans.push(html('span', { 'data-at': spans.length }))
    element.append(...spans)
    target.forEach((token, k) => {
      write(spans[k], visible(token))
      spans[k].classList.toggle('wrong', Boolean(wrong[k]))
      spans[k].classList.toggle('special', /^⟨.+⟩$/.test(token))
    })
    element.style.setProperty('--colour', reading.quantities.alignment.colour)
    element.setAttribute('aria-valuemax', target.length)
    this.paint()
    this.point()
  }

  /** As large as fits into one line, so that nothing below it jumps when more or fewer tokens are written. */
  paint() {
    const { style } = this.element
    style.fontSize = ''
    const { clientWidth, scrollWidth } = this.element
    if (!clientWidth || scrollWidth <= clientWidth) return
    const largest = parseFloat(getComputedStyle(this.element).fontSize)
    style.fontSize = `${Math.max(SMALLEST, (0.99 * largest * clientWidth) / scrollWidth)}px`
  }

  /** The tokens after `at` are not written yet. */
  written(at) {
    this.spans.forEach((span, k) => span.classList.toggle('ahead', k > at))
  }

  point() {
    const { target, pinned } = this.cursor.place
    this.spans.forEach((span, k) => span.classList.toggle('cursor', k === target))
    this.element.classList.toggle('pinned', pinned)
    this.element.setAttribute('aria-valuenow', target + 1)
    this.element.setAttribute('aria-valuetext', this.spans[target]?.textContent ?? '')
  }
}
