// The picture itself, large: what is painted so far, the pixel that is being painted, the one that is looked at.

import { html } from '../lib/dom.js'
import { Sheet } from '../lib/pictures/sheet.js'

export class Easel {
  /**
   * @param {string} label what it shows
   * @param {{hover: (pixel: ?number) => void, click: (pixel: number) => void}} listeners called with the pixel under the pointer
   */
  constructor(label, { hover, click }) {
    this.sheet = new Sheet(true)
    this.label = label
    const { canvas, element } = this.sheet
    canvas.tabIndex = 0
    canvas.addEventListener('pointermove', (event) => hover(this.sheet.under(event)))
    canvas.addEventListener('pointerleave', () => hover(null))
    canvas.addEventListener('click', (event) => click(this.sheet.under(event)))
    this.marks = { at: html('i', { class: 'mark' }), glance: html('i', { class: 'mark glance' }) }
    element.append(this.marks.at, this.marks.glance)
    this.element = html('div', { class: 'easel' }, element)
  }

  /** Show another picture, as large as `room` allows, in CSS pixels. */
  show(painted, theme, room) {
    const { length, given, colours, chosen, width, height } = painted
    this.width = width
    const waves = Array.from({ length }, (_, pixel) => [pixel])
    const sketch = { colours: waves.map(([pixel]) => colours[painted.level(chosen, pixel)]), given, waves, name: '' }
    this.sheet.show(painted, [sketch], theme)
    this.sheet.canvas.setAttribute('aria-label', this.label)
    this.sheet.fit(Math.min(room, (room * width) / height), { columns: 1, most: Infinity })
    for (const { style } of Object.values(this.marks)) style.width = style.height = `${this.sheet.side}px`
  }

  /** Paint up to the pixel `at`; mark it, and the one that is looked at. */
  point(at, glance) {
    this.sheet.point(at)
    this.mark(this.marks.at, at)
    this.marks.glance.hidden = glance === null || glance === at
    if (glance !== null) this.mark(this.marks.glance, glance)
  }

  mark({ style }, pixel) {
    const { side } = this.sheet
    style.transform = `translate(${(pixel % this.width) * side}px, ${Math.floor(pixel / this.width) * side}px)`
  }
}
