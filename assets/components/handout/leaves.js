// The parts of a page at one training step, drawn so that what is the same at the next one stays where it is.

import { html } from '../lib/dom.js'
import { built } from './markup.js'

/** @typedef {import('./markup.js').Markup} Markup */
/** @typedef {import('./markup.js').Setter} Setter */
/** @typedef {{is: 'leaf', markup: Markup}} Leaf */
/** @typedef {{is: 'block', kind: string, parts: number[], weight?: number, label?: Markup[], opened?: boolean}} Block */
/** @typedef {{is: 'picture', component: string, view: any}} Picture */
/** @typedef {Leaf | Block | Picture} Part */
/** @typedef {(component: string, name: string, value: any, host: HTMLElement) => void} Heard what a picture reports */

const numbered = new WeakMap() // the part that an element shows
const closings = new WeakMap() // what lets go of a picture

export class Leaves {
  /**
   * @param {Part[]} parts
   * @param {?Setter} setter
   * @param {string} own put before the keys of its pictures, so that they are no other page's
   * @param {Heard} heard
   */
  constructor(parts, setter, own, heard) {
    this.parts = parts
    this.setter = setter
    this.own = own
    this.heard = heard
    this.element = html('div', { class: 'page' })
    /** @type {Promise<any>[]} */
    this.drawing = []
  }

  /**
   * Show these parts; a promise of all of them drawn.
   * @param {number[]} wanted
   */
  show(wanted) {
    this.drawing = []
    this.fill(this.element, wanted)
    return Promise.all(this.drawing)
  }

  /** Draw the pictures again, in another theme. */
  again() {
    for (const host of /** @type {NodeListOf<HTMLElement>} */ (this.element.querySelectorAll('.host'))) {
      this.mount(host, /** @type {Picture} */ (this.parts[numbered.get(host)]))
    }
  }

  /**
   * @param {Element} parent
   * @param {number[]} wanted
   */
  fill(parent, wanted) {
    const there = [...parent.children]
    for (const [k, number] of wanted.entries()) {
      const old = there[k]
      const fresh = this.fitted(old, number)
      if (!old) parent.append(fresh)
      else if (fresh !== old) this.replace(old, fresh)
    }
    for (const old of there.slice(wanted.length)) this.replace(old)
  }

  /** The element of a part: the one that stands in its place, if that can show it. */
  fitted(old, number) {
    const part = this.parts[number]
    const before = old && this.parts[numbered.get(old)]
    if (before === part) return old
    const element = before && same(before, part) ? this.changed(old, part) : this.made(part)
    numbered.set(element, number)
    return element
  }

  changed(old, part) {
    if (part.is === 'picture') this.mount(old, part)
    else this.fill(inside(old), part.parts)
    return old
  }

  /** @param {Part} part */
  made(part) {
    if (part.is === 'leaf') return html('div', { class: 'leaf' }, built(part.markup, this.setter))
    if (part.is === 'picture') {
      const host = html('div', { class: 'host' })
      host.attachShadow({ mode: 'open' })
      this.mount(host, part)
      return host
    }
    const { kind, label, opened, weight } = part
    const style = weight === undefined ? false : `flex-grow: ${Math.round(100 * weight)}`
    const content = html('div', { class: `block ${kind}`, style })
    this.fill(content, part.parts)
    if (kind !== 'folded') return content
    const said = label.map((markup) => built(markup, this.setter))
    return html('details', { open: opened }, html('summary', {}, ...said), content)
  }

  /**
   * @param {HTMLElement} host
   * @param {Picture} picture
   */
  mount(host, { component, view }) {
    const report = (name, value) => this.heard(component, name, value, host)
    const own = { ...view, key: this.own + view.key, ...(view.group ? { group: this.own + view.group } : {}) }
    const drawn = import(`unrolled/${component}/index.js`).then(async ({ default: mount }) => {
      const close = await mount({ data: [own], parentElement: host.shadowRoot, setStateValue: report, setTriggerValue: report })
      closings.set(host, close)
    })
    this.drawing.push(drawn)
  }

  replace(old, ...fresh) {
    old.replaceWith(...fresh)
    for (const host of [old, ...old.querySelectorAll('.host')]) closings.get(host)?.()
  }
}

/** The element in which the parts of a block stand. */
const inside = (element) => (element instanceof HTMLDetailsElement ? element.lastElementChild : element)

/** Whether an element that shows `before` can show `part`. */
function same(before, part) {
  if (before.is !== part.is || part.is === 'leaf') return false
  if (part.is === 'picture') return before.component === part.component && before.view.key === part.view.key
  return before.kind === part.kind && before.weight === part.weight && JSON.stringify(before.label) === JSON.stringify(part.label)
}
