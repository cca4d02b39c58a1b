// How far apart two distributions on a line are, by two rulers: computed from their densities, nothing is drawn by hand.

const FROM = -8 // the line
const TO = 8
export const COUNT = 3201
export const STEP = (TO - FROM) / (COUNT - 1)
export const LINE = Float64Array.from({ length: COUNT }, (_, k) => FROM + k * STEP)

/** Shapes around 0 of half-width `w`: how much stands at x, before it is made to add up to 1. */
export const SHAPES = {
  box: (x, w) => (Math.abs(x) < w ? 1 : 0),
  bell: (x, w) => Math.exp(-0.5 * ((3 * x) / w) ** 2) * (Math.abs(x) < 1.4 * w ? 1 : 0),
  two: (x, w) => (Math.abs(Math.abs(x) - 0.72 * w) < 0.28 * w ? 1 : 0),
  line: (x) => (Math.abs(x) < 1.5 * STEP ? 1 : 0),
}

/**
 * Probabilities of the places of `LINE`, which add up to 1.
 * @param {string} shape one of SHAPES
 * @param {number} w its half-width
 * @param {number} at its middle
 */
export function distribution(shape, w, at) {
  const p = LINE.map((x) => SHAPES[shape](x - at, w))
  const sum = p.reduce((total, value) => total + value, 0)
  return p.map((value) => value / sum)
}

/**
 * Jensen–Shannon divergence in bits, 0 … 1: ½ KL(p ‖ m) + ½ KL(q ‖ m) with m = (p + q)/2.
 * @param {Float64Array} p
 * @param {Float64Array} q
 */
export function jensenShannon(p, q) {
  let sum = 0
  for (let k = 0; k < p.length; k++) {
    const m = (p[k] + q[k]) / 2
    if (p[k]) sum += (p[k] * Math.log2(p[k] / m)) / 2
    if (q[k]) sum += (q[k] * Math.log2(q[k] / m)) / 2
  }
  return Math.max(0, sum)
}

/**
 * Wasserstein distance on the line: the area between the two distribution functions, ∫ |F_p(x) − F_q(x)| dx.
 * @param {Float64Array} p
 * @param {Float64Array} q
 */
export function wasserstein(p, q) {
  let [sum, ahead] = [0, 0]
  for (let k = 0; k < p.length; k++) {
    ahead += p[k] - q[k]
    sum += Math.abs(ahead) * STEP
  }
  return sum
}
