// The plane of codes and what is decoded under the point that the viewer drags. The decoder runs here, in the browser.

import { Component, component } from '../lib/component.js'
import { Cursor } from '../lib/cursor.js'
import { DecodedBoard } from './decoded.js'
import { PlaneBoard } from './plane.js'
import { Reading, STEPS } from './reading.js'

/** @extends {Component<Reading>} */
class Latent extends Component {
  static css = ['latent/latent.css']
  static frame = 'latent'

  constructor(root, report) {
    super(root, report)
    this.cursor = new Cursor({ across: {}, up: {}, of: {} }, () => this.moved(), (place) => this.settled(place))
  }

  read(picture) {
    return new Reading(picture)
  }

  build({ words }) {
    this.plane = new PlaneBoard(this.cursor, words)
    this.decoded = new DecodedBoard(this.cursor, words, (of) => this.plane.choose(of))
    this.parts = [this.plane, this.decoded]
    this.element.replaceChildren(...this.parts.map(({ element }) => element))
  }

  redraw(reading) {
    const { cursor, memory } = this
    for (const [name, colour] of Object.entries({ hole: reading.hole })) this.element.style.setProperty(`--${name}`, colour)
    cursor.group = reading.group
    cursor.fit({ across: STEPS + 1, up: STEPS + 1, of: reading.pictures + 1 })
    const asked = memory.ask(this, reading.cursor)
    if (asked === 'asked') cursor.set(reading.cursor)
    if (asked === 'kept') cursor.set(memory.place)
    for (const board of this.parts) board.show(reading, this.theme)
    this.point()
  }

  settled({ across, up, of }) {
    const pins = this.memory.tell({ across, up, of })
    this.report.state('cursor', { across, up, of, pins })
  }

  moved() {
    if (this.reading) this.memory.place = this.cursor.place
    this.soon()
  }

  point() {
    for (const board of this.parts) board.point()
    const { stage } = this.plane
    stage.setAttribute('aria-valuemin', '0')
    stage.setAttribute('aria-valuemax', String(STEPS))
    stage.setAttribute('aria-valuenow', String(this.cursor.place.across))
    stage.setAttribute('aria-valuetext', `${this.decoded.code.textContent}. ${this.decoded.verdict.textContent}`)
  }

  paint() {
    for (const board of this.parts) board.paint()
  }

  close() {
    super.close()
    this.cursor.close()
  }
}

export default component(Latent)
