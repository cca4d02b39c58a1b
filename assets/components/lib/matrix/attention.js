// The colours of a share of attention.

import { rgb, sequential } from '../paint.js'

const GLOW = 0.5 // how far a colour moves towards white on a dark page

/** From the page's background at 0 to a blue that stands out from it at 1. */
export function attentionScale({ quantities }, theme) {
  const { colour } = quantities.alignment
  const lighter = rgb(colour).slice(0, 3).map((u) => Math.round(u + GLOW * (255 - u)))
  return sequential(theme.background, theme.dark ? `rgb(${lighter.join(' ')})` : colour)
}
