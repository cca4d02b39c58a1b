// The writing of a text, played step by step, without asking the server.

import { html } from '../dom.js'
import { themeOf } from '../paint.js'
import { sheets } from '../sheets.js'
import { same } from '../unpack.js'
import { Dice } from './dice.js'
import { Losses } from './losses.js'
import { OneHot } from './onehot.js'
import { Player } from '../playing/player.js'
import { Table } from './table.js'
import { Text } from './text.js'
import { Writing } from './writing.js'

const styles = await sheets('base.css', 'playback/playback.css')
const screens = new WeakMap() // by the shadow root that Streamlit keeps for the component
const memories = new Map() // by the component's key: where it stands and what Python wished last

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement, setStateValue }) {
  let screen = screens.get(parentElement)
  if (!screen) screens.set(parentElement, (screen = new Screen(parentElement)))
  screen.report = (step) => setStateValue('place', { step })
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
  }

  close() {
    this.player?.close()
    this.size.disconnect()
  }

  /** Show what `payload` packed; while a network trains, every call brings another text. */
  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    Object.assign(this, { bytes, theme, writing: new Writing(bytes) })
    this.build(this.writing)
    this.element.style.colorScheme = theme.dark ? 'dark' : 'light'
    this.element.classList.toggle('dark', theme.dark)
    for (const view of this.views) view.show(this.writing, theme)
    this.player.fit(this.writing.length, this.whereTo())
  }

  /** Make the parts, once for each language. */
  build({ words, taught }) {
    const wanted = JSON.stringify([words, taught])
    if (wanted === this.built) return
    this.built = wanted
    const before = this.player
    before?.close()
    this.player = new Player(words, (at) => this.point(at), (at) => this.rested(at))
    const go = (at) => this.player.jump(at)
    const text = new Text(words, go)
    const onehot = new OneHot(words)
    const table = new Table(words, taught)
    const last = taught ? new Losses(words, go) : new Dice(words)
    this.views = taught ? [text, last, onehot, table] : [text, onehot, table, last]
    this.element.replaceChildren(this.player.element, ...this.views.map(({ element }) => element))
    if (before) this.player.at = before.at
  }

  /** Where Python says, if it says something new; else where the viewer is. */
  whereTo() {
    const { key, step } = this.writing
    const memory = memories.get(key)
    const news = !memory || (memory.wish !== step && memory.rested !== step)
    memories.set(key, { rested: null, at: step, ...memory, wish: step })
    return news ? step : memory.at
  }

  rested(at) {
    memories.get(this.writing.key).rested = at
    this.report(at)
  }

  point(at) {
    const memory = memories.get(this.writing.key)
    if (memory) memory.at = at
    for (const view of this.views) view.point(at)
  }

  resized(width) {
    if (width === this.width) return
    this.width = width
    if (this.writing) this.point(this.player.at)
  }
}
