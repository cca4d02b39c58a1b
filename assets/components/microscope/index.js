// The microscope: everything a recurrent network does with one text, on one cursor.

import { Component, component } from '../lib/component.js'
import { write } from '../lib/dom.js'
import { TextCursor } from '../lib/text_cursor.js'
import { Bars } from './bars.js'
import { Diagram } from './diagram.js'
import { Heatmaps } from './heatmaps.js'
import { Lines } from './lines.js'
import { Reading } from './reading.js'
import { Tokens } from './tokens.js'

/** @extends {Component<Reading>} */
class Microscope extends Component {
  static css = ['lib/cells/cells.css', 'microscope/microscope.css']
  static frame = 'parts'

  /** @type {(import('../lib/component.js').Part & {resized?: () => void})[]} */ parts

  constructor(root, report) {
    super(root, report)
    this.cursor = new TextCursor(() => this.moved(), (place) => this.settled(place))
  }

  read(picture) {
    return new Reading(picture)
  }

  kind({ words, cell, names, values }) {
    return [words, cell, names, 'likely' in values]
  }

  build({ words, cell, values }) {
    const kinds = [Tokens, ...(cell ? [Diagram] : []), ...('likely' in values ? [Bars] : []), Lines, Heatmaps]
    this.parts = kinds.map((Kind) => new Kind(this.cursor, words))
    this.element.replaceChildren(...this.parts.map(({ element }) => element))
  }

  redraw(reading) {
    const { cursor, element, theme } = this
    for (const [name, { colour }] of Object.entries(reading.named)) element.style.setProperty(`--${name}`, colour)
    const units = reading.units.length
    cursor.group = reading.group
    cursor.set({ glance: null })
    cursor.fit({ time: reading.length, layer: reading.layers.length, unit: units, glance: units, quantity: reading.names })
    this.ask(reading)
    for (const part of this.parts) part.show(reading, theme)
    this.locate()
  }

  /** Begin where Python says; later a place is a new question only together with another `jump`. */
  ask({ layers, units, cursor: { jump, ...place } }) {
    const { cursor, memory } = this
    const asked = memory.ask(this, place, jump)
    const index = (names, name) => Math.max(0, names.indexOf(name))
    if (asked === 'asked') cursor.set({ ...place, layer: index(layers, place.layer), unit: index(units, place.unit) })
    if (asked === 'kept') cursor.set(memory.place)
    memory.place = cursor.place
  }

  /** Tell Python where the viewer settled, with the numbers that units and layers have in the network. */
  settled({ time, layer, unit, quantity }) {
    const { layers, units } = this.reading
    const place = { time, layer: layers[layer], unit: units[unit], quantity }
    this.memory.tell(place)
    this.report.state('cursor', place)
  }

  moved() {
    this.memory.place = this.cursor.place
    this.soon()
  }

  point() {
    for (const part of this.parts) part.point()
    this.locate()
  }

  /** Say beside every title which unit and step its picture speaks of. */
  locate() {
    const where = this.reading.where(this.cursor)
    for (const { element } of this.parts) write(element.querySelector('.where'), where)
  }

  paint() {
    for (const part of this.parts) part.resized?.()
  }

  close() {
    super.close()
    this.cursor.close()
  }
}

export default component(Microscope)
