// What the picture of an unrolled network says in numbers: how long a gradient is, on a scale of factors, and in words.

/** Decades of the scale of gradients: what is shorter than a hundred-millionth is lost in the noise of newer steps. */
export const DECADES = 8

/** A length in as few letters as a copy has room for: 0.13, 2.4, 310, 3e−5. */
export function short(value) {
  if (!(value > 0)) return '0'
  const power = Math.floor(Math.log10(value))
  if (power >= -3 && power <= 2) return value.toFixed(power < 0 ? Math.min(3, 1 - power) : Math.max(0, 1 - power))
  const digit = Math.round(value / 10 ** power)
  return digit === 10 ? `1e${signed(power + 1)}` : `${digit}e${signed(power)}`
}

const signed = (power) => String(power).replace('-', '−')

/**
 * How much of the scale a gradient fills, 0 … 1: 1 at `most`, 0 at a hundred-millionth of it and below.
 * @param {number} value
 * @param {number} most
 */
export function strength(value, most) {
  if (!(value > 0) || !(most > 0)) return 0
  return Math.min(1, Math.max(0, 1 + Math.log10(value / most) / DECADES))
}

/** How many of the last copies add half of what all of them add. */
export function half(shares) {
  const whole = shares.reduce((sum, share) => sum + share, 0)
  let [count, held] = [0, 0]
  while (count < shares.length && held < whole / 2) held += shares[shares.length - ++count]
  return count
}

/**
 * What the way back does to a gradient, as the name of a word and its factor.
 * @param {number} here in front of the copy whose error it is
 * @param {number} there in front of the first one
 */
export function fate(here, there) {
  if (!(there > 0) || !(here > 0)) return { word: 'gone', factor: '' }
  const factor = there < here ? here / there : there / here
  if (factor < 1.05) return { word: 'alike', factor: '' }
  return { word: there < here ? 'smaller' : 'larger', factor: factor < 1e6 ? rounded(factor) : short(factor) }
}

const rounded = (factor) => (factor < 10 ? factor.toFixed(1) : Math.round(factor).toLocaleString('en'))
