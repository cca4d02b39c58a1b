// Where the decoder looks: ribbons, matrix, candidates and numbers of one translated sentence, on one cursor.

import { html } from '../dom.js'
import { themeOf } from '../paint.js'
import { sheets } from '../sheets.js'
import { same } from '../unpack.js'
import { Bars } from './bars.js'
import { Cursor } from '../pair_cursor.js'
import { Matrix } from './matrix.js'
import { Numbers } from './numbers.js'
import { Reading } from './reading.js'
import { Ribbons } from './ribbons.js'

const styles = await sheets('base.css', 'matrix/matrix.css', 'alignment/alignment.css')
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

  /** Show what `payload` packed; numbers may change at every call, the output too, words seldom. */
  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    Object.assign(this, { bytes, theme, reading: new Reading(bytes) })
    const { reading, cursor } = this
    this.build(reading)
    this.element.style.colorScheme = theme.dark ? 'dark' : 'light' // of scrollbars
    cursor.group = reading.group
    cursor.fit({ target: reading.target.length, source: reading.source.length })
    this.ask(reading)
    for (const part of this.parts) part.show(reading, theme)
  }

  /** Make the parts, once for each language and kind of network. */
  build({ words, attends }) {
    const wanted = JSON.stringify([words, attends])
    if (wanted === this.built) return
    this.built = wanted
    const kinds = attends ? [Ribbons, Matrix, Bars, Numbers] : [Ribbons, Bars]
    this.parts = kinds.map((Kind) => new Kind(this.cursor, words))
    this.element.className = attends ? 'parts attends' : 'parts'
    this.element.replaceChildren(...this.parts.map(({ element }) => element))
  }

  /**
   * Go where Python asks, when it asks for another target position than before; else stay, for the viewer may be
   * further on. What it asks for because the viewer pinned it is no news either.
   */
  ask({ key, cursor: asked }) {
    const known = places.get(key)
    const news = !known || (asked.target !== known.wish && asked.target !== known.reported)
    if (news) this.cursor.set({ ...asked, by: 'target' })
    else if (known.from !== this) this.cursor.set(known.place)
    const reported = asked.target === known?.reported ? null : known?.reported
    places.set(key, { ...known, wish: asked.target, reported, from: this, place: this.cursor.place })
  }

  /** Tell Python where the viewer settled. */
  settled(place) {
    const { key } = this.reading
    const cursor = this.reading.pair(place)
    const pins = (places.get(key).pins ?? 0) + 1 // so that the same place twice is a change, which Streamlit needs
    places.set(key, { ...places.get(key), reported: cursor.target, pins })
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
    for (const part of this.parts ?? []) part.paint?.()
  }
}
