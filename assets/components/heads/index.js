// Self-attention on one sequence: answers, all heads, the chosen head and one query, on one cursor.

import { Component, component } from '../lib/component.js'
import { Cursor } from '../lib/cursor.js'
import { Answers } from './answers.js'
import { Matrix } from './matrix.js'
import { Multiples } from './multiples.js'
import { Query } from './query.js'
import { Reading } from './reading.js'

/** The position that looks, the one that is looked at, and the head that is enlarged. */
const AXES = { target: {}, source: { otherwise: null, free: true }, layer: { own: true }, head: { own: true } }

/** @extends {Component<Reading>} */
class Heads extends Component {
  static css = ['lib/matrix/matrix.css', 'heads/heads.css']
  static frame = 'parts'

  constructor(root, report) {
    super(root, report)
    this.cursor = new Cursor(AXES, () => this.moved(), (place) => this.settled(place))
  }

  read(picture) {
    return new Reading(picture)
  }

  build({ words }) {
    this.parts = [Answers, Multiples, Matrix, Query].map((Kind) => new Kind(this.cursor, words))
    this.element.replaceChildren(...this.parts.map(({ element }) => element))
  }

  redraw(reading) {
    const { cursor, memory } = this
    const { target, layer, head } = reading.sizes
    cursor.group = reading.group
    cursor.fit({ target, source: target, layer, head })
    const asked = memory.ask(this, reading.cursor)
    if (asked === 'asked') cursor.set(reading.cursor)
    if (asked === 'kept') cursor.set(memory.place)
    memory.place = cursor.place
    for (const part of this.parts) part.show(reading, this.theme)
  }

  /**
   * Tell Python where the viewer settled.
   * @param {import('../lib/cursor.js').Place} place
   */
  settled({ target, layer, head }) {
    const cursor = { target, layer, head }
    const pins = this.memory.tell(cursor) // so that the same place twice is a change, which Streamlit needs
    this.report.state('cursor', { ...cursor, pins })
  }

  moved() {
    this.memory.place = this.cursor.place
    this.soon()
  }

  point() {
    for (const part of this.parts) part.point()
  }

  paint() {
    for (const part of this.parts) part.paint()
  }

  close() {
    super.close()
    this.cursor.close()
  }
}

export default component(Heads)
