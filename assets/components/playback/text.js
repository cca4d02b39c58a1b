// The text so far, the token of this step lit, and under every token a bar as high as its surprisal.

import { html, part } from '../lib/dom.js'
import { sequential, visible } from '../lib/paint.js'

const HIGHEST = 12 // bits of the highest bar
const SPECIAL = /^⟨.+⟩$/

export class Text {
  constructor(words, go) {
    this.go = go
    this.text = html('div', { class: 'text', onclick: ({ target }) => target.dataset.step && go(Number(target.dataset.step)) })
    this.element = part('written', words.text, words.text_how, this.text)
  }

  show(writing, theme) {
    const scale = sequential(theme.faint, writing.quantities.surprisal.colour, 0, HIGHEST / 2)
    const start = html('span', { class: 'special' }, visible(writing.start))
    this.spans = writing.tokens.map((token, step) => {
      const special = SPECIAL.test(token) && token.length > 1
      const kind = [step < writing.given ? 'given' : 'new', special ? 'special' : ''].join(' ')
      const span = html('span', { class: kind, 'data-step': step }, token === '\n' ? '↵\n' : token)
      span.style.setProperty('--high', `${(Math.min(HIGHEST, writing.bits(step)) / HIGHEST).toFixed(3)}`)
      span.style.setProperty('--colour', scale.css(writing.bits(step)))
      return span
    })
    this.start = start
    this.text.replaceChildren(start, ...this.spans)
    this.stay()
  }

  /** Never become lower, so that what is below stays where it is while texts of all lengths come and go. */
  stay() {
    const { text } = this
    if (text.clientWidth !== this.width) this.tallest = 0
    this.width = text.clientWidth
    text.style.minHeight = ''
    this.tallest = Math.max(this.tallest, text.offsetHeight)
    text.style.minHeight = `${this.tallest}px`
  }

  point(at) {
    this.spans.forEach((span, step) => {
      span.classList.toggle('ahead', step > at)
      span.classList.toggle('lit', step === at)
      span.classList.toggle('read', step === at - 1)
    })
    this.start.classList.toggle('read', at === 0)
    this.reveal(this.spans[at])
  }

  /** Scroll the text, and never the page, until the lit token is in sight. */
  reveal({ offsetTop, offsetHeight }) {
    const { scrollTop, clientHeight } = this.text
    if (offsetTop < scrollTop || offsetTop + 2 * offsetHeight > scrollTop + clientHeight)
      this.text.scrollTop = offsetTop - offsetHeight
  }
}
