// The plane of codes: what lies in it, and what any of its places is decoded to.

import { Decoder } from '../lib/latent/decoder.js'
import { Judge } from '../lib/latent/judge.js'

export const STEPS = 1000 // places from one side of the plane to the other

export class Reading {
  /** @type {string} */ key
  /** @type {number} */ width
  /** @type {number} */ height
  /** @type {string[]} names of the classes; one that is empty where there are none */ names
  /** @type {string[]} a colour for each */ colours
  /** @type {number[]} of each held-out picture */ classes
  /** @type {number[]} of each training picture that the judge asks */ training_classes
  /** @type {number} how far the plane goes to each side */ reach
  /** @type {number[]} its middle among the codes */ origin
  /** @type {number[][]} where it goes */ axes
  /** @type {string} the colour of where nothing is recognised */ hole
  /** @type {{across: number, up: number, of: number}} */ cursor
  /** @type {?string} */ group
  /** @type {import('../lib/component.js').Words} */ words

  /** @param {import('../lib/component.js').Picture} picture of dashboard/labs/autoencoders/components/latent.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    this.values = arrays
    this.decoder = new Decoder(header.decoder)
    this.judge = new Judge(arrays.training, header.training_classes, header.judge_reach)
    this.pictures = arrays.codes.shape[0]
    this.numbers = header.origin.length // L of a code
    this.size = header.width * header.height
  }

  /**
   * Where the code of a held-out picture, counted from 0, is seen.
   * @returns {[number, number]}
   */
  seen(k) {
    const { values } = this.values.seen
    return [values[2 * k], values[2 * k + 1]]
  }

  code(k) {
    return this.values.codes.values.subarray(this.numbers * k, this.numbers * (k + 1))
  }

  held(k) {
    return this.values.held_out.values.subarray(this.size * k, this.size * (k + 1))
  }

  training(k) {
    return this.values.training.values.subarray(this.size * k, this.size * (k + 1))
  }

  /** The nearest place of the cursor to somewhere in the plane. */
  placeOf([x, y]) {
    return { across: this.stepOf(x), up: this.stepOf(y) }
  }

  stepOf(value) {
    return Math.round(Math.min(1, Math.max(0, value / (2 * this.reach) + 0.5)) * STEPS)
  }

  /**
   * Where a place of the cursor lies in the plane.
   * @returns {[number, number]}
   */
  at({ across, up }) {
    return [(across / STEPS - 0.5) * 2 * this.reach, (up / STEPS - 0.5) * 2 * this.reach]
  }

  /** The code at a point of the plane; what cannot be seen in it is as in a held-out picture, from 1 on, or in the middle. */
  codeAt([x, y], of = 0) {
    const [first, second] = this.axes
    const code = this.origin.map((middle, k) => middle + x * first[k] + y * second[k])
    if (!of || this.numbers === 2) return code
    const [u, v] = this.seen(of - 1)
    return code.map((value, k) => value + this.code(of - 1)[k] - (this.origin[k] + u * first[k] + v * second[k]))
  }
}
