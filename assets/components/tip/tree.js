// Three choices between A and B, each with a probability that the viewer drags; and which way greedy and a beam take.

import { fillIn, html, part, svg, write } from '../lib/dom.js'
import { memoryOf } from '../lib/memory.js'
import { percent } from '../lib/paint.js'

const DEPTH = 3
const [HEIGHT, EDGE, LEAF] = [330, 46, 120]
const REACH = 90 // CSS pixels that a fork is dragged from 0 to 1
const NARROW = 520 // CSS pixels below which the branches have no room for their numbers
const QUIET = 300 // milliseconds of rest after which Python is told
const LECTURE = { '': 60, A: 60, B: 10, AA: 60, AB: 60, BA: 50, BB: 10 }
const FORKS = Object.keys(LECTURE)

/** All sequences of A and B of a length. */
const all = (length) => (length ? all(length - 1).flatMap((prefix) => [prefix + 'A', prefix + 'B']) : [''])

/** What a link says of the forks; the numbers of the lecture, where it says nothing that can be read. */
function read(text) {
  const given = (text ?? '').split('.').map(Number)
  const legible = given.length === FORKS.length && given.every((share) => share >= 0 && share <= 100)
  return legible ? Object.fromEntries(FORKS.map((fork, k) => [fork, given[k]])) : { ...LECTURE }
}

export class Tree {
  constructor(words, tell) {
    this.words = words
    this.tell = tell
    /** @type {Object<string, number>} how likely A is at each fork, in percent */
    this.shares = { ...LECTURE }
    this.width = 2
    this.told = html('p', { class: 'told', role: 'status' })
    this.drawing = svg('svg', { class: 'tree', onpointermove: (event) => this.drag(event), onpointerup: () => this.let(), onpointercancel: () => this.let() })
    const reset = html('button', { type: 'button', onclick: () => this.take({ ...LECTURE }) }, words.lecture)
    const key = (kind, word) => html('span', {}, html('i', { class: kind }), word)
    const keys = html('p', { class: 'keys' }, key('greedy', words.greedy_path), key('beam', words.beam_path))
    this.element = part('board', words.tree, words.tree_how, this.drawing, html('div', { class: 'below' }, keys, reset), this.told, html('h4', { class: 'next' }, words.trained))
  }

  show(reading) {
    this.width = reading.width
    this.memory = memoryOf(`${reading.key} tree`)
    const asked = this.memory.ask(this, reading.tree)
    if (asked === 'asked') this.shares = read(reading.tree)
    if (asked === 'kept') this.shares = this.memory.place
    this.memory.place = this.shares
  }

  take(shares) {
    this.shares = this.memory.place = shares
    this.paint()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      const text = FORKS.map((fork) => this.shares[fork]).join('.')
      this.memory.tell(text)
      this.tell(text)
    }, QUIET)
  }

  /** The probability of a sequence. */
  p(sequence) {
    return [...sequence].reduce((p, letter, k) => {
      const share = this.shares[sequence.slice(0, k)] / 100
      return p * (letter === 'A' ? share : 1 - share)
    }, 1)
  }

  /** What a beam keeps at each step, the likeliest first. */
  search(width) {
    const kept = [['']]
    for (let k = 0; k < DEPTH; k++) {
      const tried = kept[k].flatMap((prefix) => [prefix + 'A', prefix + 'B'])
      tried.sort((one, other) => this.p(other) - this.p(one))
      kept.push(tried.slice(0, width))
    }
    return kept
  }

  x = (depth) => EDGE + ((this.wide - EDGE - LEAF) * depth) / DEPTH
  y = (sequence) => {
    const place = sequence ? [...sequence].reduce((sum, letter) => 2 * sum + (letter === 'B' ? 1 : 0), 0) : 0
    return (HEIGHT * (place + 0.5)) / 2 ** sequence.length
  }

  paint() {
    this.wide = this.drawing.clientWidth || this.element.clientWidth
    if (!this.wide) return
    this.drawing.setAttribute('viewBox', `0 0 ${this.wide} ${HEIGHT}`)
    this.drawing.style.height = `${HEIGHT}px`
    const [greedy, beam] = [this.search(1).at(-1)[0], this.search(this.width)]
    const found = beam.at(-1)[0]
    const ends = all(DEPTH)
    const best = ends.reduce((one, other) => (this.p(other) > this.p(one) ? other : one))
    const on = (path, sequence) => path.startsWith(sequence)
    const lines = [1, 2, 3].flatMap((depth) => all(depth)).map((sequence) => {
      const from = sequence.slice(0, -1)
      const share = this.shares[from] / 100
      const p = sequence.endsWith('A') ? share : 1 - share
      const kind = `${beam[sequence.length].includes(sequence) ? 'tried' : ''} ${on(found, sequence) ? 'beam' : ''} ${on(greedy, sequence) ? 'greedy' : ''}`
      const place = { x1: this.x(from.length), y1: this.y(from), x2: this.x(sequence.length), y2: this.y(sequence) }
      const label = svg('text', { class: 'branch', x: (place.x1 + 2 * place.x2) / 3, y: (place.y1 + 2 * place.y2) / 3 + (sequence.endsWith('A') ? -6 : 16) }, `${sequence.at(-1)} ${p.toFixed(2).replace(/^0/, '')}`)
      return svg('g', { class: kind }, svg('line', { ...place, 'stroke-width': 1 + 9 * p }), ...(this.wide < NARROW ? [] : [label]))
    })
    const leaves = ends.map((end) => svg('text', { class: `leaf ${end === best ? 'best' : ''}`, x: this.x(DEPTH) + 12, y: this.y(end) + 5 }, `${end} ${percent(this.p(end))}${end === best ? ' ★' : ''}`))
    const { focused } = this // what is drawn anew loses the focus
    this.drawing.replaceChildren(...lines, ...leaves, ...FORKS.map((fork) => this.fork(fork)))
    if (focused !== undefined) /** @type {SVGElement | null} */ (this.drawing.querySelector(`[data-fork='${focused}']`))?.focus()
    const fields = { greedy, beam: found, best, width: this.width, p: percent(this.p(greedy)), q: percent(this.p(found)), r: percent(this.p(best)) }
    write(this.told, fillIn(this.words.tree_told, fields))
    this.drawing.setAttribute('aria-label', this.told.textContent)
  }

  fork(fork) {
    const { words } = this
    const named = fillIn(words.fork, { prefix: fork || words.beginning })
    return svg('g', {
      class: 'fork',
      'data-fork': fork,
      tabindex: 0,
      role: 'slider',
      'aria-label': named,
      'aria-valuemin': 0,
      'aria-valuemax': 100,
      'aria-valuenow': this.shares[fork],
      transform: `translate(${this.x(fork.length)} ${this.y(fork)})`,
      onpointerdown: (event) => this.press(event, fork),
      onkeydown: (event) => this.key(event, fork),
      onfocus: () => (this.focused = fork),
      onblur: () => (this.focused = undefined),
    }, svg('circle', { r: 18 }), svg('text', { y: 5 }, (this.shares[fork] / 100).toFixed(2).replace(/^0/, '')))
  }

  press(event, fork) {
    this.pressed = { fork, y: event.clientY, share: this.shares[fork] }
    this.drawing.setPointerCapture(event.pointerId)
    event.preventDefault()
  }

  drag(event) {
    if (!this.pressed) return
    const { fork, y, share } = this.pressed
    this.set(fork, share + (100 * (y - event.clientY)) / REACH)
  }

  let() {
    this.pressed = null
  }

  key(event, fork) {
    const by = { ArrowUp: 5, ArrowRight: 5, ArrowDown: -5, ArrowLeft: -5, Home: -100, End: 100 }[event.key]
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
    this.focused = fork
    this.set(fork, this.shares[fork] + by)
  }

  set(fork, share) {
    this.take({ ...this.shares, [fork]: Math.round(Math.min(100, Math.max(0, share))) })
  }
}
