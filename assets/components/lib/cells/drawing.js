// The parts that a drawn cell is made of: wires, valves, boxes and numbers. Each is told its value and shows it.

import { formula, html, pieces, svg, write } from '../dom.js'
import { number } from '../paint.js'

const THIN = 2
const THICK = 11
const NOTHING = 0.005 // what is written as 0.00 moves nothing
const BOX = { width: 106, height: 76 }

/** A symbol in SVG, its index lowered. */
export function symbol(text, attributes = {}) {
  const { letter, index } = pieces(text)
  const label = svg('text', { class: 'symbol', ...attributes }, letter)
  if (index) label.append(svg('tspan', { class: 'index', dy: '0.3em' }, index))
  return label
}

/** A drawing that grows from parts, each of which may answer to a named value. */
export class Drawing {
  /**
   * @param {number[]} box left, top, width and height of its own coordinates
   * @param {string} title what it shows, for those who cannot see it
   * @param {(value: number) => string} format how its numbers are written
   */
  constructor(box, title, format = number) {
    this.format = format
    this.element = svg('svg', { viewBox: box.join(' '), role: 'img', 'aria-label': title })
    this.layers = { wires: svg('g'), nodes: svg('g'), numbers: svg('g') }
    this.shows = []
    this.wires = []
    this.body = svg('g')
    this.element.append(this.body, ...Object.values(this.layers))
  }

  /** Show named numbers; `reach` says how large a state may grow, and makes its wires comparable. */
  show(values, reach) {
    for (const show of this.shows) show(values, reach)
  }

  /** Let a drop run along every wire on which something flows. */
  flow(milliseconds) {
    const drops = this.wires.filter(({ line }) => !line.classList.contains('idle')).map(({ path, quantity }) => {
      const motion = svg('animateMotion', { path, dur: `${milliseconds}ms`, begin: 'indefinite', fill: 'freeze' })
      return svg('circle', { class: 'drop', r: 8, style: `stroke: var(--${quantity})` }, motion)
    })
    this.drops?.remove()
    this.drops = svg('g', {}, ...drops)
    this.layers.wires.append(this.drops)
    for (const drop of drops) drop.firstChild.beginElement()
    clearTimeout(this.drying)
    this.drying = setTimeout(() => this.drops.remove(), milliseconds)
  }

  /** The cell's own outline. */
  frame(x, y, width, height) {
    this.body.append(svg('rect', { class: 'frame', x, y, width, height, rx: 26 }))
  }

  /** A wire along `path`, as thick as the value `name` is large, dashed where it is negative and faint where it is 0. */
  wire(path, name, quantity, { state = false, thick = THICK } = {}) {
    const line = svg('path', { class: 'wire', d: path, style: `stroke: var(--${quantity})` })
    this.layers.wires.append(line)
    this.wires.push({ line, path, quantity })
    this.shows.push((values, reach) => {
      const share = Math.min(1, Math.abs(values[name]) / (state ? reach : 1))
      line.style.strokeWidth = THIN + (thick - THIN) * share
      line.classList.toggle('negative', values[name] < 0)
      line.classList.toggle('idle', Math.abs(values[name]) < NOTHING)
    })
  }

  /** A wire that other cells have and this one has not. */
  ghost(path) {
    this.layers.wires.append(svg('path', { class: 'ghost', d: path }))
  }

  /** A wire that carries many numbers at once: the input, or a state of all units. */
  bus(path, quantity = null) {
    const style = quantity && `stroke: var(--${quantity})`
    this.layers.wires.append(svg('path', { class: 'halo', d: path }), svg('path', { class: 'bus', d: path, style }))
  }

  /** A wire by which a gate sees its own cell. */
  peephole(path, name) {
    this.layers.wires.append(svg('path', { class: 'halo', d: path }))
    this.wire(path, name, 'cell_state', { state: true, thick: 4 })
  }

  /** What a wire of many numbers brings from the last step, by name. */
  past(x, y, labels) {
    labels.forEach((label, k) => {
      const at = x + (k - (labels.length - 1) / 2) * 34
      this.layers.numbers.append(symbol(label, { class: 'symbol past', x: at, y, 'text-anchor': 'middle' }))
    })
  }

  /** The number of `name` on a wire, with what it is called beside it. */
  chip(x, y, name, quantity, label, { side = 'above' } = {}) {
    const text = svg('text', { class: 'number', x, y })
    const box = svg('rect', { class: 'tag', x: x - 42, y: y - 18, width: 84, height: 36, rx: 9, style: `stroke: var(--${quantity})` })
    this.layers.numbers.append(box, text)
    if (label) {
      const at = { above: [x, y - 34], below: [x, y + 36], left: [x - 52, y], right: [x + 52, y] }[side]
      const anchor = { above: 'middle', below: 'middle', left: 'end', right: 'start' }[side]
      this.layers.numbers.append(symbol(label, { x: at[0], y: at[1], 'text-anchor': anchor }))
    }
    this.shows.push((values) => write(text, this.format(values[name])))
  }

  /** A × whose opening is the value of a gate: a disc, filled as far as the gate is open. */
  valve(x, y, name, quantity) {
    const around = 2 * Math.PI * 9.5
    const fill = svg('circle', { class: 'opening', cx: x, cy: y, r: 9.5, style: `stroke: var(--${quantity})`, transform: `rotate(-90 ${x} ${y})` })
    const disc = svg('circle', { class: 'valve', cx: x, cy: y, r: 20 })
    this.layers.nodes.append(svg('g', { 'data-part': name }, disc, fill, this.sign(x, y, 'times')))
    this.shows.push((values) => {
      const share = values[name] < NOTHING ? 0 : values[name]
      fill.style.strokeDasharray = `${around * share} ${around}`
    })
  }

  /** A node that multiplies or adds. */
  node(x, y, kind) {
    this.layers.nodes.append(svg('circle', { class: 'valve', cx: x, cy: y, r: 20 }), this.sign(x, y, kind))
  }

  sign(x, y, kind) {
    const size = kind === 'times' ? 7 : 10
    const strokes = kind === 'times' ? `M-1-1L1 1M-1 1L1-1` : `M0-1V1M-1 0H1`
    return svg('path', { class: 'sign', d: strokes, transform: `translate(${x} ${y}) scale(${size})` })
  }

  /**
   * A layer of the network: its activation, its name, and a gauge of the value it gives, from 0 or, where it is
   * `signed`, from the middle; an `unbounded` one fills it at the reach of the states. `struck` crosses its activation out.
   */
  box(x, y, name, quantity, activation, { symbol: label, label: word }, { signed = false, unbounded = false, struck = false } = {}) {
    const [width, height] = [BOX.width, BOX.height]
    const [left, top] = [x - width / 2, y - height / 2]
    const gauge = svg('rect', { class: 'gauge', x: left, width, style: `fill: var(--${quantity})` })
    const clip = `clip-${name}`
    const parts = [
      svg('clipPath', { id: clip }, svg('rect', { x: left, y: top, width, height, rx: 12 })),
      svg('rect', { class: 'box', x: left, y: top, width, height, rx: 12 }),
      svg('g', { 'clip-path': `url(#${clip})` }, gauge),
      svg('rect', { class: 'outline', x: left, y: top, width, height, rx: 12, style: `stroke: var(--${quantity})` }),
      symbol(label, { class: 'symbol large', x: activation ? x - 18 : x, y: y - 12, 'text-anchor': 'middle' }),
      svg('text', { class: struck ? 'activation struck' : 'activation', x: x + 18, y: y - 12 }, activation),
      svg('text', { class: 'word', x, y: y + 21 }, word),
    ]
    this.layers.nodes.append(svg('g', { 'data-part': name }, ...parts))
    this.shows.push((values, reach) => {
      const share = signed ? values[name] / (unbounded ? 2 * reach : 2) : values[name]
      const base = signed ? top + height / 2 : top + height
      gauge.setAttribute('y', share > 0 ? base - share * height : base)
      gauge.setAttribute('height', Math.abs(share) * height)
    })
  }

  /** A layer that other cells have and this one has not: crossed out. */
  missing(x, y, { symbol: label, label: word }) {
    const [left, top] = [x - BOX.width / 2, y - BOX.height / 2]
    this.layers.nodes.append(
      svg('rect', { class: 'missing', x: left, y: top, width: BOX.width, height: BOX.height, rx: 12 }),
      svg('path', { class: 'missing', d: `M${left + 4} ${top + BOX.height - 4}l${BOX.width - 8} ${8 - BOX.height}` }),
      symbol(label, { class: 'symbol large faint', x, y: y - 12, 'text-anchor': 'middle' }),
      svg('text', { class: 'word faint', x, y: y + 21 }, word),
    )
  }

  /** A function applied to one number, with no weights: a pill; crossed out where this cell has it not. */
  pill(x, y, text, { struck = false } = {}) {
    this.layers.nodes.append(
      svg('rect', { class: struck ? 'pill missing' : 'pill', x: x - 36, y: y - 18, width: 72, height: 36, rx: 18 }),
      svg('text', { class: struck ? 'function struck' : 'function', x, y }, text),
    )
  }

  /** A word beside a wire. */
  note(x, y, text, anchor = 'start') {
    this.layers.nodes.append(svg('text', { class: 'note', x, y, 'text-anchor': anchor }, text))
  }

  /** The token that is read at this step. */
  token(x, y, label) {
    const text = svg('text', { class: 'token', x, y })
    this.layers.numbers.append(
      svg('rect', { class: 'tag', x: x - 42, y: y - 21, width: 84, height: 42, rx: 9 }),
      text,
      symbol(label, { x: x + 54, y, 'text-anchor': 'start' }),
    )
    this.shows.push(({ token }) => write(text, token))
  }
}

/**
 * An equation with this step's numbers under its symbols.
 * @param {string} template such as `{c} = {f} · {c_prev}`: what is in braces has a number
 * @param {Object<string, {symbol: string, quantity: string}>} terms
 */
export class Equation {
  constructor(template, terms, format = number) {
    this.format = format
    this.outputs = []
    this.element = html('div', { class: 'equation', role: 'math' })
    for (const piece of template.split(/(\{\w+\})/).map((text) => text.trim())) {
      const name = piece.match(/^\{(\w+)\}$/)?.[1]
      if (name) {
        const output = html('output')
        this.outputs.push({ name, output })
        const style = `--colour: var(--${terms[name].quantity})`
        this.element.append(html('span', { class: 'term', style }, formula(terms[name].symbol), output))
      } else if (piece) this.element.append(html('span', { class: 'between' }, piece))
    }
  }

  show(values) {
    for (const { name, output } of this.outputs) write(output, this.format(values[name]))
  }
}

