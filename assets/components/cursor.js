// The one cursor of everything drawn: a step, a layer, a unit, a quantity. It follows the pointer until it is pinned.

const EVENT = 'unrolled:cursor'
const QUIET = 400 // milliseconds of rest after which a choice made by key or control is reported

export class Cursor {
  /**
   * @param {function(): void} moved called after any change
   * @param {function(object): void} report called with {time, layer, unit, quantity} when a viewer settles on a place
   */
  constructor(moved, report) {
    this.moved = moved
    this.report = report
    this.place = { time: 0, layer: 0, unit: 0, quantity: null, pinned: false }
    this.glance = null // a unit that the pointer is over, shown until it leaves
    this.sizes = { time: 1, layer: 1, unit: 1 }
    this.quantities = []
    this.heard = ({ detail }) => this.hear(detail)
    window.addEventListener(EVENT, this.heard)
  }

  close() {
    window.removeEventListener(EVENT, this.heard)
    clearTimeout(this.timer)
  }

  get time() {
    return this.place.time
  }
  get layer() {
    return this.place.layer
  }
  get unit() {
    return this.glance ?? this.place.unit
  }
  get quantity() {
    return this.place.quantity
  }
  get pinned() {
    return this.place.pinned
  }

  /** New data may be shorter or narrower: stay as near to the old place as it allows. */
  fit(sizes, quantities) {
    this.sizes = sizes
    this.quantities = quantities
    this.glance = null
    this.set(this.place)
  }

  /** The pointer is at a step, perhaps on a unit. */
  hover({ time, unit = null }) {
    if (this.pinned) return
    this.change({ time }, unit)
  }

  /** The pointer has left what shows units. */
  leave() {
    if (this.glance !== null) this.change({}, null)
  }

  /** Pin here, or let go where it was pinned. */
  click({ time, unit = this.place.unit }) {
    const same = this.pinned && time === this.place.time && unit === this.place.unit
    this.change({ time, unit, pinned: !same })
    if (!same) this.report({ ...this.place })
  }

  release() {
    if (this.pinned) this.change({ pinned: false })
  }

  /** Go some steps and units further. */
  move(steps, units = 0) {
    this.change({ time: this.place.time + steps, unit: this.place.unit + units })
    if (units || this.pinned) this.settle()
  }

  /** Choose a layer, unit or quantity by a control. */
  choose(some) {
    this.change(some)
    this.settle()
  }

  settle() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.report({ ...this.place }), QUIET)
  }

  change(some, glance = null) {
    const before = JSON.stringify([this.place, this.glance])
    this.glance = glance
    this.set(some)
    if (JSON.stringify([this.place, this.glance]) === before) return
    this.moved()
    if (this.group) {
      const detail = { from: this, group: this.group, place: { ...this.place }, glance }
      window.dispatchEvent(new CustomEvent(EVENT, { detail }))
    }
  }

  hear({ from, group, place, glance }) {
    if (from === this || !this.group || group !== this.group) return
    this.glance = glance === null ? null : clamp(glance, this.sizes.unit)
    this.set(place)
    this.moved()
  }

  set(some) {
    const place = { ...this.place, ...some }
    if (!this.quantities.includes(place.quantity)) place.quantity = this.place.quantity
    for (const axis of ['time', 'layer', 'unit']) place[axis] = clamp(place[axis], this.sizes[axis])
    this.place = place
  }
}

const clamp = (at, size) => Math.min(size - 1, Math.max(0, at))
