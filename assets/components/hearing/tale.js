// One line that says what the cursor's token is, what it heard, and how far that is from where it is spoken.

import { html, write } from '../lib/dom.js'
import { percent, visible } from '../lib/paint.js'

const seconds = (value) => value.toFixed(2)

export class Tale {
  /** @type {import('../lib/hearing/reading.js').Reading} */ reading

  constructor(words, cursor) {
    this.words = words
    this.cursor = cursor
    const fact = (name, word, ...values) => html('span', { class: name }, html('span', {}, word), ...values)
    this.step = html('span', { class: 'step' })
    this.token = html('b', { class: 'token' })
    this.p = html('output', { class: 'p' })
    this.stretch = html('output', { class: 'stretch' })
    this.spoken = html('output')
    this.off = html('b', { class: 'off' })
    this.truth = fact('truth', words.truth, this.spoken)
    this.miss = fact('miss', words.off, this.off)
    this.pin = html('span', { class: 'pin' })
    const writes = fact('writes', words.writes, this.token, this.p)
    const hears = fact('hears', words.hears, this.stretch)
    this.element = html('p', { class: 'tale', role: 'status' }, this.step, writes, hears, this.truth, this.miss, this.pin)
  }

  show(reading) {
    this.reading = reading
    this.element.style.setProperty('--attention', reading.quantities.alignment.colour)
    this.element.style.setProperty('--gold', reading.quantities.gold_alignment.colour)
    this.point()
  }

  point() {
    const { target, pinned } = this.cursor.place
    const { reading, words } = this
    const { from, to } = reading.stretch(target)
    const spoken = reading.spoken(target)
    write(this.step, `${target + 1} / ${reading.target.length}`)
    write(this.token, visible(reading.target[target]))
    write(this.p, percent(reading.values.written.values[target]))
    write(this.stretch, `${seconds(from)} – ${seconds(to)} s`)
    this.truth.style.visibility = this.miss.style.visibility = spoken === null ? 'hidden' : ''
    if (spoken !== null) {
      const off = Math.round(1000 * (reading.centroid(target) - spoken))
      write(this.spoken, `${seconds(spoken)} s`)
      write(this.off, `${off < 0 ? '−' : '+'}${Math.abs(off)} ms`)
    }
    write(this.pin, pinned ? words.pinned : '')
  }
}
