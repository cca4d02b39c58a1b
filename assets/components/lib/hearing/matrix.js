// The alignment, drawn: a row an output token, time to the right, the truth framed in it; and the axis of seconds below.

import { visible } from '../paint.js'
import { line } from './lanes.js'

const NOTHING = 0.004 // a weight too small to be seen

/** Weights in the colours of `scale`, and the tokens beside them. */
export function drawMatrix(pen, { lanes, reading, theme, scale }) {
  pen.textAlign = 'right'
  pen.textBaseline = 'middle'
  pen.font = `${lanes.font}px ${theme.mono}`
  reading.target.forEach((token, i) => {
    const y = lanes.y(i)
    for (let j = 0; j < reading.sources; j++) {
      const weight = reading.weight(i, j)
      if (weight < NOTHING) continue
      const x = lanes.x(reading.starts[j])
      pen.fillStyle = scale.css(weight)
      pen.fillRect(x, y, lanes.x(reading.ends[j]) - x + 0.3, lanes.row - 0.5)
    }
    pen.fillStyle = theme.text
    if (i % lanes.every === 0) pen.fillText(visible(token), lanes.left - 9, y + lanes.row / 2 + 1)
  })
  const bottom = lanes.y(reading.target.length)
  pen.strokeStyle = theme.line
  pen.lineWidth = 1
  pen.beginPath()
  for (let i = 0; i <= reading.target.length; i++) line(pen, lanes.left, lanes.y(i), lanes.width, lanes.y(i))
  for (const lane of [lanes.wave, lanes.spectrogram, { top: lanes.matrix.top, bottom }])
    line(pen, lanes.left - 0.5, lane.top, lanes.left - 0.5, lane.bottom)
  pen.stroke()
}

/** In each row: where its token is spoken and the middle of that, and the centre of its attention. */
export function drawTruth(pen, { lanes, reading, theme, colour, gold }) {
  pen.lineWidth = 2
  reading.target.forEach((_, i) => {
    const [y, spoken] = [lanes.y(i), reading.gold[i]]
    if (spoken) {
      const [from, to] = spoken.map((second) => lanes.x(second))
      pen.strokeStyle = gold
      pen.strokeRect(from, y + 1, to - from, Math.max(1, lanes.row - 2))
      pen.beginPath()
      line(pen, (from + to) / 2, y + 1, (from + to) / 2, y + lanes.row - 1)
      pen.stroke()
    }
    pen.beginPath()
    pen.arc(lanes.x(reading.centroid(i)), y + lanes.row / 2, Math.max(1.5, Math.min(5, lanes.row / 3)), 0, 7)
    pen.fillStyle = theme.background
    pen.fill()
    pen.strokeStyle = colour
    pen.stroke()
  })
}

export function drawAxis(pen, { lanes, reading, theme, words }) {
  const y = Math.max(lanes.axis.top, lanes.y(reading.target.length) + 4)
  pen.fillStyle = pen.strokeStyle = theme.muted
  pen.font = `14px ${theme.font}`
  pen.textBaseline = 'top'
  pen.lineWidth = 1
  pen.beginPath()
  const edge = lanes.width - pen.measureText(words.seconds).width - 8
  for (const { second, told } of lanes.ticks()) {
    const x = lanes.x(second)
    line(pen, x, y - 4, x, y + 3)
    pen.textAlign = second ? 'center' : 'left'
    if (x < edge - 12) pen.fillText(told, x, y + 7)
  }
  pen.stroke()
  pen.textAlign = 'right'
  pen.fillText(words.seconds, lanes.width - 1, y + 7)
}
