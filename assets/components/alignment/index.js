// Where the decoder looks: ribbons, matrix, candidates and numbers of one translated sentence, on one cursor.

import { Component, component } from '../lib/component.js'
import { pairCursor } from '../lib/pair_cursor.js'
import { Bars } from './bars.js'
import { Matrix } from './matrix.js'
import { Numbers } from './numbers.js'
import { Reading } from './reading.js'
import { Ribbons } from './ribbons.js'

/** @extends {Component<Reading>} */
class Alignment extends Component {
  static css = ['lib/matrix/matrix.css', 'alignment/alignment.css']
  static frame = 'parts'

  /** @type {import('../lib/component.js').Part[]} */ parts

  constructor(root, report) {
    super(root, report)
    this.cursor = pairCursor(() => this.moved(), (place) => this.settled(place))
  }

  read(picture) {
    return new Reading(picture)
  }

  kind({ words, attends }) {
    return [words, attends]
  }

  build({ words, attends }) {
    const kinds = attends ? [Ribbons, Matrix, Bars, Numbers] : [Ribbons, Bars]
    this.parts = kinds.map((Kind) => new Kind(this.cursor, words))
    this.element.classList.toggle('attends', attends)
    this.element.replaceChildren(...this.parts.map(({ element }) => element))
  }

  redraw(reading) {
    const { cursor, memory } = this
    cursor.group = reading.group
    cursor.fit({ target: reading.target.length, source: reading.source.length })
    const asked = memory.ask(this, reading.cursor.target)
    if (asked === 'asked') cursor.set({ ...reading.cursor, by: 'target' })
    if (asked === 'kept') cursor.set(memory.place)
    memory.place = cursor.place
    for (const part of this.parts) part.show(reading, this.theme)
  }

  /** Tell Python where the viewer settled. */
  settled(place) {
    const cursor = this.reading.pair(place)
    const pins = this.memory.tell(cursor.target) // so that the same place twice is a change, which Streamlit needs
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
    for (const part of this.parts) part.paint?.()
  }

  close() {
    super.close()
    this.cursor.close()
  }
}

export default component(Alignment)
