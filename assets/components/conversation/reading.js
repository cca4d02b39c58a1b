// What was said and answered: the unpacked traces, asked by exchange, target and source position.

/**
 * @typedef {object} Exchange what was read for one answer, and the answer
 * @property {string[]} source what was read
 * @property {string[]} target what was answered
 * @property {number} begin where in it the last utterance begins
 * @property {string[][]} likely what could have been said at each step, likeliest first
 * @property {boolean} ended whether the answer came to its end
 */

export class Reading {
  /** @type {Exchange[]} */ exchanges
  /** @type {{exchange: number, target: number, source: number}} */ cursor
  /** @type {Object<string, import('../lib/paint.js').Quantity>} */ quantities
  /** @type {import('../lib/component.js').Words} */ words
  /** @type {{turn: string, end: string}} */ signs
  /** @type {(boolean | null)[]} whether each answer is acceptable */ verdicts
  /** @type {?string} whose cursors go together */ group

  /** @param {import('../lib/component.js').Picture} picture of dashboard/labs/chatbot/components/conversation.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    this.arrays = arrays
    this.attends = 'alignment0' in arrays
  }

  /** How many tokens the longest side has. */
  longest(side) {
    return Math.max(...this.exchanges.map((exchange) => exchange[side].length))
  }

  /** The tokens of an utterance. */
  said(k) {
    const { source, begin } = this.exchanges[k]
    return source.slice(begin)
  }

  /** Where the tokens of utterance u stand in what was read for answer k; null where it was not read. */
  offset(k, u) {
    const { begin } = this.exchanges[k]
    if (u === k) return begin
    return u === k - 1 && begin > 0 ? 0 : null
  }

  /** How much step i of answer k looks at source position j. */
  weight(k, i, j) {
    return this.attends ? this.arrays[`alignment${k}`].values[i * this.exchanges[k].source.length + j] : 0
  }

  /** The source position that a step looks at most. */
  strongest(k, i) {
    const { length } = this.exchanges[k].source
    let best = 0
    for (let j = 1; j < length; j++) if (this.weight(k, i, j) > this.weight(k, i, best)) best = j
    return best
  }

  /** The place that a cursor speaks of, within the exchange that it is at. */
  place({ exchange, target, source }) {
    const { target: answer, source: prompt } = this.exchanges[exchange]
    const i = Math.min(target, answer.length - 1)
    const j = source === null ? this.strongest(exchange, i) : Math.min(source, prompt.length - 1)
    return { exchange, target: i, source: j }
  }

  /** The likeliest tokens at a step, each with its probability, and what was written. */
  candidates({ exchange: k, target: i }) {
    const { likely, target } = this.exchanges[k]
    const { values, shape } = this.arrays[`likely${k}`]
    const ranked = likely[i].map((token, rank) => ({ token, p: values[i * shape[1] + rank] }))
    return { ranked, written: { token: target[i], p: this.arrays[`written${k}`].values[i] } }
  }

  /** How much of a step's distribution comes from the softmax over all words; null where nothing is copied. */
  gate({ exchange: k, target: i }) {
    return this.arrays[`generation_gate${k}`]?.values[i] ?? null
  }
}

/** A token as it stands by itself: a word has its space before it. */
export const bare = (token) => token.trim() || token
