// A surface over the plane as a heat map with contours: what a critic makes of every place.

import { diverging, paintHeatmap, reachOf } from '../paint.js'
import { contour } from './contours.js'

const LEVELS = 6 // contours on either side of the middle
const PALE = 0.62 // how far the colours go to their ends: points must be seen on them

/**
 * @param {CanvasRenderingContext2D} pen of a canvas sized by `fitCanvas`
 * @param {number} side CSS pixels
 * @param {import('../component.js').Numbers} surface square, rows from below
 * @param {number} middle the height that is drawn in no colour
 * @param {import('../paint.js').Theme} theme
 * @param {string[]} ends the colours of low and of high places
 * @param {boolean} [lines] whether there are contours
 */
export function paintGround(pen, side, { shape, values }, middle, theme, [low, high], lines = true) {
  const [rows, columns] = shape
  const heights = values.map((value) => value - middle)
  const reach = reachOf(heights, 0.98, 0.01)
  const scale = diverging(theme.background, low, high, reach / PALE)
  const box = { x: 0, y: 0, width: side, height: side }
  paintHeatmap(pen, heights, { rows, columns, start: (rows - 1) * columns, rowStep: -columns }, scale, box)
  if (!lines) return
  const [across, up] = [side / (columns - 1), side / (rows - 1)]
  for (let k = -LEVELS; k <= LEVELS; k++) {
    pen.beginPath()
    for (const [x, y, u, v] of contour(heights, columns, (k * reach) / LEVELS)) {
      pen.moveTo(x * across, side - y * up)
      pen.lineTo(u * across, side - v * up)
    }
    pen.strokeStyle = theme.muted
    pen.globalAlpha = k ? 0.35 : 0.9
    pen.lineWidth = k ? 0.75 : 1.5
    pen.stroke()
  }
  pen.globalAlpha = 1
}

/** CSS pixels of a point of a plane that reaches from −reach to reach; y grows upwards. */
export const placeIn = (side, reach, [x, y]) => [((x + reach) / (2 * reach)) * side, ((reach - y) / (2 * reach)) * side]

/** Dots: filled, or hollow. */
export function paintDots(pen, places, radius, colour, hollow = false) {
  pen.fillStyle = pen.strokeStyle = colour
  pen.lineWidth = 1.4
  for (const [x, y] of places) {
    pen.beginPath()
    pen.arc(x, y, radius, 0, 7)
    if (hollow) pen.stroke()
    else pen.fill()
  }
}
