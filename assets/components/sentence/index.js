// A sentence as a strip of words: each on the colour of its likeliest slot, and under it a bar for every slot.

import { Component, component } from '../lib/component.js'
import { html, write } from '../lib/dom.js'
import { percent } from '../lib/paint.js'

class Sentence extends Component {
  static css = ['sentence/sentence.css']
  static frame = 'sentence'

  constructor(root, report) {
    super(root, report)
    this.legend = html('ul', { class: 'legend' })
    this.list = html('ol', { class: 'strip' })
    this.cards = []
    this.element.append(this.legend, this.list)
  }

  /** Words that stay keep their place, so that typing and training move bars only. */
  redraw({ tokens, slots, legend, small, unknown }) {
    this.element.classList.toggle('small', small)
    this.legend.hidden = !legend
    this.legend.replaceChildren(...slots.map(({ label, colour }) => html('li', { style: `--slot: ${colour}` }, label)))
    for (const card of this.cards.splice(tokens.length)) card.element.remove()
    while (this.cards.length < tokens.length) this.cards.push(new Card(this.list, slots.length))
    this.cards.forEach((card, t) => card.show(tokens[t], slots, unknown))
  }
}

class Card {
  constructor(list, count) {
    this.word = html('b')
    this.slot = html('span')
    this.share = html('span')
    this.bars = Array.from({ length: count }, () => html('i'))
    const said = html('span', { class: 'said' }, this.slot, this.share)
    this.element = html('li', {}, this.word, said, html('span', { class: 'bars', 'aria-hidden': 'true' }, ...this.bars))
    list.append(this.element)
  }

  show({ text, known, p }, slots, unknown) {
    const likeliest = p.indexOf(Math.max(...p))
    const { label, colour, plain } = slots[likeliest]
    write(this.word, text)
    write(this.slot, label)
    write(this.share, percent(p[likeliest]))
    this.word.classList.toggle('new', !known)
    this.element.classList.toggle('plain', plain)
    this.element.style.setProperty('--slot', colour)
    this.element.style.setProperty('--sure', p[likeliest].toFixed(3))
    const order = slots.map((_, k) => k).sort((a, b) => p[b] - p[a])
    const shares = order.map((k) => `${slots[k].label} ${percent(p[k])}`).join('\n')
    this.element.title = known ? shares : `${unknown}\n${shares}`
    this.bars.forEach((bar, k) => {
      bar.style.setProperty('--slot', slots[k].colour)
      bar.style.setProperty('--p', p[k].toFixed(3))
    })
  }
}

export default component(Sentence)
