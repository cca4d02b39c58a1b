// What each player's loss was at every training step, on one axis, with a line at the step in view; and what the marked
// sample is told by the critic.

import { fillIn, html, part, write } from '../lib/dom.js'
import { fitCanvas, number } from '../lib/paint.js'
import { logistic } from './reading.js'

const [HEIGHT, LEFT, BOTTOM, TOP] = [250, 44, 24, 10] // CSS pixels
const NAMES = ['critic_loss', 'train_loss']
const FONT = 14

export class Losses {
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.canvas = html('canvas', { role: 'img' })
    const key = (name) => html('span', {}, html('i', { class: name }), words[name])
    this.keys = html('p', { class: 'legend' }, ...NAMES.map(key))
    this.told = html('p', { class: 'told' })
    this.meaning = html('p', { class: 'meaning' })
    this.tale = html('p', { class: 'tale', role: 'status' })
    this.history = part('history', words.losses, words.losses_how, this.keys, this.canvas, this.told, this.meaning)
    this.element = html('section', { class: 'losses' }, this.history, html('h5', {}, words.marked), this.tale)
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    this.history.hidden = reading.alone
    write(this.meaning, this.words[reading.detective ? 'detective_means' : 'critic_means'])
    this.paint()
    this.point()
  }

  paint() {
    const width = this.element.clientWidth
    if (!this.reading || !width || this.reading.alone) return
    const { reading, theme } = this
    const steps = reading.values.history.values
    const lines = NAMES.map((name) => reading.values[name].values)
    const pen = fitCanvas(this.canvas, width, HEIGHT)
    pen.clearRect(0, 0, width, HEIGHT)
    const last = Math.max(1, reading.step, ...steps)
    const [low, high] = spanOf(lines)
    const x = (step) => LEFT + (step / last) * (width - LEFT - 8)
    const y = (value) => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM)
    pen.font = `${FONT}px ${theme.font}`
    pen.fillStyle = theme.muted
    pen.strokeStyle = theme.line
    pen.lineWidth = 1
    for (const value of ticks(low, high)) {
      pen.beginPath()
      pen.moveTo(LEFT, y(value))
      pen.lineTo(width - 8, y(value))
      pen.stroke()
      pen.textAlign = 'right'
      pen.fillText(number(value, 1), LEFT - 6, y(value) + 5)
    }
    pen.textAlign = 'left'
    pen.fillText('0', LEFT, HEIGHT - 6)
    pen.textAlign = 'right'
    pen.fillText(`${this.words.step} ${last.toLocaleString('en')}`, width - 8, HEIGHT - 6)
    pen.save()
    pen.beginPath()
    pen.rect(LEFT, TOP, width - LEFT - 8, HEIGHT - TOP - BOTTOM)
    pen.clip()
    lines.forEach((values, k) => {
      pen.strokeStyle = reading.colours[NAMES[k]]
      pen.lineWidth = 1.8
      pen.lineJoin = 'round'
      pen.beginPath()
      values.forEach((value, at) => pen.lineTo(x(steps[at]), y(value)))
      pen.stroke()
    })
    pen.restore()
    pen.strokeStyle = theme.text
    pen.lineWidth = 1.5
    pen.setLineDash([4, 4])
    pen.beginPath()
    pen.moveTo(x(reading.step), TOP)
    pen.lineTo(x(reading.step), HEIGHT - BOTTOM)
    pen.stroke()
    pen.setLineDash([])
    const at = nearest(steps, reading.step)
    const now = at < 0 ? null : { step: steps[at], critic: number(lines[0][at]), generator: number(lines[1][at]) }
    write(this.told, now ? fillIn(this.words.now, now) : this.words.untrained)
    this.canvas.setAttribute('aria-label', now ? fillIn(this.words.now, now) : this.words.losses)
    for (const name of NAMES) this.element.style.setProperty(`--${name}`, reading.colours[name])
  }

  point() {
    if (!this.reading) return
    const { reading, words } = this
    const { sample } = this.cursor.place
    const score = reading.score(sample)
    const fields = { sample: sample + 1, score: number(score), p: number(logistic(score)), pull: number(Math.hypot(...reading.row('pull', sample)), 3) }
    const parts = [fillIn(reading.detective ? words.sample_detective : words.sample_critic, fields)]
    if (reading.good) parts.push(reading.good[sample] ? words.good : words.bad)
    if (reading.seen) parts.push(fillIn(reading.seen[sample] === reading.classes[sample] ? words.seen_right : words.seen_wrong, { asked: reading.classes[sample], seen: reading.seen[sample] }))
    if (reading.valid) parts.push(reading.valid[sample] ? words.has_word : words.has_no_word)
    write(this.tale, parts.join(' '))
  }
}

/** The least and the greatest value that is drawn: a wild beginning is cut off. */
export function spanOf(lines) {
  const every = lines.flatMap((values) => Array.from(values)).sort((a, b) => a - b)
  if (!every.length) return [0, 1]
  const [low, high] = [0.02, 0.98].map((share) => every[Math.round(share * (every.length - 1))])
  const room = 0.08 * (high - low) || 1
  return [Math.min(0, low) - room, Math.max(0, high) + room]
}

/** Three to six round numbers between two. */
export function ticks(low, high) {
  const rough = (high - low) / 4
  const unit = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((many) => many * unit >= rough) * unit
  return Array.from({ length: Math.floor(high / step) - Math.ceil(low / step) + 1 }, (_, k) => (Math.ceil(low / step) + k) * step)
}

/** The place of the last step that is not after `step`; −1 where there is none. */
function nearest(steps, step) {
  let at = -1
  for (let k = 0; k < steps.length && steps[k] <= step; k++) at = k
  return at < 0 && steps.length && step > 0 ? 0 : at
}
