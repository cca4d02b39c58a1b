// What the network did while it read one text: the unpacked trace, asked by name, layer, unit and time.

import { fillIn } from '../lib/dom.js'
import { diverging, reachOf, sequential, visible } from '../lib/paint.js'

const SHOWN = 0.9 // a memory's heat map reaches far enough for this share of its values; a few units outgrow all others

/** @typedef {{low: ?number, high: ?number}} Range null where a quantity has no bound */
/** @typedef {import('../lib/paint.js').Quantity & {scale: string}} Named */

export class Reading {
  /** @type {?string} the key of what is drawn */ cell
  /** @type {string[]} */ tokens
  /** @type {string[]} the tokens that are likely somewhere */ vocabulary
  /** @type {Object<string, Named>} every gate and state there is */ named
  /** @type {Object<string, Range>} of those that were traced */ ranges
  /** @type {number[]} the numbers they have in the network */ layers
  /** @type {number[]} the numbers they have in the network */ units
  /** @type {[string, string]} colours of negative and positive numbers */ diverging
  /** @type {Object<string, any>} where to begin */ cursor
  /** @type {import('../lib/component.js').Words} */ words
  /** @type {?string} whose cursors go together */ group
  /** @type {?number} where the scale of a quantity without bounds ends; null: as far as its values reach */ reach

  /** @param {import('../lib/component.js').Picture} picture of dashboard/components/microscope.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    this.values = arrays
    this.names = Object.keys(this.ranges)
    this.quantities = Object.fromEntries(this.names.map((name) => [name, { ...this.named[name], ...this.ranges[name] }]))
    this.length = this.tokens.length
    this.orders = ['similarity', 'concept'].filter((name) => `order_${name}` in arrays).concat('number')
  }

  /** Whether another reading is of the same text, so that only numbers have changed. */
  sameText(other) {
    return this.length === other?.length && this.tokens.every((token, time) => token === other.tokens[time])
  }

  /** All units over time in one layer: a view of units × time values, row after row. */
  map(name, layer) {
    const size = this.units.length * this.length
    return this.values[name].values.subarray(layer * size, (layer + 1) * size)
  }

  /** The units of a layer in one of the `orders`: which unit stands in each row. */
  rows(order, layer) {
    const count = this.units.length
    const units = this.values[`order_${order}`]?.values.subarray(layer * count, (layer + 1) * count)
    return units ? Array.from(units, Math.round) : Array.from({ length: count }, (_, k) => k)
  }

  /** The values of `map` with its units in other rows. */
  ordered(name, layer, rows) {
    const [values, length] = [this.map(name, layer), this.length]
    const moved = new Float32Array(values.length)
    rows.forEach((unit, row) => moved.set(values.subarray(unit * length, (unit + 1) * length), row * length))
    return moved
  }

  /** One unit over time. */
  series(name, { layer, unit }) {
    return this.map(name, layer).subarray(unit * this.length, (unit + 1) * this.length)
  }

  /** One number. */
  at(name, { layer, unit, time }) {
    return this.series(name, { layer, unit })[time]
  }

  /** A state one step earlier; before the first step it is what the trace says, or else 0. */
  before(name, { layer, unit, time }) {
    if (time > 0) return this.at(name, { layer, unit, time: time - 1 })
    return this.values[`${name}_before`]?.values[layer * this.units.length + unit] ?? 0
  }

  /**
   * The colours of a quantity: over all units of a layer, or for one unit on its own.
   * @returns {import('../lib/paint.js').Scale}
   */
  scale(name, { layer, unit = null }, theme) {
    const { low, high, scale, colour } = this.quantities[name]
    if (scale === 'sequential') return sequential(theme.background, colour, low, high)
    const values = unit === null ? this.map(name, layer) : this.series(name, { layer, unit })
    const reach = high ?? this.reach ?? reachOf(values, unit === null ? SHOWN : 1)
    const clipped = high === null && reachOf(values) > reach
    return { ...diverging(theme.background, ...this.diverging, reach), clipped }
  }

  /** In words: which unit, at which step, after reading what. */
  where({ layer, unit, time }) {
    const { words, layers, units } = this
    const fields = { layer: layers[layer], unit: units[unit], step: time + 1, token: visible(this.tokens[time]) }
    return fillIn(layers.length > 1 ? words.where_layered : words.where, fields)
  }

  /** The likeliest tokens after `time`, each with its probability, and what really came. */
  next(time) {
    const { likely, likely_p: p, surprisal } = this.values
    const count = likely.shape[1]
    const ranked = Array.from({ length: count }, (_, k) => {
      const at = time * count + k
      return { token: this.vocabulary[Math.round(likely.values[at])], p: p.values[at] }
    })
    return { ranked, came: this.tokens[time + 1] ?? null, bits: surprisal.values[time + 1] }
  }
}
