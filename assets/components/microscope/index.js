// The microscope: everything a recurrent network does with one text, on one cursor.

import { Cursor } from '../cursor.js'
import { html, write } from '../dom.js'
import { themeOf } from '../paint.js'
import { sheets } from '../sheets.js'
import { same } from '../unpack.js'
import { Bars } from './bars.js'
import { Diagram } from './diagram.js'
import { Heatmaps } from './heatmaps.js'
import { Lines } from './lines.js'
import { Reading } from './reading.js'
import { Tokens } from './tokens.js'

const styles = await sheets('base.css', 'cells/cells.css', 'microscope/microscope.css')

const microscopes = new WeakMap() // by the shadow root that Streamlit keeps for the component
const memories = new Map() // by the component's key: where the cursor is, should Streamlit build the component anew

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement, setStateValue }) {
  let microscope = microscopes.get(parentElement)
  if (!microscope) microscopes.set(parentElement, (microscope = new Microscope(parentElement)))
  microscope.report = (cursor) => setStateValue('cursor', cursor)
  microscope.show(data)
  return () => setTimeout(() => parentElement.isConnected || microscope.close())
}

class Microscope {
  constructor(root) {
    this.root = root
    root.querySelector('.waiting')?.remove() // what kept the room until now
    root.adoptedStyleSheets = styles
    this.grid = html('div', { class: 'parts' })
    this.element = html('div', { class: 'picture microscope' }, this.grid)
    root.append(this.element)
    this.cursor = new Cursor(() => this.moved(), (place) => this.settled(place))
    this.size = new ResizeObserver(([{ contentRect }]) => this.resized(contentRect.width))
    this.size.observe(this.element)
  }

  close() {
    this.cursor.close()
    this.size.disconnect()
  }

  /** Show what `payload` packed; numbers may change at every call, words and the cell seldom. */
  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    Object.assign(this, { bytes, theme, reading: new Reading(bytes) })
    const { reading, cursor } = this
    this.build(reading)
    for (const [name, { colour }] of Object.entries(reading.named)) this.element.style.setProperty(`--${name}`, colour)
    this.element.classList.toggle('dark', theme.dark)
    cursor.group = reading.group
    cursor.fit({ time: reading.length, layer: reading.layers.length, unit: reading.units.length }, reading.names)
    this.ask(reading)
    for (const part of this.parts) part.show(reading, theme)
    this.locate()
  }

  /** Make the parts, once for each language and kind of cell. */
  build({ words, cell, values, names }) {
    const kinds = [Tokens, ...(cell ? [Diagram] : []), ...('likely' in values ? [Bars] : []), Lines, Heatmaps]
    const wanted = JSON.stringify([words, cell, names, kinds.length])
    if (wanted === this.built) return
    this.built = wanted
    this.parts = kinds.map((Kind) => new Kind(this.cursor, words))
    this.grid.replaceChildren(...this.parts.map(({ element }) => element))
  }

  /** Begin where Python says; later go there only when it asks to jump, and not back to where the viewer went on from. */
  ask({ key, layers, units, cursor: { jump, ...asked } }) {
    const memory = memories.get(key) ?? { settled: [] }
    const wish = JSON.stringify(asked)
    if (!('place' in memory) || (jump !== memory.jump && !memory.settled.includes(wish))) {
      const index = (names, name) => Math.max(0, names.indexOf(name))
      this.cursor.set({ ...asked, layer: index(layers, asked.layer), unit: index(units, asked.unit) })
    } else if (memory.holder !== this) this.cursor.set(memory.place)
    memories.set(key, Object.assign(memory, { jump, holder: this, place: this.cursor.place }))
  }

  /** Tell Python where the viewer settled, with the numbers that units and layers have in the network. */
  settled({ time, layer, unit, quantity }) {
    const { key, layers, units } = this.reading
    const place = { time, layer: layers[layer], unit: units[unit], quantity }
    const memory = memories.get(key)
    memory.settled = [...memory.settled.slice(-9), JSON.stringify(place)]
    this.report(place)
  }

  /** Draw what the cursor changed, once a frame. */
  moved() {
    memories.get(this.reading.key).place = this.cursor.place
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null
      for (const part of this.parts) part.point()
      this.locate()
    })
  }

  /** Say beside every title which unit and step its picture speaks of. */
  locate() {
    const where = this.reading.where(this.cursor)
    for (const { element } of this.parts) write(element.querySelector('.where'), where)
  }

  resized(width) {
    if (width === this.width) return
    this.width = width
    for (const part of this.parts ?? []) part.resized?.()
  }
}
