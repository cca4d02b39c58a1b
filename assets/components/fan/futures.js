// Many futures of one beginning, neighbours where they begin alike: the unpacked rows.

const whole = ({ values }) => Int32Array.from(values, Math.round)

export class Futures {
  /** @type {string} what they all begin with */ prefix
  /** @type {string[]} the tokens, '' after an end */ labels
  /** @type {number} of the first one */ seed
  /** @type {?number} the seed of the future that the page plays */ playing
  /** @type {number} tokens they may have at most */ length
  /** @type {number} how many there are */ count
  /** @type {number} tokens of the longest */ columns
  /** @type {import('../lib/component.js').Words} */ words
  /** @type {Int32Array} the label of each future at each column */ rows
  /** @type {Int32Array} how many tokens each has in common with the one above */ shared
  /** @type {Int32Array} the seed of each, less `seed` */ seeds
  /** @type {Int32Array} tokens of each */ lengths
  /** @type {Int32Array} 1 where one came to its end */ ended

  /** @param {import('../lib/component.js').Picture} picture of dashboard/labs/text_generation/components/fan.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    ;[this.count, this.columns] = arrays.rows.shape
    for (const name of ['rows', 'shared', 'seeds', 'lengths', 'ended']) this[name] = whole(arrays[name])
    this.byWord = this.labels.some((label) => label.length > 1 && !isSpecial(label))
  }

  /** The token of a future at a column, '' after its end. */
  token(row, column) {
    return this.labels[this.rows[row * this.columns + column]]
  }

  isEnd(row, column) {
    return Boolean(this.ended[row]) && column === this.lengths[row]
  }

  /** The tokens of a future from one column to another, as text. */
  text(row, from = 0, to = this.columns) {
    return Array.from({ length: to - from }, (_, k) => this.token(row, from + k)).join('')
  }

  /** The rows [first, end) that share all tokens up to and with a column. */
  branch(row, column) {
    let [first, end] = [row, row + 1]
    while (first > 0 && this.shared[first] > column) first--
    while (end < this.count && this.shared[end] > column) end++
    return { first, end }
  }

  /**
   * Which family each row belongs to: the branches at the first column where there are `least` of them or more, and none
   * has more than `share` of all futures.
   */
  families(least, share) {
    for (let column = 0; ; column++) {
      let family = -1
      const families = this.shared.map((shared, row) => (!row || shared <= column ? ++family : family))
      const sizes = new Array(family + 1).fill(0)
      for (const one of families) sizes[one]++
      if (column >= this.columns || (family + 1 >= least && Math.max(...sizes) <= share * this.count)) return families
    }
  }

  /** Call `each(first, end, column)` for every node of the tree. */
  walk(each) {
    for (let column = 0; column < this.columns; column++) {
      for (let first = 0; first < this.count; ) {
        const { end } = this.branch(first, column)
        if (this.token(first, column)) each(first, end, column)
        first = end
      }
    }
  }
}

const isSpecial = (label) => /^⟨.+⟩$/.test(label)
