// The points in the viewer's hand: where they are now, what was done to them, and what Python has been told of it.

/** @typedef {{id: number, x: number, y: number}} Held a point that keeps its name while it moves */

const DIGITS = 1000 // a coordinate has three decimals
const TOLD = 20 // arrangements whose answer may still come
const PATIENCE = 1500 // milliseconds until the next arrangement is told although no answer came

let names = 0

/** From left to right, as Python numbers them. */
export const ordered = (points) => [...points].sort((a, b) => a.x - b.x || a.y - b.y)

export const written = (points) => ordered(points).map(({ x, y }) => `${x} ${y}`).join('; ')

const rounded = (value) => Math.round(DIGITS * Math.min(1, Math.max(0, value))) / DIGITS

export class Hand {
  /**
   * @param {() => void} changed called when a point has moved, come or gone
   * @param {(text: string) => void} tell called with an arrangement whose answer is wanted
   */
  constructor(changed, tell) {
    this.changed = changed
    this.tell = tell
    /** @type {Held[]} */
    this.points = []
    /** @type {Held[][]} */
    this.past = []
    this.told = new Map() // by text: the names of the points, from left to right
    this.last = '' // the text that was told last
    this.awaited = '' // and the one whose answer has not come
    this.timer = undefined
  }

  close() {
    clearTimeout(this.timer)
  }

  /** Python brings other points. */
  take(points) {
    this.points = points.map(([x, y]) => ({ id: ++names, x, y }))
    this.past = []
    this.told.clear()
    this.last = written(this.points)
    this.awaited = ''
  }

  /** The answer to an arrangement is here; returns the names of its points, from left to right. */
  answered(text, points) {
    if (text === this.awaited) {
      this.awaited = ''
      clearTimeout(this.timer)
      this.soon()
    }
    if (this.told.has(text)) return this.told.get(text)
    const left = ordered(this.points)
    return points.length === left.length ? left.map(({ id }) => id) : points.map(() => 0)
  }

  /** Ask for the answer to the points as they are, one arrangement after the other: no faster than answers come. */
  soon() {
    const text = written(this.points)
    if (this.awaited || text === this.last || !this.points.length) return
    this.last = this.awaited = text
    this.told.set(text, ordered(this.points).map(({ id }) => id))
    if (this.told.size > TOLD) this.told.delete(this.told.keys().next().value)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.awaited = ''
      this.soon()
    }, PATIENCE)
    this.tell(text)
  }

  /** Keep what is now, to come back to it. */
  keep() {
    this.past.push(this.points)
  }

  set(points) {
    this.points = points
    this.changed()
    this.soon()
  }

  move(id, x, y) {
    this.set(this.points.map((one) => (one.id === id ? { id, x: rounded(x), y: rounded(y) } : one)))
  }

  add(x, y) {
    this.keep()
    this.set([...this.points, { id: ++names, x: rounded(x), y: rounded(y) }])
    return names
  }

  remove(id) {
    if (this.points.length < 2) return
    this.keep()
    this.set(this.points.filter((one) => one.id !== id))
  }

  /** As many points as there are, elsewhere. */
  scatter() {
    this.keep()
    const place = () => rounded(0.04 + 0.92 * Math.random())
    this.set(this.points.map(() => ({ id: ++names, x: place(), y: place() })))
  }

  undo() {
    if (this.past.length) this.set(this.past.pop())
  }
}
