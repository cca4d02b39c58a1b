// One sentence translated: the unpacked trace, asked by target and source position.

import { attentionScale } from '../lib/matrix/attention.js'

export class Reading {
  /** @type {string[]} */ source
  /** @type {string[]} */ target
  /** @type {string[][]} what could have been written at each step, likeliest first */ likely
  /** @type {{target: number, source: ?number}} */ cursor
  /** @type {Object<string, import('../lib/paint.js').Quantity>} */ quantities
  /** @type {import('../lib/component.js').Words} */ words
  /** @type {?string} whose cursors go together */ group
  /** @type {boolean} whether the weights of an output token are shares that add up to 1 */ normalised

  /** @param {import('../lib/component.js').Picture} picture of dashboard/labs/translation/components/alignment.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    this.values = arrays
    this.attends = 'alignment' in arrays
  }

  /** Any quantity that has a value for each pair of positions. */
  at(name, { target, source }) {
    return this.values[name].values[target * this.source.length + source]
  }

  /** How much target position i looks at source position j. */
  weight(target, source) {
    return this.at('alignment', { target, source })
  }

  /** The colours of its weights. */
  scale(theme) {
    return attentionScale(this, theme, this.values.alignment?.values)
  }

  /** What the weights of a target position add up to; `of` may change each before. */
  sum(target, of = (weight) => weight) {
    let total = 0
    for (let j = 0; j < this.source.length; j++) total += of(this.weight(target, j))
    return total
  }

  /** The source position that a target position looks at most. */
  strongest(target) {
    let best = 0
    for (let j = 1; j < this.source.length; j++) if (this.weight(target, j) > this.weight(target, best)) best = j
    return best
  }

  /** The pair that the cursor speaks of: where no source position is chosen, it is the one looked at most. */
  pair({ target, source }) {
    return { target, source: source ?? (this.attends ? this.strongest(target) : 0) }
  }

  /** The likeliest tokens at a step, each with its probability, and what was written. */
  candidates(target) {
    const { likely, written } = this.values
    const ranked = this.likely[target].map((token, k) => ({ token, p: likely.values[target * likely.shape[1] + k] }))
    return { ranked, written: { token: this.target[target], p: written.values[target] } }
  }
}
