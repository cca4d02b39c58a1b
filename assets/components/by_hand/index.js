// The LSTM by hand: a drawn unit, its steps, and what can be set; Python does the arithmetic, the browser walks the steps.

import { lstmCell } from '../cells/lstm.js'
import { html } from '../dom.js'
import { calm, reachOf, themeOf } from '../paint.js'
import { sheets } from '../sheets.js'
import { Handles } from './handles.js'
import { Player } from './player.js'
import { formatOf, Reading } from './reading.js'
import { Reports } from './reports.js'
import { Table } from './table.js'
import { Weights } from './weights.js'

const styles = await sheets('base.css', 'cells/cells.css', 'by_hand/by_hand.css')
const pictures = new WeakMap() // by the shadow root that Streamlit keeps for the component
const places = new Map() // by the component's key: where the viewer stood, should Streamlit build the component anew

const FLOW = 800 // milliseconds that a drop takes along its wire
const QUIET = 400 // milliseconds of rest after which a step is reported
const LETTERS = { i: 'input_gate', f: 'forget_gate', o: 'output_gate' }

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data: [data], parentElement, setTriggerValue }) {
  let picture = pictures.get(parentElement)
  if (!picture) pictures.set(parentElement, (picture = new Picture(parentElement)))
  picture.report = (report) => setTriggerValue('set', report)
  picture.show(data)
  return () => setTimeout(() => parentElement.isConnected || picture.close())
}

class Picture {
  constructor(root) {
    this.root = root
    root.querySelector('.waiting')?.remove() // what kept the room until now
    root.adoptedStyleSheets = styles
    this.element = html('div', { class: 'by_hand' })
    this.element.addEventListener('keydown', (event) => this.pressed(event))
    root.append(html('div', { class: 'picture' }, this.element))
    this.reports = new Reports((report) => this.report(report))
    this.unfocused = (event) => document.activeElement === document.body && this.pressed(event)
    window.addEventListener('keydown', this.unfocused)
  }

  close() {
    window.removeEventListener('keydown', this.unfocused)
    this.player?.pause()
    this.reports.close()
    clearTimeout(this.resting)
  }

  /** Show what `payload` says. */
  show(data) {
    const theme = themeOf(this.root)
    this.theme = theme
    this.reports.answered(data.heard)
    this.reading = new Reading(data, this.reports.entries)
    const { reading } = this
    for (const [name, { colour }] of Object.entries(reading.named)) this.element.style.setProperty(`--${name}`, colour)
    this.element.style.colorScheme = theme.dark ? 'dark' : 'light'
    this.build(reading)
    this.element.classList.toggle('long', reading.length > 6)
    this.player.fit(reading.length)
    this.ask(reading)
    this.table?.show(reading, theme)
    this.weights?.show(reading)
    this.point()
    if (data.small && !calm()) this.roll()
  }

  /** Make the parts, once for each language and way to set the gates. */
  build(reading) {
    const { words, gates, named, byHand, small } = reading
    const wanted = JSON.stringify([words, gates, small])
    if (wanted === this.built) return
    this.built = wanted
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

  /** Go where Python asks, when it asks for another step than before; else stay, for the viewer may be further on. */
  ask({ key, step }) {
    const known = places.get(key)
    const ahead = 'step' in this.reports.entries // the viewer has gone on since
    const news = !known || (step !== known.wish && step !== known.reported && !ahead)
    if (news) this.player.at = Math.min(step, this.reading.length - 1)
    else if (known.from !== this) this.player.at = Math.min(known.at, this.reading.length - 1)
    const reported = news ? null : known.reported
    places.set(key, { wish: step, reported, from: this, at: this.player.at })
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
    const { key } = this.reading
    places.set(key, { ...places.get(key), at: this.player.at })
    this.point()
  }

  /** Nothing moves by itself now; if the viewer does not go on at once, this is where they settled. */
  rested() {
    if (this.reading.small) return
    clearTimeout(this.resting)
    this.resting = setTimeout(() => this.settle(), QUIET)
  }

  settle() {
    const { key } = this.reading
    const { at } = this.player
    if (places.get(key).reported === at) return
    places.set(key, { ...places.get(key), reported: at })
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
