// The tree of futures: a node is as high as the futures that go through it are many.

import { html } from '../lib/dom.js'
import { fitCanvas, sequential, visible } from '../lib/paint.js'

const SHARE = 0.68 // of the window's height that all futures together take, if they are many
const [LEAST, MOST] = [3, 26] // CSS pixels of one future
const [LETTER, WORD] = [[11, 16], [84, 120]] // of a column, at least and at most
const PLAYED = 14 // of the sign beside the future that is played
const READABLE = 9 // of a node, to carry its token
const [FAMILIES, MOST_OF_THEM] = [4, 0.5] // that have a colour of their own, at least; the share of one, at most
const HUES = ['#56b4e9', '#e69f00', '#009e73', '#cc79a7', '#0072b2', '#d55e00'] // of the families, in turn

export class Tree {
  /** @type {import('./futures.js').Futures} */ futures
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(label, point, play) {
    this.point = point
    this.play = play
    this.at = null
    this.canvas = html('canvas')
    this.mark = html('div', { class: 'mark' })
    const stage = html('div', { class: 'plot' }, this.canvas, this.mark)
    this.element = html('div', {
      class: 'tree',
      tabindex: 0,
      role: 'img',
      'aria-label': label,
      onpointermove: (event) => this.hover(event),
      onpointerleave: () => this.look(null),
      onclick: (event) => this.hover(event) && play(this.at.row),
      onkeydown: (event) => this.key(event),
    })
    this.element.append(stage)
  }

  show(futures, theme) {
    this.futures = futures
    this.theme = theme
    this.root = shortened(futures.prefix)
    this.fit()
    this.look(null)
  }

  /** Columns as wide as the page has room for, rows as high; then paint. */
  fit() {
    const { futures, root } = this
    const [least, most] = futures.byWord ? WORD : LETTER
    this.left = (root ? root.length * 12 + 24 : 0) + PLAYED
    this.side = Math.min(most, Math.max(least, (this.element.clientWidth - this.left) / futures.columns))
    const height = Math.max(560, SHARE * document.documentElement.clientHeight)
    this.high = Math.min(MOST, Math.max(LEAST, Math.floor(height / futures.count)))
    this.paint()
  }

  paint() {
    const { futures, theme, side, high, left } = this
    const [width, height] = [left + futures.columns * side, futures.count * high]
    const pen = fitCanvas(this.canvas, width, height)
    pen.clearRect(0, 0, width, height)
    pen.textBaseline = 'middle'
    this.beginning(pen, height)
    const hues = futures.families(FAMILIES, MOST_OF_THEM)
    const scales = HUES.map((colour) => sequential(theme.background, colour, -0.25, 1.35))
    const common = sequential(theme.background, theme.muted, -0.25, 2)
    futures.walk((first, end, column) => {
      const share = Math.sqrt((end - first) / futures.count)
      const scale = hues[first] === hues[end - 1] ? scales[hues[first] % HUES.length] : common
      const isEnd = futures.isEnd(first, column)
      const box = { x: left + column * side, y: first * high, width: side, height: (end - first) * high }
      pen.fillStyle = isEnd ? theme.text : scale.css(share)
      pen.fillRect(box.x, box.y + 0.5, isEnd ? Math.min(6, side) : box.width + 0.3, box.height - Math.min(1, high / 4))
      if (!isEnd) this.name(pen, futures.token(first, column), box, scale.ink(share))
    })
  }

  /** What they all began with, as the root of the tree, and beside it which future the page plays. */
  beginning(pen, height) {
    const { theme, root, left, futures, high } = this
    const row = futures.seeds.indexOf((futures.playing ?? -1) - futures.seed)
    if (row >= 0) {
      const [x, y] = [left - PLAYED, (row + 0.5) * high]
      pen.fillStyle = theme.primary
      pen.beginPath()
      pen.moveTo(x + 1, y - 6)
      pen.lineTo(x + PLAYED - 2, y)
      pen.lineTo(x + 1, y + 6)
      pen.fill()
    }
    if (!root) return
    pen.fillStyle = theme.faint
    pen.fillRect(0, 0, left - PLAYED - 1, height)
    pen.fillStyle = theme.text
    pen.font = `600 20px ${theme.mono}`
    pen.textAlign = 'right'
    pen.fillText(visible(root), left - PLAYED - 10, height / 2, left - PLAYED - 16)
  }

  name(pen, token, { x, y, width, height }, ink) {
    if (height < READABLE || token === ' ') return
    const words = this.futures.byWord
    const size = Math.max(14, Math.min(height * 0.92, words ? 18 : this.side * 1.6))
    pen.font = `600 ${size}px ${this.theme.mono}`
    pen.fillStyle = ink
    pen.textAlign = words ? 'left' : 'center'
    const text = words ? token.trim() || visible(token) : visible(token)
    pen.fillText(text, words ? x + 5 : x + width / 2, y + height / 2, words ? width - 8 : undefined)
  }

  /** The node under the pointer; false where there is none. */
  hover({ clientX, clientY }) {
    const { left, top } = this.canvas.getBoundingClientRect()
    const row = Math.floor((clientY - top) / this.high)
    const column = Math.floor((clientX - left - this.left) / this.side)
    return this.look({ row, column: Math.max(0, column) })
  }

  look(place) {
    const { futures } = this
    const there = place && place.row >= 0 && place.row < futures.count
    this.at = there ? { row: place.row, column: Math.min(place.column, futures.lengths[place.row]) } : null
    this.mark.hidden = !this.at
    if (this.at) {
      const { first, end } = futures.branch(this.at.row, Math.min(this.at.column, futures.columns - 1))
      Object.assign(this.mark.style, {
        left: '0',
        width: `${this.left + (this.at.column + 1) * this.side}px`,
        top: `${first * this.high}px`,
        height: `${(end - first) * this.high}px`,
      })
    }
    this.point(this.at)
    return Boolean(this.at)
  }

  key(event) {
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }
    const { row, column } = this.at ?? { row: 0, column: 0 }
    if (event.key === 'Enter') this.play(row)
    else if (event.key in moves) {
      const [down, right] = moves[event.key]
      this.look({ row: Math.min(this.futures.count - 1, Math.max(0, row + down)), column: Math.max(0, column + right) })
    } else return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
  }
}

/** The last of a long beginning. */
const shortened = (text) => (text.length > 16 ? `…${text.slice(-15)}` : text)
