// All pictures that are painted at the same time, small; a click takes one to the easel.

import { html } from '../lib/dom.js'
import { Sheet } from '../lib/pictures/sheet.js'

export class Wall {
  /** @type {import('./painted.js').Painted} */ painted

  /** @param {(picture: number) => void} pick called with the picture that is clicked */
  constructor(pick) {
    this.pick = pick
    this.sheet = new Sheet()
    this.element = html('div', { class: 'wall' }, this.sheet.element)
    this.buttons = []
  }

  show(painted, theme) {
    this.painted = painted
    const { count, length, given, colours, names, chosen } = painted
    const waves = Array.from({ length }, (_, pixel) => [pixel])
    const sketch = (_, k) => ({ colours: waves.map(([pixel]) => colours[painted.level(k, pixel)]), given, waves, name: names[k] })
    this.sheet.show(painted, Array.from({ length: count }, sketch), theme)
    for (const button of this.buttons.splice(count)) button.remove()
    while (this.buttons.length < count) this.hang()
    this.buttons.forEach((button, k) => {
      button.classList.toggle('chosen', k === chosen)
      button.setAttribute('aria-label', `${k + 1} ${names[k]}`.trim())
      button.setAttribute('aria-pressed', k === chosen)
    })
  }

  hang() {
    const k = this.buttons.length
    this.buttons.push(html('button', { type: 'button', onclick: () => this.pick(k) }))
    this.sheet.element.append(this.buttons[k])
  }

  /** Lay the pictures into a width, and a button over each. */
  fit(room) {
    const { count } = this.painted
    const least = count > 24 ? 48 : 72
    this.sheet.fit(room, { most: 120, least, columns: even(count, Math.floor(room / least)) })
    const { frame } = this.sheet
    this.buttons.forEach(({ style }, k) => {
      const { x, y } = this.sheet.place(k)
      Object.assign(style, { left: `${x - 4}px`, top: `${y - 4}px`, width: `${frame.width + 8}px`, height: `${frame.height + 8}px` })
    })
  }

  point(at) {
    this.sheet.point(at)
  }
}

/** How many columns lay so many pictures in full rows, at most `most`; 0 where that would be fewer than half of them. */
function even(count, most) {
  for (let columns = Math.min(count, most); columns > most / 2; columns--) if (count % columns === 0) return columns
  return 0
}
