// What a generator made of given dice and what its critic thinks of it: the unpacked trace, asked by sample.

export class Reading {
  /** @type {string} */ key
  /** @type {string} gaussians, ring, digits or words */ world
  /** @type {string} which loss they play for */ loss
  /** @type {number} the training step in view */ step
  /** @type {number} places of the plane reach from −reach to reach */ reach
  /** @type {number[]} what each sample should show, and what a classifier sees in it; of digits */ classes
  /** @type {number[]} */ real_classes
  /** @type {number[]} */ seen
  /** @type {string[]} of words: each sample as it is spelt, and whether the language has it */ spelt
  /** @type {boolean[]} */ valid
  /** @type {string[]} */ alphabet
  /** @type {boolean[]} of points: whether each is a good one */ good
  /** @type {Object<string, number>} */ cursor
  /** @type {Object<string, string>} */ colours
  /** @type {string[]} */ diverging
  /** @type {import('../lib/component.js').Words} */ words
  /** @type {boolean} whether no losses are shown */ alone
  /** @type {?string} */ group

  /** @param {import('../lib/component.js').Picture} picture of dashboard/labs/gan/components/forging.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    this.values = arrays
    this.samples = arrays.forged.shape[0]
    this.size = arrays.forged.values.length / this.samples // numbers of an example
  }

  /** Whether the critic's score is a detective's logit, whose logistic is the probability that an example is real. */
  get detective() {
    return this.loss.startsWith('js')
  }

  /** The numbers of an example: of forged, real or pull. */
  row(name, sample) {
    return this.values[name].values.subarray(sample * this.size, (sample + 1) * this.size)
  }

  score(sample) {
    return this.values.critic.values[sample]
  }

  /** The number of a real example that is exactly this one, else of the first. */
  realLike(example) {
    const count = this.values.real.shape[0]
    for (let k = 0; k < count; k++) {
      if (this.row('real', k).every((value, at) => Math.abs(value - example[at]) < 0.01)) return k
    }
    return 0
  }

  /** Where the critic is undecided: of a detective 0; of a critic the middle between real and forged, for only differences count. */
  get middle() {
    if (this.detective) return 0
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
    return (mean(this.values.critic.values) + mean(this.values.critic_real.values)) / 2
  }

  /** The longest pull among the samples, but for one in twenty. */
  get strong() {
    const lengths = Array.from({ length: this.samples }, (_, k) => Math.hypot(...this.row('pull', k))).sort((a, b) => a - b)
    return lengths[Math.floor(0.95 * (lengths.length - 1))]
  }
}

export const logistic = (logit) => 1 / (1 + Math.exp(-logit))
