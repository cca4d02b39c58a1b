// The one cursor of everything drawn: a target and perhaps a source position. It follows the pointer until pinned.

const EVENT = 'unrolled:alignment'
const QUIET = 400 // milliseconds of rest after which a pin moved by keys is reported

export class Cursor {
  /**
   * @param {function(): void} moved called after any change
   * @param {function(object): void} report called with {target, source} when a viewer settles on a place
   */
  constructor(moved, report) {
    this.moved = moved
    this.report = report
    this.sizes = { target: 1, source: 1 }
    // `by` says from which side the place was chosen: whose ribbons are lit
    this.place = { target: 0, source: null, by: 'target', pinned: false }
    this.heard = ({ detail }) => this.hear(detail)
    window.addEventListener(EVENT, this.heard)
  }

  close() {
    window.removeEventListener(EVENT, this.heard)
    clearTimeout(this.timer)
  }

  /** New data may be shorter: stay as near to the old place as it allows. */
  fit(sizes) {
    this.sizes = sizes
    this.set({})
  }

  /** The pointer is at a place. */
  hover({ target = this.place.target, source = null, by = 'target' }) {
    if (!this.place.pinned) this.change({ target, source, by })
  }

  /** The pointer is gone: stay at the target position. */
  leave() {
    this.hover({})
  }

  /** Pin here, or let go where it was pinned. */
  click({ target = this.place.target, source = null, by = 'target' }) {
    const { place } = this
    const same = place.pinned && target === place.target && source === place.source && by === place.by
    this.change({ target, source, by, pinned: !same })
    if (!same) this.report(this.place)
  }

  release() {
    if (this.place.pinned) this.change({ pinned: false })
  }

  /** Go to another target or source position by key; a pin goes along. */
  move(some) {
    this.change({ source: null, by: 'target', ...some })
    if (!this.place.pinned) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.report(this.place), QUIET)
  }

  change(some) {
    const before = JSON.stringify(this.place)
    this.set(some)
    if (JSON.stringify(this.place) === before) return
    this.moved()
    if (!this.group) return
    const detail = { from: this, group: this.group, place: this.place }
    window.dispatchEvent(new CustomEvent(EVENT, { detail }))
  }

  hear({ from, group, place }) {
    if (from === this || !this.group || group !== this.group) return
    this.set(place)
    this.moved()
  }

  set(some) {
    const place = { ...this.place, ...some }
    place.target = clamp(place.target, this.sizes.target)
    if (place.source !== null) place.source = clamp(place.source, this.sizes.source)
    this.place = place
  }
}

const clamp = (at, size) => Math.min(size - 1, Math.max(0, at))
