// The one cursor of all parts: the position that looks, and the head that is enlarged. It follows the pointer until pinned.

const EVENT = 'unrolled:heads'
const QUIET = 400 // milliseconds of rest after which a place chosen by keys is reported

export class Cursor {
  /**
   * @param {function(): void} moved called after any change
   * @param {function(object): void} report called with the place when a viewer settles on one
   */
  constructor(moved, report) {
    this.moved = moved
    this.report = report
    this.sizes = { target: 1, layer: 1, head: 1 }
    this.place = { target: 0, source: null, layer: 0, head: 0, pinned: false }
    this.heard = ({ detail }) => this.hear(detail)
    window.addEventListener(EVENT, this.heard)
  }

  close() {
    window.removeEventListener(EVENT, this.heard)
    clearTimeout(this.timer)
  }

  fit(sizes) {
    this.sizes = sizes
    this.set({})
  }

  /** The pointer is at a position that looks, or at one that is looked at. */
  hover(some) {
    if (this.place.pinned) this.change({ source: some.source ?? null })
    else this.change({ source: null, ...some })
  }

  leave() {
    this.change({ source: null })
  }

  /** Pin a position, or let go of it. */
  click({ target = this.place.target, source = null }) {
    const same = this.place.pinned && target === this.place.target
    this.change({ target, source, pinned: !same })
    if (!same) this.report(this.place)
  }

  /** Go to another position by key. */
  move(steps) {
    this.change({ target: this.place.target + steps, source: null, pinned: true })
    this.settle()
  }

  release() {
    this.change({ pinned: false })
  }

  /** Enlarge another head. */
  choose({ layer, head }) {
    this.change({ layer, head })
    this.report(this.place)
  }

  settle() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.report(this.place), QUIET)
  }

  change(some) {
    const before = JSON.stringify(this.place)
    this.set(some)
    if (JSON.stringify(this.place) === before) return
    this.moved()
    if (!this.group) return
    const { target, source, pinned } = this.place
    const detail = { from: this, group: this.group, place: { target, source, pinned } }
    window.dispatchEvent(new CustomEvent(EVENT, { detail }))
  }

  hear({ from, group, place }) {
    if (from === this || !this.group || group !== this.group) return
    this.set(place)
    this.moved()
  }

  set(some) {
    const place = { ...this.place, ...some }
    for (const axis of ['target', 'layer', 'head']) place[axis] = clamp(place[axis], this.sizes[axis])
    if (place.source !== null) place.source = clamp(place.source, this.sizes.target)
    this.place = place
  }
}

const clamp = (at, size) => Math.min(size - 1, Math.max(0, at))
