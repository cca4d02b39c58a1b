// A conversation with a network: bubbles, ribbons of attention between an answer and what was said, and the candidates.

import { Component, component } from '../lib/component.js'
import { Cursor } from '../lib/cursor.js'
import { Bars } from './bars.js'
import { Reading } from './reading.js'
import { Talk } from './talk.js'

/** `by` says from which side the place was chosen: whose ribbons are lit. */
const AXES = { exchange: {}, target: {}, source: { otherwise: null }, by: { otherwise: 'target' } }

/** @extends {Component<Reading>} */
class Conversation extends Component {
  static css = ['conversation/conversation.css']
  static frame = 'parts'

  /** @type {import('../lib/component.js').Part[]} */ parts

  constructor(root, report) {
    super(root, report)
    this.cursor = new Cursor(AXES, () => this.moved(), (place) => this.settled(place))
  }

  read(picture) {
    return new Reading(picture)
  }

  kind({ words, attends }) {
    return [words, attends]
  }

  build({ words, attends }) {
    this.parts = [new Talk(this.cursor, words, attends), new Bars(this.cursor, words)]
    this.element.replaceChildren(...this.parts.map(({ element }) => element))
  }

  redraw(reading) {
    const { cursor, memory } = this
    cursor.group = reading.group
    cursor.fit({ exchange: reading.exchanges.length, target: reading.longest('target'), source: reading.longest('source') })
    const asked = memory.ask(this, reading.cursor)
    if (asked === 'asked') cursor.set({ ...reading.cursor, source: null, by: 'target', pinned: false })
    if (asked === 'kept') cursor.set(memory.place)
    memory.place = cursor.place
    for (const part of this.parts) part.show(reading, this.theme)
  }

  /** Tell Python where the viewer settled. */
  settled(place) {
    const cursor = this.reading.place(place)
    const pins = this.memory.tell(cursor)
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

export default component(Conversation)
