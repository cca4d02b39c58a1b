// The cursor of a network that reads a text: a step, a layer, a unit, and the quantity that colours the text.

import { Cursor } from './cursor.js'

/** `glance` is a unit that the pointer is over, shown until it leaves. */
const AXES = { time: {}, layer: {}, unit: {}, quantity: { start: null }, glance: { otherwise: null } }

export class TextCursor extends Cursor {
  constructor(moved, report) {
    super(AXES, moved, report)
  }

  get time() {
    return this.place.time
  }
  get layer() {
    return this.place.layer
  }
  get unit() {
    return this.place.glance ?? this.place.unit
  }
  get quantity() {
    return this.place.quantity
  }

  /** Go some steps further. */
  go(steps) {
    this.move({ time: this.time + steps })
  }
}
