// The strokes of the picture: the whole sound, the stretch, the tree above it, and the levels of the next sample.

import { diverging, number, percent } from '../lib/paint.js'

const TAU = 2 * Math.PI
const DOT = { least: 1.2, most: 6 } // CSS pixels of a node
const FEW = 4 // nodes of a layer up to which their numbers are written
const LOUD = [-1, -0.1, 0, 0.1, 1] // amplitudes that the scale names

/** @typedef {{pen: CanvasRenderingContext2D, plan: import('./plan.js').Plan, score: import('./score.js').Score, theme: import('../lib/paint.js').Theme, words: any, at: number, over: any}} Scene */

/** The whole sound, what is written of it dark, and the stretch that is seen below it. @param {Scene} scene */
export function drawOverview({ pen, plan, score, theme, at }) {
  const { x, y, width, height } = plan.overview
  const middle = y + height / 2
  pen.fillStyle = theme.faint
  pen.fillRect(x, y, width, height)
  const from = Math.max(0, at - score.field)
  pen.fillStyle = theme.line
  pen.fillRect(plan.xOfOverview(from), y, Math.max(2, plan.xOfOverview(at) - plan.xOfOverview(from)), height)
  const most = Math.max(0.05, score.loudest)
  const columns = Math.max(1, Math.floor(width))
  for (let column = 0; column < columns; column++) {
    const first = Math.max(0, Math.floor((column / columns) * score.length) - 1) // with the one before, so that lines meet
    const last = Math.max(first + 2, Math.floor(((column + 1) / columns) * score.length))
    let [low, high] = [Infinity, -Infinity]
    for (let t = first; t < Math.min(last, score.length); t++) {
      low = Math.min(low, score.amplitude[t])
      high = Math.max(high, score.amplitude[t])
    }
    pen.fillStyle = first <= at ? score.colours.sample : theme.line
    const [top, foot] = [middle - (high / most) * (height / 2 - 2), middle - (low / most) * (height / 2 - 2)]
    pen.fillRect(x + column, top, 1, Math.max(1, foot - top))
  }
  pen.fillStyle = theme.text
  pen.fillRect(plan.xOfOverview(at) - 1, y - 3, 2, height + 6)
}

/** The samples in the stretch, each at the height of its level. @param {Scene} scene */
export function drawWave({ pen, plan, score, theme, words, at }) {
  pen.font = plan.font
  pen.textBaseline = 'middle'
  pen.textAlign = 'right'
  const mu = score.depth - 1
  for (const x of LOUD) {
    const y = plan.y(((Math.sign(x) * Math.log1p(mu * Math.abs(x))) / Math.log1p(mu) + 1) / 2 * mu)
    pen.strokeStyle = theme.faint
    line(pen, plan.left, y, plan.beliefs.x + plan.beliefs.width, y)
    pen.fillStyle = theme.muted
    pen.fillText(x ? number(x, Math.abs(x) < 1 ? 1 : 0) : '0', plan.left - 8, y)
  }
  const first = Math.max(0, at - plan.count + 1)
  pen.strokeStyle = score.colours.sample
  pen.lineWidth = 2
  pen.lineJoin = 'round'
  pen.beginPath()
  for (let t = first; t <= at; t++) pen.lineTo(plan.x(t), plan.y(score.levels[t]))
  pen.stroke()
  pen.lineWidth = 1
  const radius = dot(plan)
  for (let t = first; t < at && radius > 1.5; t++) {
    pen.fillStyle = score.colours.sample
    disc(pen, plan.x(t), plan.y(score.levels[t]), Math.min(3, radius))
  }
  pen.textBaseline = 'alphabetic'
  pen.fillStyle = theme.muted
  pen.textAlign = 'right'
  pen.fillText(words.now, plan.right, plan.height - 5)
  pen.textAlign = 'left'
  const shown = (plan.count * 1000) / score.rate
  pen.fillText(`−${number(shown, shown < 10 ? 1 : 0)} ms`, plan.left, plan.height - 5)
}

/** From every sample that is seen up to the one output: lines where numbers flow, discs for what the unit says.
 *  @param {Scene} scene */
export function drawTree({ pen, plan, score, theme, at, over }) {
  const scale = diverging(theme.background, ...pair(score.diverging), 1)
  const radius = dot(plan)
  const place = (layer, ago) => [plan.x(at - ago - 1), plan.layer(layer)]
  pen.strokeStyle = theme.muted
  pen.globalAlpha = 0.45
  pen.lineWidth = plan.step > 3 ? 1.2 : 0.7
  score.dilations.forEach((d, layer) => {
    for (const ago of score.offsets[layer + 1]) {
      for (const from of [ago, ago + d]) {
        const [x, y] = place(layer, ago)
        const [below, foot] = place(layer - 1, from)
        if (at - from >= 0) line(pen, below, foot, x, y)
      }
    }
  })
  pen.globalAlpha = 1
  score.offsets.forEach((row, depth) => {
    const layer = depth - 1
    for (const ago of row) {
      const [x, y] = place(layer, ago)
      const reading = at - ago
      if (x < plan.left - 1) continue
      pen.fillStyle = layer < 0 ? (reading > 0 ? score.colours.sample : theme.line) : scale.css(score.node('gated', layer, reading))
      pen.strokeStyle = theme.muted
      disc(pen, x, y, layer < 0 ? Math.min(2.5, radius) : radius)
      if (layer >= 0 && radius > 2) pen.stroke()
    }
    if (layer >= 0 && row.length <= FEW) row.forEach((ago) => value(pen, plan, theme, number(score.node('gated', layer, at - ago), 2), ...pair(place(layer, ago)), radius))
  })
  if (over) {
    pen.strokeStyle = theme.text
    pen.lineWidth = 2
    pen.beginPath()
    pen.arc(plan.x(over.reading - 1), plan.layer(over.layer), radius + 3, 0, TAU)
    pen.stroke()
  }
  pen.font = plan.font
  pen.textAlign = 'right'
  pen.textBaseline = 'middle'
  pen.fillStyle = theme.muted
  const every = Math.ceil(16 / plan.row)
  score.dilations.forEach((d, layer) => {
    if ((score.dilations.length - 1 - layer) % every === 0) pen.fillText(plan.narrow ? `${d}` : `d = ${d}`, plan.left - 8, plan.layer(layer))
  })
  pen.fillText(score.symbols.input, plan.left - 8, plan.layer(-1))
  pen.textBaseline = 'alphabetic'
  output(pen, plan, score, theme, at)
}

/** From the top of the tree to what is believed. */
function output(pen, plan, score, theme, at) {
  const [x, y] = [plan.x(at - 1), plan.layer(score.dilations.length - 1)]
  const middle = plan.beliefs.x - 10
  pen.strokeStyle = theme.text
  pen.lineWidth = 1.5
  pen.beginPath()
  pen.moveTo(x + dot(plan) + 2, y)
  pen.lineTo(middle, y)
  pen.lineTo(middle, plan.waveTop + 4)
  pen.stroke()
  pen.fillStyle = theme.text
  pen.beginPath()
  pen.moveTo(middle, plan.waveTop + 12)
  pen.lineTo(middle - 5, plan.waveTop + 3)
  pen.lineTo(middle + 5, plan.waveTop + 3)
  pen.fill()
}

/** Every level as high as it is, as long as it is likely: a frame before the sliders, filled after them.
 *  @param {Scene} scene */
export function drawBeliefs({ pen, plan, score, theme, words, at }) {
  const { x, width } = plan.beliefs
  const [before, after] = [score.believed(at), score.left(at)]
  let most = 0
  for (let level = 0; level < score.depth; level++) most = Math.max(most, before[level], after[level])
  const room = width - 8
  const high = plan.waveHeight / score.depth
  const thick = Math.max(1, high - (high > 3 ? 1 : 0))
  for (let level = 0; level < score.depth; level++) {
    const top = plan.y(level) - thick / 2
    pen.fillStyle = score.colours.before
    pen.fillRect(x, top, (before[level] / most) * room, thick)
    if (score.same) continue
    pen.fillStyle = score.colours.after
    pen.fillRect(x, top + thick * 0.2, (after[level] / most) * room, thick * 0.6)
  }
  pen.fillStyle = theme.line
  pen.fillRect(x - 1, plan.waveTop, 1, plan.waveHeight)
  const level = score.levels[at]
  const y = plan.y(level)
  pen.strokeStyle = score.colours.drawn
  pen.lineWidth = 1.5
  pen.setLineDash([4, 3])
  line(pen, plan.x(at), y, x + width, y)
  pen.setLineDash([])
  pen.fillStyle = score.colours.drawn
  disc(pen, plan.x(at), y, 5)
  pen.fillStyle = theme.text
  pen.font = plan.font
  pen.textAlign = 'left'
  pen.fillText(plan.narrow ? score.symbols.belief : words.belief, x, plan.layer(score.dilations.length - 1) + 5)
  pen.textAlign = 'right'
  pen.fillStyle = theme.muted
  pen.fillText(percent(most), x + width, plan.height - 5)
}

function value(pen, plan, theme, text, x, y, radius) {
  if (plan.row < 15) return
  pen.font = plan.font
  pen.textAlign = 'right'
  const { width } = pen.measureText(text)
  if (x - radius - 4 - width < plan.left) return
  pen.fillStyle = theme.background
  pen.globalAlpha = 0.8
  pen.fillRect(x - radius - 5 - width, y - 8, width + 2, 15)
  pen.globalAlpha = 1
  pen.fillStyle = theme.text
  pen.fillText(text, x - radius - 4, y + 5)
}

const pair = (two) => /** @type {[any, any]} */ (two)

const dot = (plan) => Math.max(DOT.least, Math.min(DOT.most, plan.step * 0.42, plan.row * 0.38))

function disc(pen, x, y, radius) {
  pen.beginPath()
  pen.arc(x, y, radius, 0, TAU)
  pen.fill()
}

function line(pen, x, y, right, foot) {
  pen.beginPath()
  pen.moveTo(x, y)
  pen.lineTo(right, foot)
  pen.stroke()
}
