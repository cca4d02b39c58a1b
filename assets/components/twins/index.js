// Two sentences and the hidden states at the words they share: point at a word to see both its states.

import { fillIn, html } from '../dom.js'
import { themeOf } from '../paint.js'
import { sheets } from '../sheets.js'
import { same, unpack } from '../unpack.js'
import { States } from './states.js'
import { Table } from './table.js'

const styles = await sheets('base.css', 'twins/twins.css')
const pictures = new WeakMap() // by the shadow root that Streamlit keeps for the component

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement, setStateValue }) {
  let picture = pictures.get(parentElement)
  if (!picture) pictures.set(parentElement, (picture = new Picture(parentElement)))
  picture.report = (column) => setStateValue('column', column)
  picture.show(data)
  return () => setTimeout(() => parentElement.isConnected || picture.close())
}

class Picture {
  constructor(root) {
    this.root = root
    root.adoptedStyleSheets = styles
    this.table = new Table((column) => this.point(column), (column) => this.pin(column))
    this.states = new States()
    root.append(html('div', { class: 'picture' }, html('div', { class: 'parts' }, this.table.element, this.states.element)))
    this.size = new ResizeObserver(() => this.states.paint())
    this.size.observe(this.states.element)
  }

  close() {
    this.size.disconnect()
  }

  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    const { header, arrays } = unpack(bytes)
    const asked = JSON.stringify([header.columns.map(({ cards }) => cards.map((card) => card?.text)), header.at])
    if (asked !== this.asked) this.pinned = header.at // other sentences, or another link: else the viewer's word stays
    Object.assign(this, { asked, bytes, theme, header })
    header.pick = (word) => fillIn(header.words.pick, { word })
    this.table.show(header, arrays)
    this.states.show(header, arrays, theme)
    this.point(null)
  }

  /** Look at the word of a column; at the pinned one if there is none. */
  point(column) {
    const at = column ?? this.pinned
    this.table.mark(at)
    this.states.point(this.header.columns[at])
  }

  pin(column) {
    this.pinned = column
    this.point(null)
    this.report(column)
  }
}
