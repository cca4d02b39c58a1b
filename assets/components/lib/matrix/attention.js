// The colours of attention weights.

import { diverging, reachOf, rgb, sequential } from '../paint.js'

const GLOW = 0.5 // how far a colour moves towards white on a dark page
const SMALL = 0.5 // shares below it are all small
const SLACK = 1e-4 // by which rounded shares may miss 0 and 1

/**
 * Of shares, from the page's background at 0 to a blue that stands out from it at 1. Of weights that are none (attention
 * without softmax), both ways from the background at 0, in the colours of all that is negative or positive, as far as the
 * largest of them reaches.
 * @param {{quantities: Object<string, {colour: string}>, diverging?: string[]}} reading
 * @param {import('../paint.js').Theme} theme
 * @param {ArrayLike<number>} [values] all weights that are drawn together
 * @param {boolean} [own] whether shares that are all small have a scale of their own, so that they are seen
 */
export function attentionScale({ quantities, diverging: ends }, theme, values = [], own = false) {
  const { colour } = quantities.alignment
  if (!areShares(values)) return diverging(theme.background, ends[0], ends[1], reachOf(values))
  const most = own && values.length ? largest(values) : 1
  const high = most < SMALL ? Math.ceil(20 * most) / 20 : 1 // in steps of .05, so that it does not tremble
  return sequential(theme.background, theme.dark ? lighter(colour) : colour, 0, high)
}

/** Whether all values lie from 0 to 1. */
export function areShares(values) {
  for (let k = 0; k < values.length; k++) if (values[k] < -SLACK || values[k] > 1 + SLACK) return false
  return true
}

function largest(values) {
  let most = 0
  for (let k = 0; k < values.length; k++) most = Math.max(most, values[k])
  return most
}

function lighter(hue) {
  const moved = rgb(hue).slice(0, 3).map((u) => Math.round(u + GLOW * (255 - u)))
  return `rgb(${moved.join(' ')})`
}
