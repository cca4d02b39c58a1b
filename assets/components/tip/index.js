// One fault and its remedy: what two networks generate, side by side; what is drawn depends on the fault.

import { Component, component } from '../lib/component.js'
import { Cursor } from '../lib/cursor.js'
import { html, write } from '../lib/dom.js'
import { Captions } from './captions.js'
import { Melody } from './melody.js'
import { Sentences } from './sentences.js'
import { Tree } from './tree.js'

const KINDS = { coverage: Captions, reward: Captions, scheduled_sampling: Melody, distribution: Sentences, beam: Sentences }
const SIDES = ['without', 'with']

/**
 * What one of the two networks did.
 * @typedef {object} Side
 * @property {string} name without or with
 * @property {any} facts of dashboard/labs/generation_tips/components/tip.py
 * @property {Object<string, import('../lib/component.js').Numbers>} arrays
 */

class Tip extends Component {
  static css = ['tip/tip.css']
  static frame = 'tip'

  constructor(root, report) {
    super(root, report)
    this.cursor = new Cursor({ step: {} }, () => this.moved(), (place) => this.settled(place))
  }

  close() {
    super.close()
    this.cursor.close()
  }

  kind({ tip, words }) {
    return [tip, words]
  }

  build({ tip, words }) {
    const Kind = KINDS[tip]
    this.parts = SIDES.map(() => new Kind(this.cursor, words, tip))
    this.told = SIDES.map(() => html('p', { class: 'told', role: 'status' }))
    this.titles = SIDES.map(() => html('h4'))
    const sides = this.parts.map((part, k) => html('section', { class: SIDES[k] }, this.titles[k], part.element, this.told[k]))
    this.tree = tip === 'beam' ? new Tree(words, (text) => this.dragged(text)) : null
    this.element.replaceChildren(...(this.tree ? [this.tree.element] : []), html('div', { class: 'sides' }, ...sides))
  }

  redraw(reading) {
    const { cursor, memory, theme } = this
    for (const [name, colour] of Object.entries(reading.colours)) this.element.style.setProperty(`--${name}`, colour)
    SIDES.forEach((name, k) => {
      const suffix = `_${name}`
      const own = Object.entries(reading.arrays).filter(([array]) => array.endsWith(suffix) && !(name === 'with' && array.endsWith('_without')))
      const arrays = Object.fromEntries(own.map(([array, values]) => [array.slice(0, -suffix.length), values]))
      const title = reading.words[`${reading.tip}_${name}`]
      write(this.titles[k], title)
      this.titles[k].parentElement.setAttribute('aria-label', title)
      this.parts[k].show({ name, facts: reading.sides[k], arrays }, reading, theme)
    })
    this.tree?.show(reading)
    cursor.group = reading.group
    cursor.fit({ step: Math.max(...this.parts.map((part) => part.length)) })
    const asked = memory.ask(this, reading.cursor)
    if (asked === 'asked') cursor.set(reading.cursor)
    if (asked === 'kept') cursor.set(memory.place)
    this.paint()
  }

  paint() {
    for (const part of this.parts) part.paint()
    this.tree?.paint()
    this.point()
  }

  point() {
    this.parts.forEach((part, k) => {
      const step = Math.min(this.cursor.place.step, part.length - 1)
      part.point(step)
      write(this.told[k], part.say(step))
    })
  }

  moved() {
    this.memory.place = this.cursor.place
    this.soon()
  }

  settled({ step }) {
    const pins = this.memory.tell({ step })
    this.report.state('cursor', { step, pins })
  }

  dragged(text) {
    this.report.state('tree', text)
  }
}

export default component(Tip)
