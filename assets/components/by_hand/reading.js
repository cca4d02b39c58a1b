// One unit over a few steps: what Python worked out, asked by name and step as a drawn cell asks.

import { number } from '../lib/paint.js'

export const GATES = ['forget_gate', 'input_gate', 'output_gate']

export class Reading {
  /** @type {'hand' | 'weights'} what sets the gates */ gates
  /** @type {string[]} as a person writes them */ inputs
  /** @type {Object<string, number[]>} every gate and state, step by step */ series
  /** @type {Object<string, {low: number, high: number, value: number}>} */ weights
  /** @type {Object<string, import('../lib/paint.js').Quantity>} every gate and state */ named
  /** @type {[string, string]} colours of negative and positive numbers */ diverging
  /** @type {number} where to begin */ step
  /** @type {boolean} whether it plays on the home page */ small
  /** @type {import('../lib/component.js').Words} */ words

  /**
   * @param {any} data of dashboard/labs/lstm_by_hand/components/by_hand.py
   * @param {Object<string, string>} ahead what the viewer has set since, as entries for the link
   */
  constructor(data, ahead) {
    Object.assign(this, data)
    this.quantities = this.named
    this.tokens = data.inputs
    this.length = data.inputs.length
    this.byHand = data.gates === 'hand'
    this.set = Object.fromEntries(GATES.map((name) => [name, [...data.series[name]]]))
    for (const name of GATES) ahead[name]?.split(' ').forEach((share, step) => step < this.length && (this.set[name][step] = Number(share)))
    this.ahead = ahead
    this.typed = ahead.x?.split(' ') ?? [...data.inputs]
  }

  at(name, { time }) {
    return this.series[name][time]
  }

  /** A state one step earlier; before the first step there is nothing in it. */
  before(name, { time }) {
    return time > 0 ? this.series[name][time - 1] : 0
  }
}

/** How the numbers of a reading are written: set by hand, as a person does; computed, all with two places. */
export const formatOf = ({ byHand }) => (byHand ? plain : (value) => number(value))

/** A number as a person writes it, 7 or 0.5, with a real minus sign; of a long one, two places. */
export function plain(value) {
  const text = number(value, 2)
  return text.includes('.') ? text.replace(/\.?0+$/, '').replace(/^−0$/, '0') : text
}
