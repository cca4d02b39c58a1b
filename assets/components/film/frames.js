// The alignments of one sentence over training: the unpacked frames.

export class Frames {
  /** @type {string[]} */ source
  /** @type {string[]} */ target
  /** @type {{step: number, error: ?number}[]} */ frames
  /** @type {number} the training step of the page */ current
  /** @type {Object<string, import('../lib/paint.js').Quantity>} */ quantities

  /** @param {import('../lib/component.js').Picture} picture of dashboard/components/film.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    this.values = arrays.alignment.values
    this.gold = arrays.gold_alignment?.values ?? null
    this.measured = this.frames.some(({ error }) => error !== null)
  }

  get length() {
    return this.frames.length
  }

  get newest() {
    return this.frames[this.length - 1].step
  }

  /** The alignment of one frame: a view of target × source values, row after row. */
  matrix(frame) {
    const size = this.target.length * this.source.length
    return this.values.subarray(frame * size, (frame + 1) * size)
  }

  /** The last frame that is not after a training step. */
  frameAt(step) {
    return Math.max(0, this.frames.filter((frame) => frame.step <= step).length - 1)
  }
}

/** A training step as a person writes it: 1,200. */
export const counted = (step) => step.toLocaleString('en')
