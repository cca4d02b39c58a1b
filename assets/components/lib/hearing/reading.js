// One utterance heard: the unpacked trace, asked by output token, by source position and by second.

const MOST_OF_IT = 0.8 // the share of its attention that lies in the stretch a token heard
const AUDIBLE = 0.12 // seconds below which an ear tells nothing

export class Reading {
  /** @type {string} the name of what is heard */ sound
  /** @type {string[]} */ target
  /** @type {?[number, number][]} where each token is spoken, in seconds */ gold
  /** @type {number} of the sound, in seconds */ duration
  /** @type {boolean} whether it stands among others */ small
  /** @type {boolean[]} which tokens are not what was said */ wrong
  /** @type {{target: number, source: ?number}} */ cursor
  /** @type {{step: number, off: ?number}[]} the checkpoints of a film */ frames
  /** @type {number} the checkpoint where a film begins */ current
  /** @type {Object<string, import('../paint.js').Quantity>} */ quantities
  /** @type {import('../component.js').Words} */ words
  /** @type {?string} whose cursors go together */ group

  /** @param {import('../component.js').Picture} picture of dashboard/labs/speech_recognition/components/hearing.py or film.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    this.values = arrays
    this.sources = arrays.bounds.shape[1]
    this.starts = arrays.bounds.values.subarray(0, this.sources)
    this.ends = arrays.bounds.values.subarray(this.sources)
    if (arrays.film) this.turnTo(0)
  }

  /** Of a film, stand at frame `at`. */
  turnTo(at) {
    const shape = [this.target.length, this.sources]
    const size = shape[0] * shape[1]
    this.values.alignment = { shape, values: this.values.film.values.subarray(at * size, (at + 1) * size) }
  }

  /** How much output token i attends to source position j. */
  weight(target, source) {
    return this.values.alignment.values[target * this.sources + source]
  }

  /** The source position that a token attends to most. */
  strongest(target) {
    let best = 0
    for (let j = 1; j < this.sources; j++) if (this.weight(target, j) > this.weight(target, best)) best = j
    return best
  }

  /** The pair that the cursor speaks of: where no source position is chosen, it is the one attended to most. */
  pair({ target, source }) {
    return { target, source: source ?? this.strongest(target) }
  }

  /** The source position in which a second lies. */
  at(second) {
    let j = 0
    while (j < this.sources - 1 && this.ends[j] <= second) j++
    return j
  }

  /** The token that attends most to a source position. */
  hearer(source) {
    let best = 0
    for (let i = 1; i < this.target.length; i++) if (this.weight(i, source) > this.weight(best, source)) best = i
    return best
  }

  /** The centre of a token's attention, Σ α_ij t_j, in seconds. */
  centroid(target) {
    let [sum, whole] = [0, 0]
    for (let j = 0; j < this.sources; j++) {
      sum += (this.weight(target, j) * (this.starts[j] + this.ends[j])) / 2
      whole += this.weight(target, j)
    }
    return sum / whole
  }

  /** The middle of where a token is spoken, or null. */
  spoken(target) {
    const gold = this.gold[target]
    return gold && (gold[0] + gold[1]) / 2
  }

  /** The shortest stretch of sound that holds most of a token's attention, {from, to} in seconds, long enough to hear. */
  stretch(target) {
    let best = { first: 0, last: this.sources - 1 }
    for (let first = 0, last = -1, sum = 0; first < this.sources; sum -= this.weight(target, first++)) {
      while (sum < MOST_OF_IT && last < this.sources - 1) sum += this.weight(target, ++last)
      if (sum < MOST_OF_IT) break
      if (last - first < best.last - best.first) best = { first, last }
    }
    const [from, to] = [this.starts[best.first], this.ends[best.last]]
    const more = Math.max(0, AUDIBLE - (to - from)) / 2
    return { from: Math.max(0, from - more), to: Math.min(this.duration, to + more) }
  }
}
