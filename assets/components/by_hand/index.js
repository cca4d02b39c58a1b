// The LSTM by hand: a drawn unit, its steps, and what can be set; Python does the arithmetic, the browser walks the steps.

import { lstmCell } from '../lib/cells/lstm.js'
import { Component, component } from '../lib/component.js'
import { html } from '../lib/dom.js'
import { calm, reachOf } from '../lib/paint.js'
import { Handles } from './handles.js'
import { Player } from './player.js'
import { formatOf, Reading } from './reading.js'
import { Reports } from './reports.js'
import { Table } from './table.js'
import { Weights } from './weights.js'

const FLOW = 800 // milliseconds that a drop takes along its wire
const QUIET = 400 // milliseconds of rest after which a step is reported
const LETTERS = { i: 'input_gate', f: 'forget_gate', o: 'output_gate' }

/** @extends {Component<Reading>} */
class ByHand extends Component {
  static css = ['lib/cells/cells.css', 'by_hand/by_hand.css']
  static frame = 'by_hand'

  constructor(root, report) {
    super(root, report)
    this.element.addEventListener('keydown', (event) => this.pressed(event))
    this.reports = new Reports((set) => this.report.trigger('set', set))
    this.unfocused = (event) => document.activeElement === document.body && this.pressed(event)
    window.addEventListener('keydown', this.unfocused)
  }

  close() {
    super.close()
    window.removeEventListener('keydown', this.unfocused)
    this.player?.pause()
    this.reports.close()
    clearTimeout(this.resting)
  }

  read({ header }) {
    this.reports.answered(header.heard)
    return new Reading(header, this.reports.entries)
  }

  kind({ words, gates, small }) {
    return [words, gates, small]
  }

  redraw(reading) {
    for (const [name, { colour }] of Object.entries(reading.named)) this.element.style.setProperty(`--${name}`, colour)
    this.element.classList.toggle('long', reading.length > 6)
    this.player.fit(reading.length)
    this.ask(reading.step)
    this.table?.show(reading, this.theme)
    this.weights?.show(reading)
    this.point()
    if (reading.small && !calm()) this.roll()
  }

  build(reading) {
    const { words, named, byHand, small } = reading
    const at = this.player?.at ?? 0
    this.player?.pause()
    this.player = new Player(words, () => this.moved(), () => this.rested())
    this.player.at = at
    const notes = { title: words.title, units: null, peephole: '' }
    this.cell = lstmCell(byHand ? 'by_hand' : 'lstm', notes, named, formatOf(reading))
    const drawn = this.cell.drawing.element
    if (byHand && !small) drawn.addEventListener('click', ({ target }) => this.touched(target.closest('[data-part]')?.dataset.part))
    drawn.classList.toggle('live', byHand && !small)
    const equations = html('div', { class: 'equations' }, ...this.cell.equations.map(({ element }) => element))
    const holder = html('div', { class: 'holder', tabindex: small ? null : 0 }, drawn)
    if (small) return this.element.replaceChildren(equations, holder)
    this.weights = byHand ? null : new Weights(reading, (name, value) => this.reports.tell({ [name]: written(value) }))
    this.handles = byHand ? new Handles(reading, (name, value) => this.turn(name, this.player.at, value)) : null
    this.table = new Table(words, {
      go: (step) => this.player.go(step),
      input: (step, text) => this.type(step, text),
      turn: (name, step) => this.turn(name, step),
    })
    const how = html('p', { class: 'how' }, words.how)
    const diagram = html('section', { class: 'diagram', 'aria-label': words.title }, this.player.element, equations, holder, how)
    this.table.element.append(...(byHand ? [this.handles.element] : []), html('p', { class: 'how' }, byHand ? words.keys : words.keys_weights))
    this.element.replaceChildren(...(byHand ? [] : [this.weights.element]), diagram, this.table.element)
  }

  /** Go where Python asks, unless the viewer has set something since that says otherwise. */
  ask(step) {
    const { memory, player, reading } = this
    const ahead = 'step' in this.reports.entries && memory.place !== undefined
    const asked = memory.ask(this, step)
    if (asked === 'asked' && !ahead) player.at = Math.min(step, reading.length - 1)
    if (asked === 'asked') this.settled = null
    if (asked === 'kept') player.at = Math.min(memory.place, reading.length - 1)
    memory.place = player.at
  }

  /** On the home page it plays for ever. */
  roll() {
    const { player } = this
    if (!player.clock) player.toggle()
    clearInterval(this.again)
    this.again = setInterval(() => {
      if (!this.element.isConnected) return clearInterval(this.again)
      if (!player.clock) player.toggle()
    }, 3000)
  }

  moved() {
    if (!calm()) requestAnimationFrame(() => this.cell.drawing.flow(FLOW))
    this.memory.place = this.player.at
    this.point()
  }

  /** Nothing moves by itself now; if the viewer does not go on at once, this is where they settled. */
  rested() {
    if (this.reading.small) return
    clearTimeout(this.resting)
    this.resting = setTimeout(() => this.settle(), QUIET)
  }

  settle() {
    const { at } = this.player
    if (this.settled === at) return
    this.settled = at
    this.memory.tell(at)
    this.reports.tell({ step: String(at + 1) })
  }

  /** Draw the step in view. */
  point() {
    const { reading, player, cell } = this
    const place = { time: player.at }
    const values = cell.numbers(reading, place)
    const reach = ['candidate', 'cell_state', 'hidden_state'].flatMap((name) => reading.series[name])
    cell.drawing.show(values, reachOf(reading.byHand ? reach : reading.series.cell_state))
    for (const equation of cell.equations) equation.show(values)
    player.point()
    this.table?.point(player.at)
    this.weights?.point(reading, player.at)
    this.handles?.point(reading, player.at)
  }

  /** Set a gate that is set by hand; without a value, from shut to open or back. */
  turn(name, step, value = this.reading.set[name][step] >= 0.5 ? 0 : 1) {
    this.player.go(step)
    this.reading.set[name][step] = value
    this.table.fill(name)
    this.reports.tell({ [name]: this.reading.set[name].map(written).join(' ') })
  }

  type(step, text) {
    const inputs = this.reading.typed
    inputs[step] = text.replaceAll(/[\s,;，；、]+/g, '') || '0'
    this.player.go(step)
    this.reports.tell({ x: inputs.join(' ') })
  }

  touched(gate) {
    if (gate in LETTERS) this.turn(LETTERS[gate], this.player.at)
  }

  pressed(event) {
    const { player, reading } = this
    if (reading.small || event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.composedPath()[0]
    if (target.tagName === 'INPUT') return // its own keys
    const keys = {
      ArrowLeft: () => player.go(player.at - 1),
      ArrowRight: () => player.go(player.at + 1),
      Home: () => player.go(0),
      End: () => player.go(Infinity),
      ' ': () => player.toggle(),
    }
    if (reading.byHand) for (const [letter, name] of Object.entries(LETTERS)) keys[letter] = () => this.turn(name, player.at)
    if (!(event.key in keys)) return
    if (event.key === ' ' && target.tagName === 'BUTTON') return // it presses the button
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
    keys[event.key]()
  }
}

/** A number as it stands in a link. */
const written = (value) => String(Number(value.toFixed(4)))

export default component(ByHand)
