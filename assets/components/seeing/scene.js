// A scene as the page's link says it, and drawn pixel by pixel: the same signed distances as in
// core/labs/captioning/scenes.py, without the noise.

/** @typedef {{colour: string, shape: string, x: number, y: number, radius: number}} Thing */

const [ARM, SQUARE, FOOT] = [0.34, 0.85, 0.75]
const LENGTH = Math.hypot(1.75, 0.95)
const SLOPE = [1.75 / LENGTH, -0.95 / LENGTH]
const EMPTY = 'empty'

/** How far a point (u, v) from the middle lies outside the outline; negative inside. */
const DISTANCES = {
  circle: (u, v, r) => Math.hypot(u, v) - r,
  square: (u, v, r) => Math.max(Math.abs(u), Math.abs(v)) - SQUARE * r,
  triangle: (u, v, r) => Math.max(v - FOOT * r, SLOPE[0] * Math.abs(u) + SLOPE[1] * (v + r)),
  cross: (u, v, r) => {
    const [a, b] = [Math.abs(u), Math.abs(v)]
    return Math.min(Math.max(a - ARM * r, b - r), Math.max(b - ARM * r, a - r))
  },
}

/** How far a point lies outside an object. */
export const distance = ({ shape, x, y, radius }, at) => DISTANCES[shape](at.x - x, at.y - y, radius)

/**
 * @param {string} text
 * @param {number} usual the radius of an object of which none is said
 * @returns {Thing[]}
 */
export function read(text, usual) {
  if (text.trim() === EMPTY) return []
  return text.split(';').map((part) => {
    const [colour, shape, x, y, radius = usual] = part.trim().split(' ')
    return { colour, shape, x: Number(x), y: Number(y), radius: Number(radius) }
  })
}

/** The text of objects, places to a tenth of a pixel. */
export function written(things, usual) {
  const short = (value) => String(Math.round(10 * value) / 10)
  const one = ({ colour, shape, x, y, radius }) =>
    `${colour} ${shape} ${short(x)} ${short(y)}${radius === usual ? '' : ` ${short(radius)}`}`
  return things.length ? things.map(one).join('; ') : EMPTY
}

/**
 * The picture of objects, red, green and blue of each pixel, 0..1.
 * @param {Thing[]} things
 * @param {{side: number, ground: number[], colours: Object<string, number[]>}} look
 */
export function drawn(things, { side, ground, colours }) {
  const pixels = new Float32Array(3 * side * side)
  for (let row = 0, k = 0; row < side; row++) {
    for (let column = 0; column < side; column++, k += 3) {
      const at = { x: column + 0.5, y: row + 0.5 }
      const colour = [...ground]
      for (const thing of things) {
        const share = Math.min(1, Math.max(0, 0.5 - distance(thing, at)))
        for (let c = 0; c < 3; c++) colour[c] += share * (colours[thing.colour][c] - colour[c])
      }
      for (let c = 0; c < 3; c++) pixels[k + c] = colour[c] / 255
    }
  }
  return pixels
}
