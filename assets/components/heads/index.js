// Self-attention on one sequence: answers, all heads, the chosen head and one query, on one cursor.

import { html } from '../dom.js'
import { themeOf } from '../paint.js'
import { sheets } from '../sheets.js'
import { same } from '../unpack.js'
import { Answers } from './answers.js'
import { Cursor } from './cursor.js'
import { Matrix } from './matrix.js'
import { Multiples } from './multiples.js'
import { Query } from './query.js'
import { Reading } from './reading.js'

const styles = await sheets('base.css', 'matrix/matrix.css', 'heads/heads.css')
const pictures = new WeakMap() // by the shadow root that Streamlit keeps for the component
const places = new Map() // by the component's key: where the cursor was, should Streamlit build the component anew

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement, setStateValue }) {
  let picture = pictures.get(parentElement)
  if (!picture) pictures.set(parentElement, (picture = new Picture(parentElement)))
  picture.report = (cursor) => setStateValue('cursor', cursor)
  picture.show(data)
  return () => setTimeout(() => parentElement.isConnected || picture.close())
}

class Picture {
  constructor(root) {
    this.root = root
    root.adoptedStyleSheets = styles
    this.element = html('div', { class: 'parts' })
    root.append(html('div', { class: 'picture' }, this.element))
    this.cursor = new Cursor(() => this.moved(), (place) => this.settled(place))
    this.size = new ResizeObserver(([{ contentRect }]) => this.resized(contentRect.width))
    this.size.observe(this.element)
    document.fonts.ready.then(() => this.paint())
  }

  close() {
    this.cursor.close()
    this.size.disconnect()
  }

  /** Show what `payload` packed; while a network trains, every call brings other numbers. */
  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    Object.assign(this, { bytes, theme, reading: new Reading(bytes) })
    const { reading, cursor } = this
    this.build(reading.words)
    this.element.style.colorScheme = theme.dark ? 'dark' : 'light' // of scrollbars
    cursor.group = reading.group
    cursor.fit(reading.sizes)
    this.ask(reading)
    for (const part of this.parts) part.show(reading, theme)
  }

  /** Make the parts, once for each language. */
  build(words) {
    const wanted = JSON.stringify(words)
    if (wanted === this.built) return
    this.built = wanted
    this.parts = [Answers, Multiples, Matrix, Query].map((Kind) => new Kind(this.cursor, words))
    this.element.replaceChildren(...this.parts.map(({ element }) => element))
  }

  /** Go where Python asks, when it asks for another place than before; what the viewer has just told it is no news. */
  ask({ key, cursor: asked }) {
    const known = places.get(key)
    const wish = JSON.stringify(asked)
    if (!known || (wish !== known.wish && wish !== known.reported)) this.cursor.set(asked)
    else if (known.from !== this) this.cursor.set(known.place)
    places.set(key, { ...known, wish, from: this, place: this.cursor.place })
  }

  /** Tell Python where the viewer settled. */
  settled({ target, layer, head }) {
    const { key } = this.reading
    const pins = (places.get(key).pins ?? 0) + 1 // so that the same place twice is a change, which Streamlit needs
    const cursor = { target, layer, head }
    places.set(key, { ...places.get(key), reported: JSON.stringify(cursor), pins })
    this.report({ ...cursor, pins })
  }

  /** Draw what the cursor changed, once a frame. */
  moved() {
    const { key } = this.reading
    places.set(key, { ...places.get(key), place: this.cursor.place })
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null
      for (const part of this.parts) part.point()
    })
  }

  resized(width) {
    if (width === this.width) return
    this.width = width
    this.paint()
  }

  paint() {
    for (const part of this.parts ?? []) part.paint()
  }
}
