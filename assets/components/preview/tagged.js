// The words of a sentence, each on the colour of its slot.

import { html } from '../lib/dom.js'

export class Tagged {
  constructor({ tokens, slots, values, colours, label }) {
    const words = tokens.map((token, t) => {
      const slot = slots[t] !== 'other'
      const style = `--colour: ${colours[t]}; --share: ${slot ? 34 * values[t] : 6}%`
      return html('span', { class: slot && 'slot', style }, token)
    })
    this.element = html('div', { class: 'tagged', role: 'img', 'aria-label': label }, ...words)
  }

  start() {}

  paint() {}
}
