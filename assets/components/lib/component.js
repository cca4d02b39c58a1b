// What every drawn component has: it is mounted, redrawn when something changed, fitted to its width, and closed.
//
// A picture comes in two halves. Its *numbers* (arrays, tokens) never change; they are fetched once by their address and
// shared by everything on the page that draws them. Its *view* (cursor, group, addresses) is small and belongs to one
// viewer; Streamlit sends it at every rerun. While new numbers are on their way the old picture stays.

import { html } from './dom.js'
import { memoryOf } from './memory.js'
import { fetched, held } from './numbers.js'
import { number, themeOf } from './paint.js'
import { SavingControl } from './saving/control.js'
import { sheets } from './sheets.js'
import { tell } from './twin.js'
import { unpack } from './unpack.js'

/** @typedef {{shape: number[], values: Float32Array}} Numbers one array */
/** @typedef {{header: any, arrays: Object<string, Numbers>}} Picture numbers and view, joined */
/** @typedef {Object<string, string>} Words what a picture says, translated, by name */
/** @typedef {(name: string, value: any) => void} Report */
/** @typedef {{state: Report, trigger: Report}} Reports to Python */
/** @typedef {import('./paint.js').Theme} Theme */
/** @typedef {{new (root: ShadowRoot, report: Reports): Component<any>, css: string[], frame: string}} Kind of component */

/**
 * A part of a picture whose parts go together on one cursor.
 * @typedef {object} Part
 * @property {HTMLElement} element
 * @property {(reading: any, theme: Theme) => void} show other numbers
 * @property {() => void} point the cursor has moved
 * @property {() => void} [paint] the width or the fonts have changed
 */

/**
 * The base of all components. A subclass says what is different about it:
 *
 * - `static css`: its style sheets, below assets/components; `static frame`: the class of the element it draws into.
 * - `read(picture)`: what its parts ask for their numbers, the *reading*; by default the joined header and `arrays`.
 * - `kind(reading)`: on what its parts depend; they are built again only when it changes; by default on the words.
 * - `build(reading)`: make the parts. `redraw(reading, before)`: show other numbers, another view or theme.
 * - `paint()`: the width or the fonts have changed. `point()`: the cursor has moved; `soon()` calls it once a frame.
 * - `close()`: let go of what was taken from the page, and call `super.close()`.
 *
 * It may use `this.root`, `this.element`, `this.theme`, `this.reading`, `this.width`, `this.memory` (memory.js), and
 * `this.report`, whose `state` keeps a value in Python's session state and whose `trigger` holds for one rerun.
 * @template [Reading=any]
 */
export class Component {
  /** @type {string[]} */
  static css = []
  static frame = 'holder'

  /**
   * @param {ShadowRoot} root
   * @param {Reports} report
   */
  constructor(root, report) {
    const { frame } = /** @type {typeof Component} */ (this.constructor)
    this.root = root
    this.report = report
    /** @type {Reading} */
    this.reading = null
    /** @type {Theme} */
    this.theme = null
    /** @type {ReturnType<typeof memoryOf>} */
    this.memory = memoryOf(frame)
    /** @type {any} the view that arrived last, drawn or not yet */
    this.wanted = null
    /** @type {{name: string, label: string, largest: string, title: string} | undefined} how it is saved; what is no picture is not */
    this.saved = undefined
    this.sign = '' // what tells the view that is drawn from another
    this.built = '' // and what its parts were built for
    this.width = 0
    this.due = 0 // the frame in which the cursor is drawn
    /** @type {?Element} what keeps the room until it is drawn */
    this.reserved = root.querySelector('.waiting')
    this.element = html('div', { class: frame })
    this.saving = new SavingControl(this.element, () => this.about())
    root.append(html('div', { class: this.reserved ? 'picture coming' : 'picture' }, this.element))
    this.size = new ResizeObserver(([{ contentRect }]) => this.resized(contentRect.width))
    this.size.observe(this.element)
    document.fonts.ready.then(() => this.reading && this.repaint())
  }

  /** What is said of the picture where it is saved: its title, its file's name, its background. */
  about() {
    const { name, title = '' } = this.saved
    return { name, title, background: this.theme.background }
  }

  /**
   * @param {Picture} picture
   * @returns {Reading}
   */
  read({ header, arrays }) {
    return /** @type {any} */ ({ ...header, arrays })
  }

  /** @param {any} reading */
  kind({ words }) {
    return words
  }

  /** @param {Reading} _reading */
  build(_reading) {}

  /**
   * @param {Reading} _reading
   * @param {Reading} _before
   */
  redraw(_reading, _before) {}

  paint() {}

  point() {}

  close() {
    this.size.disconnect()
    cancelAnimationFrame(this.due)
  }

  /**
   * Show a view as soon as its numbers are here.
   * @param {any} view with the addresses `numbers` and `labels`
   */
  async arrive(view) {
    this.wanted = view
    const addresses = [view.numbers, view.labels].filter(Boolean)
    const missing = (/** @type {string} */ address) => this.report.trigger('missing', address)
    const here = addresses.map(held)
    const parts = here.every(Boolean) ? here : await Promise.all(addresses.map((address) => fetched(address, missing)))
    if (this.wanted !== view) return // another one came meanwhile
    const [header, arrays] = ['header', 'arrays'].map((half) => Object.assign({}, ...parts.map((part) => part[half])))
    this.show(view, { header, arrays })
  }

  /**
   * Draw, unless nothing has changed.
   * @param {any} view
   * @param {Picture} numbers
   */
  show(view, { header, arrays }) {
    const theme = themeOf(this.root)
    const sign = JSON.stringify(view)
    if (sign === this.sign && theme.key === this.theme?.key) return
    const before = this.reading
    this.memory = memoryOf(`${this.constructor.name} ${view.key}`)
    const { numbers, labels, ...own } = view // but for the addresses
    this.reading = this.read({ header: { ...header, ...own }, arrays: { ...arrays } })
    Object.assign(this, { sign, theme })
    this.element.style.colorScheme = theme.dark ? 'dark' : 'light' // of scrollbars and sliders
    this.element.classList.toggle('dark', theme.dark)
    this.offerToSave({ ...header, ...own })
    const kind = JSON.stringify(this.kind(this.reading))
    if (kind !== this.built) this.build(this.reading)
    this.built = kind
    this.redraw(this.reading, before)
    this.reserved?.remove()
    this.element.parentElement.classList.remove('coming')
    this.describe()
    this.element.dataset.drawn = view.numbers ?? '' // for whoever waits for it
    if (this.root.host instanceof HTMLElement) this.root.host.dataset.pictured = '' // the style keeps room no longer
  }

  /** Put the button there that saves the picture, where Python has named its file. */
  offerToSave({ saved }) {
    this.saved = saved
    if (!saved) return
    this.saving.call(saved.label)
    if (!this.saving.element.isConnected) this.element.before(this.saving.element)
  }

  /** Say what the heat maps show, in the words that Python has sent with what can be saved. */
  describe() {
    const sentence = this.saved?.largest ?? /** @type {any} */ (this.reading)?.largest
    if (sentence) tell(this.root, sentence, number)
  }

  /** Draw what the cursor changed, once a frame. */
  soon() {
    this.due ||= requestAnimationFrame(() => {
      this.due = 0
      this.point()
      this.describe()
    })
  }

  /** @param {number} width */
  resized(width) {
    if (width === this.width) return
    this.width = width
    if (this.reading) this.repaint()
  }

  repaint() {
    this.paint()
    this.describe()
  }
}

/**
 * What Streamlit calls at every rerun, and when its theme changes: the default export of a component's index.js.
 * @param {Kind} Kind
 */
export function component(Kind) {
  const drawn = new WeakMap() // by the shadow root that Streamlit keeps for the component
  /** @param {{data: any[], parentElement: ShadowRoot, setStateValue: any, setTriggerValue: any}} streamlit */
  async function mount({ data: [view], parentElement: root, setStateValue, setTriggerValue }) {
    const report = { state: setStateValue, trigger: setTriggerValue }
    if (!drawn.has(root)) drawn.set(root, begun(Kind, root, report))
    const one = await drawn.get(root)
    one.report = report
    one.arrive(view)
    return () => setTimeout(() => root.isConnected || one.close())
  }
  return Object.assign(mount, { Kind })
}

/**
 * Draw a picture in a page of one's own, without Streamlit.
 * @param {ShadowRoot} root inside an element that has the theme's properties (--st-text-color, --st-font …)
 * @param {Kind} Kind
 * @param {?Uint8Array} numbers what Python packed, or null where the view says everything
 * @param {any} view with the words
 * @param {Reports} report
 */
export async function mountInPage(root, Kind, numbers, view, report = { state() {}, trigger() {} }) {
  const one = await begun(Kind, root, report)
  one.show(view, numbers ? unpack(numbers) : { header: {}, arrays: {} })
  return one
}

async function begun(Kind, root, report) {
  root.adoptedStyleSheets = await sheets('lib/base.css', ...Kind.css)
  return new Kind(root, report)
}
