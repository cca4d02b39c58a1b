// The plane of codes at every checkpoint of a training: a film to play and to scrub.

import { Component, component } from '../lib/component.js'
import { fillIn, html, part, write } from '../lib/dom.js'
import { layPale, paintCodes, sheetOf } from '../lib/latent/greys.js'
import { fitCanvas } from '../lib/paint.js'
import { placeIn } from '../lib/plane/ground.js'
import { Player } from '../lib/playing/player.js'

const MOST = 480 // CSS pixels of the side

class LatentFilm extends Component {
  static css = ['lib/playing/playing.css', 'latent_film/latent_film.css']
  static frame = 'film'

  build({ words }) {
    this.player = new Player(words, () => this.soon(), (at) => (this.memory.place = at))
    this.stage = html('canvas', { role: 'img' })
    this.told = html('p', { class: 'told', role: 'status' })
    this.travel = html('button', { type: 'button', class: 'travel', onclick: () => this.go() }, words.travel)
    this.element.replaceChildren(part('born', words.title, words.how, this.player.element, this.told, this.stage, this.travel))
  }

  redraw(reading, before) {
    const { steps, current, arrays } = reading
    if (arrays.sheets !== before?.arrays.sheets) this.sheets = []
    const asked = this.memory.ask(this, current)
    const last = Math.max(0, steps.findLastIndex((step) => step <= current))
    this.player.fit(steps.length, asked === 'asked' ? last : asked === 'kept' ? this.memory.place : this.player.at)
    this.point()
  }

  go() {
    const step = this.reading.steps[this.player.at]
    this.memory.tell(step)
    this.report.trigger('step', step)
  }

  paint() {
    this.point()
  }

  point() {
    const { reading, theme, player } = this
    if (!reading || !this.element.clientWidth) return
    const { arrays, classes, reach, steps, told, words } = reading
    const side = Math.min(MOST, this.element.clientWidth)
    const [, places, height, width] = arrays.sheets.shape
    const [, pictures] = arrays.seen.shape
    const { at } = player
    const size = height * width
    this.sheets[at] ??= sheetOf((k) => arrays.sheets.values.subarray((at * places + k) * size, (at * places + k + 1) * size), Math.sqrt(places), { width, height })
    const pen = fitCanvas(this.stage, side, side)
    pen.clearRect(0, 0, side, side)
    layPale(pen, this.sheets[at], side)
    const coordinate = (k, axis) => arrays.seen.values[2 * (at * pictures + k) + axis]
    const seen = Array.from({ length: pictures }, (_, k) => placeIn(side, reach, [coordinate(k, 0), coordinate(k, 1)]))
    paintCodes(pen, seen, classes, reading, theme)
    write(this.told, `${fillIn(words.moment, { step: steps[at].toLocaleString('en') })}: ${told[at]}`)
    this.stage.setAttribute('aria-label', this.told.textContent)
    this.travel.disabled = steps[at] === reading.current
  }

  close() {
    super.close()
    this.player.close()
  }
}

export default component(LatentFilm)
