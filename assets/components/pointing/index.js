// Points in the plane to drag, add and take away, the answer of a network that points at them, and every pointing step.

import { Component, component } from '../lib/component.js'
import { Cursor } from '../lib/cursor.js'
import { memoryOf } from '../lib/memory.js'
import { Hand } from './hand.js'
import { Plane } from './plane.js'
import { Reading } from './reading.js'
import { Steps } from './steps.js'

/** The step that is looked at, and the place that the pointer is over. */
const AXES = { target: {}, source: { otherwise: null, free: true } }

/** @extends {Component<Reading>} */
class Pointing extends Component {
  static css = ['lib/matrix/matrix.css', 'pointing/pointing.css']
  static frame = 'parts'

  constructor(root, report) {
    super(root, report)
    this.cursor = new Cursor(AXES, () => this.moved(), (place) => this.settled(place))
    this.hand = new Hand(() => this.parts[0].point(), (text) => this.handed(text))
  }

  read(picture) {
    return new Reading(picture)
  }

  build({ words }) {
    this.parts = [new Plane(this.cursor, this.hand, words), new Steps(this.cursor, words)]
    this.element.replaceChildren(...this.parts.map(({ element }) => element))
  }

  redraw(reading) {
    const { cursor, hand, memory } = this
    const asked = memory.ask(this, reading.text)
    if (asked === 'asked') hand.take(reading.points)
    if (asked === 'kept') hand.points = memory.place
    memory.place = hand.points
    reading.ids = hand.answered(reading.text, reading.points)
    cursor.group = reading.group
    cursor.fit({ target: reading.said.length, source: reading.points.length + 1 })
    const place = memoryOf(`${reading.key} cursor`)
    const wanted = place.ask(this, reading.cursor)
    if (wanted === 'asked') cursor.set(reading.cursor)
    if (wanted === 'kept') cursor.set(place.place)
    place.place = cursor.place
    for (const part of this.parts) part.show(reading, this.theme)
  }

  /** Tell Python where the points are now. */
  handed(text) {
    this.memory.place = this.hand.points
    this.memory.tell(text)
    this.report.state('points', text)
  }

  /** Tell Python on which step the viewer settled. */
  settled({ target }) {
    const pins = memoryOf(`${this.reading.key} cursor`).tell({ target }) // the same step twice is a change, too
    this.report.state('cursor', { target, pins })
  }

  moved() {
    if (this.reading) memoryOf(`${this.reading.key} cursor`).place = this.cursor.place
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
    this.hand.close()
    this.cursor.close()
    for (const part of this.parts ?? []) part.close()
  }
}

export default component(Pointing)
