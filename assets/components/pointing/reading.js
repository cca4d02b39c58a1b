// One set of points, answered: the unpacked trace, asked by step and place.

export class Reading {
  /** @type {string} */ key
  /** @type {string} the points as one types them */ text
  /** @type {number[][]} from left to right, 0 to 1 */ points
  /** @type {number[]} what is said at each step: the number of a point, or n for the end */ said
  /** @type {?number[]} the right answer, without its end; null where it is not known */ solution
  /** @type {string} hull, sorting or tour */ task
  /** @type {boolean} whether what was visited is hidden */ mask
  /** @type {boolean} whether the scores are those of the answer */ points_at
  /** @type {number} places that the decoder has a word for */ words_known
  /** @type {number} how many points may be there */ most
  /** @type {Object<string, number>} */ cursor
  /** @type {Object<string, string>} */ colours
  /** @type {import('../lib/component.js').Words} */ words
  /** @type {?string} */ group
  /** @type {number[]} what the hand calls the points, from left to right */ ids = []

  /** @param {import('../lib/component.js').Picture} picture of dashboard/labs/pointer_network/components/pointing.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    this.values = arrays
    this.places = this.points.length + 1
    this.names = [...this.points.map((_, j) => String(j + 1)), '■']
  }

  /** A row of numbers, one a place: probabilities or scores of a step. */
  row(name, target) {
    return this.values[name].values.subarray(target * this.places, (target + 1) * this.places)
  }

  get closes() {
    return this.task !== 'sorting'
  }

  /** Where the way of a step begins; null for the first one. */
  from(target) {
    return target ? this.said[target - 1] : null
  }

  isEnd(place) {
    return place === this.points.length
  }

  /** What the right answer has at a step: a place, the end, or nothing behind that. */
  wanted(target) {
    if (!this.solution) return null
    return [...this.solution, this.points.length][target] ?? null
  }

  /** Whether a step is one of the right answer's, wherever it comes: from its point to the next one. */
  isRight(target) {
    if (!this.solution) return true
    const from = this.from(target)
    if (from === null) return this.said[0] === this.solution[0]
    const ring = [...this.solution, this.points.length]
    const at = ring.indexOf(from)
    return at >= 0 && ring[at + 1] === this.said[target]
  }

  get allRight() {
    return this.said.every((_, target) => this.said[target] === this.wanted(target)) && this.said.length === this.solution?.length + 1
  }

  /** Whether the mask hides a place at a step. */
  isVisited(target, place) {
    return this.mask && this.said.slice(0, target).includes(place)
  }
}
