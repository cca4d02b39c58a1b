// What was forged at every checkpoint of a training: a film to play, to scrub and to click.

import { Component, component } from '../lib/component.js'
import { html, part, svg, write } from '../lib/dom.js'
import { calm, fitCanvas } from '../lib/paint.js'
import { Frames } from './frames.js'

const WHOLE = 6000 // milliseconds that the film plays
const [LARGE, SMALL] = [440, 96] // CSS pixels of a frame's side
const ICONS = { play: 'M8 5v14l11-7z', pause: 'M6 5h4v14H6zM14 5h4v14h-4z' }

/** @extends {Component<Frames>} */
class ForgingFilm extends Component {
  static css = ['forging_film/film.css']
  static frame = 'film'

  constructor(root, report) {
    super(root, report)
    this.clock = 0
    this.at = 0
  }

  read(picture) {
    return new Frames(picture)
  }

  kind({ words, spelt }) {
    return [words, spelt.length > 0]
  }

  build({ words, spelt }) {
    this.icon = svg('path', { d: ICONS.play })
    this.button = html('button', { type: 'button', class: 'play', 'aria-label': words.play, onclick: () => (this.clock ? this.pause() : this.play()) }, svg('svg', { viewBox: '0 0 24 24' }, this.icon))
    this.slider = html('input', { type: 'range', min: 0, 'aria-label': words.scrub, oninput: () => this.scrub(this.slider.valueAsNumber) })
    this.stage = html('canvas', { role: 'img' })
    this.lines = html('div', { class: 'lines' })
    this.told = html('p', { class: 'told', role: 'status' })
    this.strip = html('div', { class: 'strip', role: 'group', 'aria-label': words.title })
    const controls = html('div', { class: 'controls' }, this.button, this.slider)
    this.element.replaceChildren(part('born', words.title, words.how, controls, this.told, spelt.length ? this.lines : this.stage, this.strip))
  }

  redraw(reading, before) {
    this.slider.max = String(reading.steps.length - 1)
    const asked = this.memory.ask(this, reading.current)
    const ended = before && this.at === before.steps.length - 1
    if (asked === 'asked') this.at = Math.max(0, reading.steps.findLastIndex((step) => step <= reading.current))
    else if (asked === 'kept') this.at = this.memory.place
    else if (ended) this.at = reading.steps.length - 1
    this.at = Math.min(this.at, reading.steps.length - 1)
    const words = reading.spelt.length > 0
    this.frames = reading.steps.map((step, k) => {
      const canvas = html('canvas', { 'aria-hidden': 'true' })
      const travel = () => {
        this.memory.tell(step)
        this.report.trigger('step', step)
      }
      const button = html('button', { type: 'button', onclick: travel, onpointerenter: () => this.scrub(k) }, words ? '' : canvas, html('b', {}, step.toLocaleString('en')), html('span', {}, reading.told[k]))
      return { canvas, button }
    })
    this.strip.replaceChildren(...this.frames.map(({ button }) => button))
    this.paint()
  }

  play() {
    const { steps } = this.reading
    if (this.at === steps.length - 1) this.at = 0
    this.clock = setInterval(() => {
      if (this.at === steps.length - 1) this.pause()
      else this.scrub(this.at + 1)
    }, WHOLE / steps.length)
    this.mark()
  }

  pause() {
    clearInterval(this.clock)
    this.clock = 0
    this.mark()
  }

  mark() {
    const name = this.clock ? 'pause' : 'play'
    this.icon.setAttribute('d', ICONS[name])
    this.button.setAttribute('aria-label', this.reading.words[name])
  }

  scrub(at) {
    this.at = at
    this.memory.place = at
    this.soon()
  }

  paint() {
    if (!this.reading || !this.element.clientWidth) return
    if (!this.reading.spelt.length) {
      for (const [k, { canvas }] of this.frames.entries()) this.reading.paint(fitCanvas(canvas, SMALL, SMALL), k, SMALL, this.theme, false)
    }
    this.point()
  }

  point() {
    const { reading, at, theme } = this
    const side = Math.min(LARGE, this.element.clientWidth)
    if (!reading.spelt.length) reading.paint(fitCanvas(this.stage, side, side), at, side, theme, true)
    else this.lines.replaceChildren(...reading.spelt[at].map((word, k) => html('span', { class: reading.valid[at][k] ? 'valid' : 'wrong' }, word)))
    write(this.told, `${reading.words.step} ${reading.steps[at].toLocaleString('en')}: ${reading.told[at]}`)
    this.stage.setAttribute('aria-label', this.told.textContent)
    this.slider.value = String(at)
    this.frames.forEach(({ button }, k) => button.setAttribute('aria-current', String(k === at)))
    const { offsetLeft, offsetWidth } = this.frames[at].button
    const { scrollLeft, clientWidth } = this.strip
    if (offsetLeft < scrollLeft || offsetLeft + offsetWidth > scrollLeft + clientWidth) this.strip.scrollTo({ left: offsetLeft - clientWidth / 2, behavior: calm() ? 'instant' : 'smooth' })
  }

  close() {
    super.close()
    clearInterval(this.clock)
  }
}

export default component(ForgingFilm)
