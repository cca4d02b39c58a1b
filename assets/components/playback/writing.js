// A text that was written, or is taught: the unpacked tokens and the distribution before each.

export class Writing {
  /** @type {string[]} */ tokens
  /** @type {string} what is read before the first token */ start
  /** @type {number} how many tokens were given */ given
  /** @type {boolean} whether the text came to its end */ ended
  /** @type {boolean} whether it is an example of the training */ taught
  /** @type {string[]} the tokens that are likely somewhere */ vocabulary
  /** @type {number} stages of the distribution */ columns
  /** @type {number} candidates that have a row of their own */ ranks
  /** @type {number} of the whole vocabulary */ size
  /** @type {{name: string, value: ?number}[]} the sliders, null where one does nothing */ settings
  /** @type {number} the mean of all steps, in nats */ loss
  /** @type {number} where to begin */ step
  /** @type {Object<string, import('../lib/paint.js').Quantity>} */ quantities
  /** @type {import('../lib/component.js').Words} */ words

  /** @param {import('../lib/component.js').Picture} picture of dashboard/labs/text_generation/components/playback.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    this.arrays = arrays
    ;[this.columns, , this.ranks] = arrays.stages.shape
  }

  get length() {
    return this.tokens.length
  }

  /** The token that is read at a step: the one before it, or what is read before every text. */
  read(step) {
    return step ? this.tokens[step - 1] : this.start
  }

  /** Which of the V numbers of the one-of-N encoding is 1. */
  place(step) {
    return Math.round(this.arrays.place.values[step])
  }

  /** The candidates of a step, likeliest first: token, its probability at each stage, where its stretch begins. */
  candidates(step) {
    const { likely, stages, begins, chosen } = this.arrays
    const came = Math.round(chosen.values[step])
    return Array.from({ length: this.ranks }, (_, rank) => ({
      token: this.vocabulary[Math.round(likely.values[step * this.ranks + rank])],
      p: Array.from({ length: this.columns }, (_, stage) => this.at(stages, stage, step, rank)),
      begins: begins.values[step * this.ranks + rank],
      came: rank === came,
    }))
  }

  at({ values }, stage, step, rank) {
    const p = values[(stage * this.length + step) * this.ranks + rank]
    return p < 1 / 65535 / 2 ? 0 : p // two bytes cannot tell less from nothing
  }

  /** How many tokens a stage leaves. */
  left(stage, step) {
    return Math.round(this.arrays.left.values[stage * this.length + step])
  }

  /** The number that was thrown, or null where a token was given. */
  dice(step) {
    return step < this.given ? null : this.arrays.dice.values[step]
  }

  bits(step) {
    return Math.max(0, this.arrays.surprisal.values[step])
  }

  nats(step) {
    return this.bits(step) * Math.LN2
  }
}
