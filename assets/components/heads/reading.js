// One sequence read by attention: the unpacked trace, asked by layer, head and position.

export class Reading {
  /** @type {string[]} */ tokens
  /** @type {string[]} what is to be said at each position, '' where nothing is asked */ answers
  /** @type {string[][]} what is said there, likeliest first */ likely
  /** @type {boolean} whether the future is hidden */ causal
  /** @type {string[]} heads that were switched off, as layer.head */ silenced
  /** @type {{pattern: string, share: number, uniform: number}[][]} what each head was measured to do, by layer */ roles
  /** @type {Object<string, number>} target, layer and head */ cursor
  /** @type {Object<string, string>} of answers, right and wrong */ colours
  /** @type {[string, string]} colours of negative and positive numbers */ diverging
  /** @type {Object<string, import('../lib/paint.js').Quantity>} */ quantities
  /** @type {import('../lib/component.js').Words} */ words
  /** @type {?string} whose cursors go together */ group

  /** @param {import('../lib/component.js').Picture} picture of dashboard/labs/self_attention/components/heads.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    this.values = arrays
    const [layers, heads, positions, , units] = [...arrays.alignment.shape, arrays.query.shape[3]]
    this.sizes = { layer: layers, head: heads, target: positions, unit: units }
  }

  /** The matrix of one head, row after row. */
  matrix(name, { layer, head }) {
    const size = this.sizes.target ** 2
    const start = (layer * this.sizes.head + head) * size
    return this.values[name].values.subarray(start, start + size)
  }

  /** One row of such a matrix: what a position makes of all others. */
  row(name, place) {
    const { target } = this.sizes
    return this.matrix(name, place).subarray(place.target * target, (place.target + 1) * target)
  }

  /** The numbers of a head at a position: a query, key, value or context. */
  vector(name, { layer, head }, position) {
    const { head: heads, target, unit } = this.sizes
    const start = ((layer * heads + head) * target + position) * unit
    return this.values[name].values.subarray(start, start + unit)
  }

  /** Where the answer stands that is asked at a position; null where none is. */
  gold(target) {
    const { target: size } = this.sizes
    const at = this.values.gold_alignment.values.subarray(target * size, (target + 1) * size).indexOf(1)
    return at < 0 ? null : at
  }

  /** Whether a position may look at another. */
  sees(target, source) {
    return !this.causal || source <= target
  }

  isSilenced({ layer, head }) {
    return this.silenced.includes(`${layer}.${head}`)
  }

  /** What the network says at a position, likeliest first. */
  candidates(target) {
    const { values, shape } = this.values.likely
    return this.likely[target].map((token, k) => ({ token, p: values[target * shape[1] + k] }))
  }
}
