// The gates of the step in view, each with its slider: set by hand, from 0 (shut) to 1 (open).

import { fillIn, formula, html, write } from '../lib/dom.js'
import { GATES, plain } from './reading.js'

export class Handles {
  /**
   * @param {import('./reading.js').Reading} reading
   * @param {(gate: string, value: number) => void} set called with a gate's value at the step in view
   */
  constructor(reading, set) {
    this.rows = GATES.map((name) => {
      const { symbol, label } = reading.named[name]
      const slider = html('input', { type: 'range', min: 0, max: 1, step: 0.05 })
      slider.addEventListener('input', () => set(name, slider.valueAsNumber))
      const value = html('output')
      const style = `--colour: var(--${name})`
      return { name, label, slider, value, element: html('label', { style }, formula(`${symbol}_{t}`), slider, value) }
    })
    this.element = html('div', { class: 'handles' }, ...this.rows.map(({ element }) => element))
  }

  point(reading, time) {
    for (const { name, label, slider, value } of this.rows) {
      const share = reading.set[name][time]
      slider.value = share
      slider.style.setProperty('--share', share)
      slider.setAttribute('aria-label', fillIn(reading.words.toggle, { gate: label, step: time + 1 }))
      write(value, plain(share))
    }
  }
}
