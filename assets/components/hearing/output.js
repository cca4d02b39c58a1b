// What was written, token by token: to point at, to click and hear.

import { html, write } from '../dom.js'
import { visible } from '../paint.js'

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
    this.point()
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
