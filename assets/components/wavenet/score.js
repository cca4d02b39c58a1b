// A sound that was written, unpacked: its levels, what was believed before each, and one unit of every layer meanwhile.

/** @typedef {{name: string, rate: number, duration: number, samples: Float32Array}} Heard */

export class Score {
  /** @type {number} samples a second */ rate
  /** @type {number} µ-law levels */ depth
  /** @type {number[]} */ dilations
  /** @type {number} samples that a prediction sees */ field
  /** @type {number} the unit that the tree shows */ unit
  /** @type {boolean} whether the sliders leave the distribution as it is */ same
  /** @type {number} where to begin */ cursor
  /** @type {?string} whose cursors go together */ group
  /** @type {Object<string, string>} */ colours
  /** @type {{input: string, belief: string}} of what is read, and of what is believed */ symbols
  /** @type {Object<string, string>} what is lighter on a dark ground */ dark
  /** @type {string[]} the ends of the diverging scale */ diverging
  /** @type {number} samples a second of what is heard */ heard_rate
  /** @type {import('../lib/component.js').Words} */ words

  /** @param {import('../lib/component.js').Picture} picture of dashboard/labs/audio_generation/components/wavenet.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    this.arrays = arrays
    this.amplitude = arrays.amplitude.values
    this.surprisal = arrays.surprisal.values
    this.length = this.amplitude.length
    this.levels = Int32Array.from(arrays.levels.values, Math.round)
    this.queue = Array.from({ length: this.length }, (_, k) => k)
    this.offsets = tree(this.dilations)
    const samples = arrays.heard.values
    /** @type {Heard} */
    this.sound = { name: 'written', rate: this.heard_rate, duration: samples.length / this.heard_rate, samples }
    this.loudest = this.amplitude.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  }

  /** The distribution before the sliders. */
  believed(at) {
    return this.arrays.probability.values.subarray(at * this.depth, (at + 1) * this.depth)
  }

  /** The distribution after them. */
  left(at) {
    return this.same ? this.believed(at) : this.arrays.drawn_from.values.subarray(at * this.depth, (at + 1) * this.depth)
  }

  /** A number of the unit, in a layer at a reading: at reading t the network has read sample t − 1. */
  node(name, layer, reading) {
    return reading < 0 ? 0 : this.arrays[name].values[layer * this.length + reading]
  }
}

/**
 * How many readings ago the nodes of each layer are that the newest output depends on; of the network's input first, of
 * the last layer last.
 * @param {number[]} dilations
 * @returns {number[][]}
 */
export function tree(dilations) {
  const layers = [[0]]
  for (const d of dilations.toReversed()) {
    const [above] = layers
    layers.unshift([...new Set(above.flatMap((ago) => [ago, ago + d]))].sort((a, b) => a - b))
  }
  return layers
}
