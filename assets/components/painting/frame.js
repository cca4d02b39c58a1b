// One small picture, a canvas pixel for a pixel, that is painted forwards and backwards by changing only what changes.

import { html } from '../dom.js'

export class Frame {
  constructor() {
    this.canvas = html('canvas', { role: 'img' })
  }

  /**
   * Begin a picture anew, with nothing on it but what was given.
   * @param {{width: number, height: number}} size
   * @param {Uint32Array} colours of its pixels, row after row
   * @param {boolean[]} given
   * @param {number[][]} waves which pixels come at each step, the given ones among them
   */
  lay({ width, height }, colours, given, waves) {
    Object.assign(this.canvas, { width, height }) // wipes it, too
    this.canvas.style.aspectRatio = `${width} / ${height}`
    this.image = this.canvas.getContext('2d').createImageData(width, height)
    Object.assign(this, { pixels: new Uint32Array(this.image.data.buffer), colours, given, waves, at: -1 })
    given.forEach((known, pixel) => known && (this.pixels[pixel] = colours[pixel]))
  }

  /** Paint up to a step, or take back to it; the pixels of the step itself in the colour `lit`, if there is one. */
  point(at, lit = null) {
    const { pixels, colours, given, waves } = this
    for (let step = Math.max(0, this.at); step <= at; step++)
      for (const pixel of waves[step] ?? []) pixels[pixel] = colours[pixel]
    for (let step = at + 1; step <= this.at; step++)
      for (const pixel of waves[step] ?? []) if (!given[pixel]) pixels[pixel] = 0
    if (lit !== null) for (const pixel of waves[at] ?? []) pixels[pixel] = lit
    this.canvas.getContext('2d').putImageData(this.image, 0, 0)
    this.at = at
  }
}

/** A colour [r, g, b] as `ImageData` keeps it. */
export const packed = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0
