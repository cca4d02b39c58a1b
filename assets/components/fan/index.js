// Many futures of one beginning: the tree, the one pointed at, and how long they became.

import { fillIn, html, part, write } from '../dom.js'
import { themeOf } from '../paint.js'
import { sheets } from '../sheets.js'
import { same } from '../unpack.js'
import { Futures } from './futures.js'
import { Lengths } from './lengths.js'
import { Tree } from './tree.js'

const styles = await sheets('base.css', 'fan/fan.css')
const screens = new WeakMap() // by the shadow root that Streamlit keeps for the component

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement, setTriggerValue }) {
  let screen = screens.get(parentElement)
  if (!screen) screens.set(parentElement, (screen = new Screen(parentElement)))
  screen.report = (seed) => setTriggerValue('seed', seed)
  screen.show(data)
  return () => setTimeout(() => parentElement.isConnected || screen.close())
}

class Screen {
  constructor(root) {
    this.root = root
    root.adoptedStyleSheets = styles
    this.element = html('div', { class: 'holder' })
    root.append(html('div', { class: 'picture' }, this.element))
    this.size = new ResizeObserver(([{ contentRect }]) => this.resized(contentRect.width))
    this.size.observe(this.element)
    document.fonts.ready.then(() => this.futures && this.tree.fit())
  }

  close() {
    this.size.disconnect()
  }

  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    Object.assign(this, { bytes, theme, futures: new Futures(bytes) })
    this.build(this.futures.words)
    write(this.title, fillIn(this.futures.words.title, { count: this.futures.count }))
    this.tree.show(this.futures, theme)
    this.lengths.show(this.futures, theme)
  }

  /** Make the parts, once for each language. */
  build(words) {
    const wanted = JSON.stringify(words)
    if (wanted === this.built) return
    this.built = wanted
    this.tree = new Tree(words.tree, (place) => this.read(place), (row) => this.report(this.futures.seed + this.futures.seeds[row]))
    this.begun = html('b')
    this.ahead = html('span')
    this.said = html('p', { class: 'said' })
    const line = html('p', { class: 'future' }, this.begun, this.ahead)
    const section = part('futures', words.title, words.how, this.tree.element, html('div', { class: 'reading', role: 'status' }, line, this.said))
    this.title = section.querySelector('h4')
    this.lengths = new Lengths(words)
    this.element.replaceChildren(section, this.lengths.element)
  }

  /** Write out the future that is pointed at; without one, how many came to their end. */
  read(place) {
    const { futures } = this
    const { words, count: total } = futures
    if (!place) {
      const ended = futures.ended.reduce((sum, one) => sum + one, 0)
      write(this.begun, futures.prefix)
      write(this.ahead, futures.text(0))
      return write(this.said, fillIn(words.rest, { ended, total, cut: total - ended, length: futures.length }))
    }
    const { row, column } = place
    const { first, end } = futures.branch(row, Math.min(column, futures.columns - 1))
    write(this.begun, futures.prefix + futures.text(row, 0, Math.min(futures.columns, column + 1)))
    write(this.ahead, futures.text(row, Math.min(futures.columns, column + 1)))
    write(this.said, fillIn(words.pointed, { count: end - first, total, seed: futures.seed + futures.seeds[row] }))
  }

  resized(width) {
    if (width === this.width) return
    this.width = width
    if (!this.futures) return
    this.tree.fit()
    this.lengths.paint()
  }
}
