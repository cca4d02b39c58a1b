// All pictures that are painted at the same time, small; a click takes one to the easel.

import { html, write } from '../dom.js'
import { Frame } from './frame.js'

export class Wall {
  /** @param {function(number): void} pick called with the picture that is clicked */
  constructor(pick) {
    this.pick = pick
    this.element = html('div', { class: 'wall' })
    this.hung = []
  }

  show(painted) {
    for (const { element } of this.hung.splice(painted.count)) element.remove()
    while (this.hung.length < painted.count) this.hang()
    const waves = Array.from({ length: painted.length }, (_, pixel) => [pixel])
    this.hung.forEach(({ element, frame, name }, k) => {
      const colours = Uint32Array.from(waves, ([pixel]) => painted.pixels[painted.level(k, pixel)])
      frame.lay(painted, colours, painted.given, waves)
      element.classList.toggle('chosen', k === painted.chosen)
      element.setAttribute('aria-label', `${k + 1} ${painted.names[k]}`.trim())
      element.setAttribute('aria-pressed', k === painted.chosen)
      write(name, painted.names[k])
    })
  }

  hang() {
    const k = this.hung.length
    const [frame, name] = [new Frame(), html('span')]
    const element = html('button', { type: 'button', onclick: () => this.pick(k) }, frame.canvas, name)
    this.hung.push({ element, frame, name })
    this.element.append(element)
  }

  point(at) {
    for (const { frame } of this.hung) frame.point(at)
  }
}
