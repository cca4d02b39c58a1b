// The one cursor of everything drawn: a place on several axes. It follows the pointer until it is pinned.

const QUIET = 400 // milliseconds of rest after which a choice made by key or control is reported

/** @typedef {any} Place a value on each axis, and whether it is `pinned` */
/**
 * @typedef {object} Axis
 * @property {any} [start] where it begins: 0
 * @property {any} [otherwise] of an axis that only the pointer moves: where it returns when the pointer is elsewhere
 * @property {boolean} [free] whether the pointer moves it even while the cursor is pinned
 * @property {boolean} [own] whether each picture of a group has its own
 */

/** What a page is told when any cursor has moved. */
export const MOVED = 'unrolled:moved'

export class Cursor {
  /**
   * @param {Object<string, Axis>} axes
   * @param {() => void} moved called after any change
   * @param {(place: Place) => void} report called with the place when a viewer settles on it
   */
  constructor(axes, moved, report) {
    const names = Object.keys(axes)
    const starts = names.map((axis) => [axis, 'otherwise' in axes[axis] ? axes[axis].otherwise : (axes[axis].start ?? 0)])
    this.axes = axes
    this.moved = moved
    this.report = report
    /** @type {Place} */
    this.place = { ...Object.fromEntries(starts), pinned: false }
    this.rest = Object.fromEntries(starts.filter(([axis]) => 'otherwise' in axes[axis]))
    this.free = names.filter((axis) => axes[axis].free)
    this.shared = ['pinned', ...names.filter((axis) => !axes[axis].own)]
    this.sizes = {}
    this.group = null // cursors of one group and with the same axes go together
    this.event = `unrolled:cursor:${names}`
    window.addEventListener(this.event, this)
  }

  close() {
    window.removeEventListener(this.event, this)
    clearTimeout(this.timer)
  }

  get pinned() {
    return this.place.pinned
  }

  /**
   * New data may be shorter or narrower: stay as near to the old place as it allows.
   * @param {Object<string, number | string[]>} sizes how long each axis is, or which values it may have
   */
  fit(sizes) {
    this.sizes = sizes
    this.set({})
  }

  /** The pointer is at a place. */
  hover(some) {
    const wanted = { ...this.rest, ...some }
    if (!this.pinned) this.change(wanted)
    else this.change(Object.fromEntries(this.free.map((axis) => [axis, wanted[axis]])))
  }

  /** The pointer is gone. */
  leave() {
    this.hover({})
  }

  /** Pin here, or let go where it was pinned. */
  click(some) {
    const wanted = { ...this.rest, ...some }
    const compared = Object.keys(wanted).filter((axis) => axis in this.axes && !this.free.includes(axis))
    const same = this.pinned && compared.every((axis) => wanted[axis] === this.place[axis])
    this.change({ ...wanted, pinned: !same })
    if (!same) this.report({ ...this.place })
  }

  release() {
    if (this.pinned) this.change({ pinned: false })
  }

  /** Go to another place by key; a pin goes along. */
  move(some) {
    this.change({ ...this.rest, ...some })
    if (this.pinned) this.settle()
  }

  /** Choose by a control. */
  choose(some, quiet = QUIET) {
    this.change({ ...this.rest, ...some })
    this.settle(quiet)
  }

  settle(quiet = QUIET) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.report({ ...this.place }), quiet)
  }

  /** Go somewhere; returns whether that is another place. */
  change(some) {
    const before = JSON.stringify(this.place)
    this.set(some)
    if (JSON.stringify(this.place) === before) return false
    this.moved()
    const place = Object.fromEntries(this.shared.map((axis) => [axis, this.place[axis]]))
    const detail = { from: this, name: this.event, group: this.group, place }
    for (const heard of [this.event, MOVED]) window.dispatchEvent(new CustomEvent(heard, { detail }))
    return true
  }

  /**
   * Another cursor has moved: one of the same group, or, where it is `from` nobody here, the same one on another screen.
   * @param {any} event whose detail says which one, and where to
   */
  handleEvent({ detail: { from, group, place } }) {
    if (from === this || (from && !this.group) || group !== this.group) return
    this.set(place)
    this.moved()
  }

  set(some) {
    const place = { ...this.place, ...some }
    for (const [axis, size] of Object.entries(this.sizes)) {
      if (Array.isArray(size)) place[axis] = size.includes(place[axis]) ? place[axis] : this.place[axis]
      else if (typeof place[axis] === 'number') place[axis] = Math.min(size - 1, Math.max(0, place[axis]))
    }
    this.place = place
  }
}
