// How long the futures became: a bar for each stretch of lengths.

import { fillIn, html, part, write } from '../lib/dom.js'
import { fitCanvas } from '../lib/paint.js'

const [BINS, HEIGHT, LEFT, BOTTOM, TOP] = [30, 150, 34, 24, 18]

export class Lengths {
  /** @type {import('./futures.js').Futures} */ futures
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(words) {
    this.words = words
    this.canvas = html('canvas', { role: 'img', 'aria-label': words.lengths })
    this.element = part('lengths', words.lengths, words.lengths_how, this.canvas)
    this.how = this.element.querySelector('p')
  }

  show(futures, theme) {
    this.futures = futures
    this.theme = theme
    const sorted = Array.from(futures.lengths).sort((a, b) => a - b)
    write(this.how, fillIn(this.words.lengths_how, { median: sorted[Math.floor((sorted.length - 1) / 2)] }))
    this.paint()
  }

  paint() {
    const { futures, theme } = this
    const width = this.element.clientWidth
    if (!width || !futures) return
    const longest = Math.max(...futures.lengths)
    const step = Math.max(1, Math.ceil((longest + 1) / BINS))
    const bins = Array.from({ length: Math.floor(longest / step) + 1 }, () => ({ ended: 0, cut: 0 }))
    futures.lengths.forEach((length, row) => bins[Math.floor(length / step)][futures.ended[row] ? 'ended' : 'cut']++)
    const most = Math.max(...bins.map(({ ended, cut }) => ended + cut))
    const pen = fitCanvas(this.canvas, width, HEIGHT)
    const side = (width - LEFT) / bins.length
    const y = (count) => TOP + (1 - count / most) * (HEIGHT - TOP - BOTTOM)
    pen.clearRect(0, 0, width, HEIGHT)
    pen.font = `14px ${theme.font}`
    pen.textBaseline = 'middle'
    const box = (k, from, to) => pen.fillRect(LEFT + k * side + 1, y(to), side - 2, y(from) - y(to))
    bins.forEach(({ ended, cut }, k) => {
      pen.fillStyle = theme.dark ? '#56b4e9' : '#0072b2'
      box(k, 0, ended)
      pen.fillStyle = theme.line
      box(k, ended, ended + cut)
    })
    pen.fillStyle = theme.line
    pen.fillRect(LEFT, y(0), width - LEFT, 1)
    pen.fillStyle = theme.muted
    pen.textAlign = 'right'
    pen.fillText(String(most), LEFT - 8, y(most))
    pen.textAlign = 'center'
    for (let k = 0; k < bins.length; k += 5) pen.fillText(String(k * step), LEFT + (k + 0.5) * side, HEIGHT - BOTTOM / 2 + 2)
  }
}
