// A small button at the corner of every picture that saves it as PNG or SVG: seen when one points at the picture or reaches
// the button by keyboard. All is done in the browser.

import { html } from '../dom.js'
import { keepFile } from '../keep_file.js'

const FORMATS = ['PNG', 'SVG']

export class SavingControl {
  /**
   * @param {HTMLElement} picture what is saved
   * @param {() => {title: string, background: string, name: string}} about it, asked when it is saved
   */
  constructor(picture, about) {
    this.picture = picture
    this.about = about
    this.opener = html('button', { type: 'button', 'aria-expanded': 'false', onclick: () => this.open(this.formats.hidden) }, '⤓')
    const save = (format) => html('button', { type: 'button', onclick: () => this.save(format) }, format)
    this.formats = html('span', { hidden: true }, ...FORMATS.map(save))
    const keys = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') this.open(false)
      event.stopPropagation() // the arrows and the space bar are the picture's
    }
    const left = (/** @type {FocusEvent} */ event) => this.bar.contains(/** @type {Node} */ (event.relatedTarget)) || this.open(false)
    this.bar = html('div', { class: 'saving', role: 'group', onkeydown: keys, onfocusout: left }, this.formats, this.opener)
    this.element = html('div', { class: 'saving-place' }, this.bar)
  }

  /** @param {string} label what the button does, in the viewer's language */
  call(label) {
    this.opener.title = label
    for (const named of [this.opener, this.bar]) named.setAttribute('aria-label', label)
  }

  /** @param {boolean} open */
  open(open) {
    this.formats.hidden = !open
    this.opener.ariaExpanded = String(open)
  }

  /** @param {string} format */
  async save(format) {
    const [{ svgOf }, { pngOf }] = await Promise.all([import('./svg_of.js'), import('./png_of.js')])
    const about = this.about()
    const drawing = svgOf(this.picture, about)
    const file = format === 'SVG' ? new Blob([drawing.text], { type: 'image/svg+xml' }) : await pngOf(drawing)
    keepFile(file, `${about.name}.${format.toLowerCase()}`)
    this.open(false)
  }
}
