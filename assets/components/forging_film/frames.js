// The frames of a training: what was forged at each checkpoint, and the critic under it.

import { paintHeatmap, sequential } from '../lib/paint.js'
import { paintDots, paintGround, placeIn } from '../lib/plane/ground.js'

const GREYS = sequential('#000000', '#ffffff')
const SHEET = 6 // digits in a row of a sheet

export class Frames {
  /** @type {number[]} training steps */ steps
  /** @type {string[]} what is said of each frame */ told
  /** @type {number} the training step of the page */ current
  /** @type {string} */ world
  /** @type {number} */ reach
  /** @type {number[]} of the plane: the height without colour, frame by frame */ middle
  /** @type {string[][]} of words: how each is spelt, frame by frame; else empty */ spelt
  /** @type {boolean[][]} */ valid
  /** @type {Object<string, string>} */ colours
  /** @type {string[]} */ diverging
  /** @type {import('../lib/component.js').Words} */ words

  /** @param {import('../lib/component.js').Picture} picture of dashboard/labs/gan/components/forging_film.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    this.arrays = arrays
  }

  /** The numbers of one frame of an array. */
  of(name, frame) {
    const { shape, values } = this.arrays[name]
    const size = values.length / shape[0]
    return { shape: shape.slice(1), values: values.subarray(frame * size, (frame + 1) * size) }
  }

  /** Paint a frame: points on the surface, or a sheet of digits. */
  paint(pen, frame, side, theme, large) {
    pen.clearRect(0, 0, side, side)
    const { shape, values } = this.of('forged', frame)
    if (this.world === 'digits') {
      const cell = side / SHEET
      for (let k = 0; k < Math.min(shape[0], SHEET * SHEET); k++) {
        const box = { x: (k % SHEET) * cell, y: Math.floor(k / SHEET) * cell, width: cell * 0.94, height: cell * 0.94 }
        paintHeatmap(pen, values.subarray(64 * k, 64 * k + 64), { rows: 8, columns: 8 }, GREYS, box)
      }
      return
    }
    const [high, low] = this.diverging
    paintGround(pen, side, this.of('surface', frame), this.middle[frame], theme, [low, high], large)
    const points = (numbers) => Array.from({ length: numbers.length / 2 }, (_, k) => placeIn(side, this.reach, [numbers[2 * k], numbers[2 * k + 1]]))
    if (large) paintDots(pen, points(this.arrays.real.values), 3, this.colours.real, true)
    paintDots(pen, points(values), large ? 2.8 : 1.2, this.colours.forged)
  }
}
