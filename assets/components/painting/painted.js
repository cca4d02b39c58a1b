// Pictures that were painted pixel by pixel: the unpacked levels, and of one picture the distribution before each pixel.

export class Painted {
  /** @type {number} pixels */ height
  /** @type {number} pixels */ width
  /** @type {number} how many a pixel may have */ levels
  /** @type {number[][]} red, green and blue of each level */ palette
  /** @type {string[]} of the pictures */ names
  /** @type {number} stages of the distribution */ columns
  /** @type {number} the picture on the easel */ chosen
  /** @type {number} where to begin */ pixel
  /** @type {?number} a pixel more telling than the last one */ look
  /** @type {boolean} whether the space bar plays from anywhere on the page */ space
  /** @type {{name: string, value: ?number}[]} the sliders, null where one does nothing */ settings
  /** @type {import('../lib/component.js').Words} */ words
  /** @type {?string} whose cursors go together */ group

  /** @param {import('../lib/component.js').Picture} picture of dashboard/labs/image_generation/components/painting.py */
  constructor({ header, arrays }) {
    Object.assign(this, header)
    this.arrays = arrays
    ;[this.columns] = arrays.stages.shape
    this.count = arrays.pictures.shape[0]
    this.pixels = Uint32Array.from(this.palette, ([r, g, b]) => (255 << 24) | (b << 16) | (g << 8) | r)
    this.colours = this.palette.map((colour) => `rgb(${colour.join(' ')})`)
    this.given = Array.from(arrays.given.values, (value) => value > 0.5)
    this.queue = this.given.flatMap((given, pixel) => (given ? [] : [pixel]))
  }

  get length() {
    return this.height * this.width
  }

  /** The level of a pixel of a picture. */
  level(picture, pixel) {
    return Math.round(this.arrays.pictures.values[picture * this.length + pixel])
  }

  /** What every level of a pixel of the chosen picture had: its probability at each stage, and where its stretch begins. */
  candidates(pixel) {
    const { stages, begins } = this.arrays
    const came = this.level(this.chosen, pixel)
    return Array.from({ length: this.levels }, (_, level) => ({
      p: Array.from({ length: this.columns }, (_, stage) => this.share(stages.values[(stage * this.length + pixel) * this.levels + level])),
      begins: begins.values[pixel * this.levels + level],
      came: level === came,
    }))
  }

  share(p) {
    return p < 1 / 65535 / 2 ? 0 : p // two bytes cannot tell less from nothing
  }

  /** The number that was thrown for a pixel, or null where it was given. */
  dice(pixel) {
    return this.given[pixel] ? null : this.arrays.dice.values[pixel]
  }

  bits(pixel) {
    return Math.max(0, this.arrays.surprisal.values[pixel])
  }

  /** Where a pixel lies, counted from 1 as people do. */
  place(pixel) {
    return { row: Math.floor(pixel / this.width) + 1, column: (pixel % this.width) + 1 }
  }
}
