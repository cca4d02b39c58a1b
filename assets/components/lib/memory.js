// Where the viewer is in a picture, and what Python has asked for: one memory for each key, which outlives the elements
// should Streamlit build them anew.
//
// The policy, for every component: the viewer's own place stays, whatever the numbers do. Python is followed when it asks
// for another place than it asked for last time, unless it only repeats a place that the viewer reported: an echo of that
// report, which may come late, when the viewer is already further on.

const TOLD = 10 // reports whose echo is still awaited

const memories = new Map()

/** @param {string} key */
export function memoryOf(key) {
  if (!memories.has(key)) memories.set(key, new Memory())
  return memories.get(key)
}

class Memory {
  constructor() {
    /** @type {any} */
    this.place = undefined // where the viewer is
    this.told = [] // places that were reported and not yet echoed, oldest first
    this.reports = 0 // how many there were in all
    this.holder = null // the component that draws it now
    this.sign = ''
  }

  /**
   * Python asks for a place.
   * @param {object} holder the component that asks
   * @param {any} wish the place
   * @param {any} sign what tells a new question from an old one; by default the place itself
   * @returns {'asked' | 'kept' | null} go where Python asks, go where the viewer was before the component was built anew,
   *   or stay
   */
  ask(holder, wish, sign = wish) {
    const [place, mark] = [JSON.stringify(wish), JSON.stringify(sign)]
    const other = mark !== this.sign
    const echo = this.told.lastIndexOf(place)
    const anew = this.holder !== holder
    const asked = this.place === undefined || (other && echo < 0)
    if (other) this.told = asked ? [] : this.told.slice(echo + 1)
    Object.assign(this, { sign: mark, holder })
    if (asked) return 'asked'
    return anew ? 'kept' : null
  }

  /** The viewer settled on a place and it is reported; returns how often that has happened. */
  tell(place) {
    this.told = [...this.told.slice(1 - TOLD), JSON.stringify(place)]
    return ++this.reports
  }
}
