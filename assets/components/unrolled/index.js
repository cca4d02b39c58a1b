// The unrolled network: a copy of the cell for each step. States flow right through all of them; the error of one step flows
// back, and in front of every copy its gradient has another length.

import { Component, component } from '../lib/component.js'
import { Cursor } from '../lib/cursor.js'
import { fillIn, html, part, write } from '../lib/dom.js'
import { calm, fitCanvas, sequential, visible } from '../lib/paint.js'
import { DECADES, fate, half, short, strength } from './flow.js'

const LEFT = 66 // CSS pixels for the names of the rows
const NARROW = 36 // the least that a copy takes
const WIDE = 74 // and the most
const ROWS = { target: 18, error: 46, number: 76, back: 92, cell: 132, input: 178, bars: [206, 326], shares: [350, 396] }
const HEIGHT = 402
const CELL = 18 // half of a copy's height
const PACE = 90 // milliseconds a copy, when it plays
const FONT = 13

class UnrolledNetwork extends Component {
  static css = ['unrolled/unrolled.css']
  static frame = 'unrolled'

  began = 0 // when it began to play

  constructor(root, report) {
    super(root, report)
    // A step is counted from the beginning of the sequence, wherever the copies begin.
    this.cursor = new Cursor({ step: {} }, () => this.soon(), ({ step }) => this.settled(step))
  }

  close() {
    super.close()
    this.cursor.close()
    cancelAnimationFrame(this.playing)
  }

  kind({ words, arrays }) {
    return [words, 'memory' in arrays]
  }

  build({ words, arrays }) {
    this.canvas = html('canvas', {
      role: 'slider',
      tabindex: 0,
      'aria-label': words.label,
      onpointermove: (event) => this.under(event, (step) => this.cursor.hover({ step })),
      onclick: (event) => this.under(event, (step) => this.cursor.click({ step })),
      onkeydown: (event) => this.key(event),
    })
    const play = html('button', { type: 'button', onclick: () => this.play() }, `▶ ${words.play}`)
    const rows = [['hidden', words.hidden], ...('memory' in arrays ? [['memory', words.memory]] : []), ['share', words.shares]]
    const legend = html('p', { class: 'legend' }, ...rows.map(([name, said]) => html('span', {}, html('i', { class: name }), said)))
    this.told = html('p', { class: 'told', role: 'status' })
    this.cut = html('p', { class: 'cut' })
    this.element.replaceChildren(
      part('network', words.title, words.how, html('div', { class: 'tools' }, play), this.canvas, legend, this.told, this.cut),
    )
  }

  redraw({ step, group, begin, tokens, arrays, colours, words }) {
    for (const [name, colour] of Object.entries(colours)) this.element.style.setProperty(`--${name}`, colour)
    this.scale = sequential(this.theme.background, colours.hidden)
    this.most = { gradients: largest(arrays.gradients), states: largest(arrays.states), memory: arrays.memory ? largest(arrays.memory) : 0 }
    this.cursor.group = group
    this.cursor.fit({ step: Array.from(tokens, (_, t) => begin + t) })
    const asked = this.memory.ask(this, step)
    const wanted = asked === 'asked' ? { step: step ?? Infinity } : asked === 'kept' ? this.memory.place : this.cursor.place
    this.cursor.set({ ...wanted, step: this.nearest(wanted.step) })
    this.memory.place = this.cursor.place
    this.canvas.setAttribute('aria-valuemin', begin + 1)
    this.canvas.setAttribute('aria-valuemax', begin + tokens.length)
    write(this.cut, begin ? fillIn(words.cut, { begin }) : '')
    this.point()
  }

  /** The step that has a copy and is nearest to `step`, both counted from the beginning of the sequence. */
  nearest(step) {
    const { begin, tokens } = this.reading
    return Math.min(begin + tokens.length - 1, Math.max(begin, step))
  }

  /** The copy whose error flows back, counted from the first that is drawn. */
  get chosen() {
    return this.cursor.place.step - this.reading.begin
  }

  settled(step) {
    this.memory.tell(step)
    this.report.state('step', step)
  }

  key(event) {
    const K = this.reading.tokens.length
    const to = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -K, End: K }
    if (event.key === 'Enter' || event.key === ' ') this.cursor.click({ step: this.cursor.place.step })
    else if (event.key === 'Escape') this.cursor.release()
    else if (event.key in to) this.cursor.move({ step: this.nearest(this.cursor.place.step + to[event.key]) })
    else return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
  }

  /** The copies in sight: as many as there is room for, those before the error and itself among them. */
  window() {
    const K = this.reading.tokens.length
    const room = Math.max(NARROW, this.element.clientWidth - LEFT)
    const count = Math.min(K, Math.floor(room / NARROW))
    const first = Math.min(Math.max(0, this.chosen - count + 1), K - count)
    return { first, count, wide: Math.min(WIDE, room / count) }
  }

  under(event, act) {
    const { first, count, wide } = this.window()
    const column = Math.floor((event.clientX - this.canvas.getBoundingClientRect().left - LEFT) / wide)
    if (column >= 0 && column < count) act(this.reading.begin + first + column)
  }

  play() {
    if (calm()) return
    cancelAnimationFrame(this.playing)
    this.began = performance.now()
    const tick = () => {
      this.paint()
      if (this.began) this.playing = requestAnimationFrame(tick)
    }
    tick()
  }

  point() {
    this.memory.place = this.cursor.place
    const { words, tokens, targets, begin, arrays } = this.reading
    const K = tokens.length
    const k = this.chosen
    const [row, shares] = [arrays.gradients, arrays.shares].map(({ values }) => values.subarray(k * K, k * K + k + 1))
    const ways = fate(row[k], row[0])
    const fields = {
      step: begin + k + 1,
      loss: short(arrays.losses.values[k]),
      target: visible(targets[k]),
      here: short(row[k]),
      there: short(row[0]),
      first: begin + 1,
      times: fillIn(words[ways.word], ways),
      half: half(shares),
      copies: k + 1,
    }
    write(this.told, fillIn(words[row[k] > 0 ? (k ? 'told' : 'told_one') : 'certain'], fields))
    this.canvas.setAttribute('aria-valuenow', String(begin + k + 1))
    this.canvas.setAttribute('aria-valuetext', this.told.textContent)
    this.paint()
  }

  /** How far the error has come back and the states forward, in copies: everything, unless it plays. */
  reach(k) {
    if (!this.began) return { forward: Infinity, back: -1 }
    const { first } = this.window()
    const gone = (performance.now() - this.began) / PACE + first
    if (gone > 2 * k + 3 - first) this.began = 0
    return { forward: gone, back: gone > k + 1 ? k - (gone - k - 1) : Infinity }
  }

  paint() {
    const width = this.element.clientWidth
    if (!this.reading || !width) return
    const { theme } = this
    const { words } = this.reading
    const pen = fitCanvas(this.canvas, width, HEIGHT)
    const { first, count, wide } = this.window()
    const k = this.chosen
    const { forward, back } = this.reach(k)
    pen.clearRect(0, 0, width, HEIGHT)
    pen.textBaseline = 'middle'
    pen.font = `${FONT}px ${theme.font}`
    pen.fillStyle = theme.muted
    pen.textAlign = 'right'
    const names = { target: ROWS.target, error: ROWS.error, back: ROWS.back, cells: ROWS.cell, input: ROWS.input, share: (ROWS.shares[0] + ROWS.shares[1]) / 2 }
    for (const [name, y] of Object.entries(names)) pen.fillText(words[name], LEFT - 10, y)
    pen.fillText('‖∂L/∂h‖', LEFT - 10, ROWS.bars[0] + 6)
    this.lines(pen, LEFT + count * wide)
    for (let t = first; t < first + count; t++) {
      const x = LEFT + (t - first + 0.5) * wide
      this.copy(pen, t, x, wide, { k, here: t <= forward, hit: t <= k && t >= back, on: t < first + count - 1 })
    }
  }

  /** Grid lines of the scale of gradients, a factor of 100 each. */
  lines(pen, right) {
    const [top, foot] = ROWS.bars
    pen.strokeStyle = this.theme.line
    pen.lineWidth = 1
    for (let decade = 0; decade <= DECADES; decade += 2) {
      const y = Math.round(top + ((foot - top) * decade) / DECADES) + 0.5
      pen.beginPath()
      pen.moveTo(LEFT, y)
      pen.lineTo(right, y)
      pen.stroke()
    }
  }

  /** One copy: target and token, the box, its arrows, and the bars below it. */
  copy(pen, t, x, wide, { k, here, hit, on }) {
    const { theme } = this
    const { tokens, targets, arrays, colours } = this.reading
    const K = tokens.length
    const state = arrays.states.values[t] / this.most.states
    const after = t > k
    const text = (said, y, bold = false, colour = theme.text) => {
      pen.font = `${bold ? 700 : 400} ${FONT}px ${theme.mono}`
      pen.fillStyle = colour
      pen.textAlign = 'center'
      pen.fillText(fitted(pen, visible(said), wide - 6), x, y)
    }
    text(targets[t], ROWS.target, t === k, t === k ? theme.text : theme.muted)
    text(tokens[t], ROWS.input, t === k, after ? theme.muted : theme.text)
    pen.globalAlpha = here ? (after ? 0.4 : 1) : 0.15
    arrow(pen, [x, ROWS.input - 12], [x, ROWS.cell + CELL + 2], theme.muted, 1.5)
    const half = Math.min(CELL, wide / 2 - 5)
    if (on) arrow(pen, [x + half + 1, ROWS.cell], [x + wide - half - 2, ROWS.cell], colours.hidden, 1 + 4 * state)
    pen.fillStyle = this.scale.css(state)
    pen.strokeStyle = t === k ? theme.text : theme.muted
    pen.lineWidth = t === k ? 2.5 : 1
    pen.beginPath()
    pen.roundRect(x - half, ROWS.cell - CELL, 2 * half, 2 * CELL, 6)
    pen.fill()
    pen.stroke()
    pen.font = `italic 600 ${FONT + 1}px ${theme.font}`
    pen.fillStyle = this.scale.ink(state)
    pen.textAlign = 'center'
    pen.fillText('W', x, ROWS.cell)
    pen.globalAlpha = 1
    if (!hit) return
    const of = (name) => arrays[name].values[k * K + t]
    const size = strength(of('gradients'), this.most.gradients)
    if (t === k) this.loss(pen, x)
    if (t < k) {
      pen.globalAlpha = 0.12 + 0.88 * size
      arrow(pen, [x + wide - half, ROWS.back], [x + half * 0.2, ROWS.back], colours.error, 1 + 7 * size)
      pen.globalAlpha = 1
      pen.font = `${FONT - 1}px ${theme.font}`
      pen.fillStyle = theme.text
      pen.fillText(short(of('gradients')), x + wide * 0.5, ROWS.number)
    }
    this.bars(pen, t, x, wide, size, of)
  }

  /** The error itself: where it enters. */
  loss(pen, x) {
    const { colours, arrays } = this.reading
    arrow(pen, [x, ROWS.error + 12], [x, ROWS.cell - CELL - 2], colours.error, 5)
    pen.fillStyle = colours.error
    pen.beginPath()
    pen.arc(x, ROWS.error, 13, 0, 7)
    pen.fill()
    pen.fillStyle = '#000'
    pen.font = `700 ${FONT}px ${this.theme.font}`
    pen.fillText('L', x, ROWS.error)
    pen.textAlign = 'left'
    pen.fillStyle = this.theme.text
    const right = x + 18 + 60 < this.element.clientWidth
    pen.textAlign = right ? 'left' : 'right'
    pen.fillText(short(arrays.losses.values[this.chosen]), x + (right ? 18 : -18), ROWS.error)
    pen.textAlign = 'center'
  }

  bars(pen, t, x, wide, size, of) {
    const { colours, arrays } = this.reading
    const K = this.reading.tokens.length
    const k = this.chosen
    const [top, foot] = ROWS.bars
    const two = 'memory' in arrays
    const broad = Math.min(26, wide - 10) / (two ? 2 : 1)
    const bar = (left, share, [high, low], colour) => {
      pen.fillStyle = colour
      pen.fillRect(left, low - share * (low - high), broad, share * (low - high))
    }
    bar(x - (two ? broad : broad / 2), size, [top, foot], colours.error)
    if (two) bar(x, strength(of('memory'), this.most.gradients), [top, foot], colours.memory)
    const row = arrays.shares.values.subarray(k * K, k * K + k + 1)
    const sum = row.reduce((total, value) => total + value, 0)
    const share = sum ? row[t] / sum : 0
    pen.fillStyle = colours.share
    pen.fillRect(x - Math.min(13, wide / 2 - 5), ROWS.shares[1] - share * (ROWS.shares[1] - ROWS.shares[0]), Math.min(26, wide - 10), share * (ROWS.shares[1] - ROWS.shares[0]))
    if (share >= 0.005) {
      pen.fillStyle = this.theme.text
      pen.font = `${FONT - 1}px ${this.theme.font}`
      pen.fillText(`${Math.round(100 * share)}%`, x, ROWS.shares[0] - 8)
    }
  }
}

const largest = ({ values }) => values.reduce((most, value) => Math.max(most, value), 1e-30)

/** A text cut to `room` pixels. */
function fitted(pen, said, room) {
  if (pen.measureText(said).width <= room) return said
  let letters = Array.from(said)
  while (letters.length > 1 && pen.measureText(`${letters.join('')}…`).width > room) letters = letters.slice(0, -1)
  return `${letters.join('')}…`
}

function arrow(pen, [x, y], [to, down], colour, thick) {
  const angle = Math.atan2(down - y, to - x)
  const head = 4 + thick
  pen.strokeStyle = pen.fillStyle = colour
  pen.lineWidth = thick
  pen.beginPath()
  pen.moveTo(x, y)
  pen.lineTo(to - head * 0.8 * Math.cos(angle), down - head * 0.8 * Math.sin(angle))
  pen.stroke()
  pen.beginPath()
  pen.moveTo(to, down)
  for (const turn of [2.6, -2.6]) pen.lineTo(to + head * Math.cos(angle + turn), down + head * Math.sin(angle + turn))
  pen.fill()
}

export default component(UnrolledNetwork)
