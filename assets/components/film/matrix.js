// The film of a matrix: one sentence's alignment at every checkpoint, to play, scrub and click.

import { html, part, svg } from '../lib/dom.js'
import { attentionScale } from '../lib/matrix/attention.js'
import { calm } from '../lib/paint.js'
import { Curve } from './curve.js'
import { Frames } from './frames.js'
import { Stage } from './stage.js'
import { Strip } from './strip.js'

const WHOLE = 5000 // milliseconds that the film plays
const [BRISK, SLOW] = [90, 450] // milliseconds that a frame stands at least and at most

export class MatrixFilm {
  /** @type {import('./frames.js').Frames} */ film
  /** @type {import('../lib/paint.js').Theme} */ theme

  /**
   * @param {{words: Object<string, string>}} reading
   * @param {(step: number) => void} travel called with the training step of the frame that was clicked
   */
  constructor({ words }, travel) {
    this.words = words
    this.travel = travel
    this.icon = svg('path')
    const toggle = () => (this.clock ? this.pause() : this.play())
    const drawn = svg('svg', { viewBox: '0 0 24 24' }, this.icon)
    this.button = html('button', { type: 'button', class: 'play', onclick: toggle }, drawn)
    const scrub = () => this.scrub(this.slider.valueAsNumber)
    this.slider = html('input', { type: 'range', min: 0, 'aria-label': words.scrub, oninput: scrub })
    const controls = html('div', { class: 'controls' }, this.button, this.slider)
    const stage = new Stage(words)
    const curve = new Curve(words, (frame) => this.scrub(frame))
    const strip = new Strip(words, (frame) => this.go(frame))
    this.views = [stage, curve, strip]
    const scene = html('div', { class: 'scene' }, stage.facts, stage.element, curve.element)
    this.element = part('film', words.title, words.how, controls, scene, strip.element)
    this.label()
  }

  close() {
    clearInterval(this.clock)
  }

  /** While a network trains, every call brings one frame more. */
  show(picture, theme, memory) {
    const before = this.film
    this.theme = theme
    this.memory = memory
    this.film = new Frames(picture)
    this.at = this.whereTo(before)
    this.slider.max = this.film.length - 1
    const scale = attentionScale(this.film, theme, this.film.values)
    for (const view of this.views) view.show(this.film, theme, scale)
    this.point()
  }

  /** The frame to stand at: the page's step if Python asks for it, else the one where the viewer was. */
  whereTo(before) {
    const { film, clock, memory } = this
    const asked = memory.ask(this, film.current) === 'asked'
    const grown = before && before.current === before.newest && film.current === film.newest
    const away = before && this.at < before.length - 1 // the viewer looks at the past while the network trains on
    const follow = memory.place === undefined || (asked && !clock && !(grown && away))
    return film.frameAt(follow ? film.current : memory.place)
  }

  play() {
    const { film } = this
    if (this.at === film.length - 1) this.at = 0
    const pace = Math.min(SLOW, Math.max(BRISK, WHOLE / film.length))
    this.clock = setInterval(() => this.tick(), calm() ? SLOW : pace)
    this.label()
    this.point()
  }

  tick() {
    if (!this.element.isConnected) return this.close()
    this.at = Math.min(this.at + 1, this.film.length - 1)
    if (this.at === this.film.length - 1) this.pause()
    this.point()
  }

  pause() {
    clearInterval(this.clock)
    this.clock = null
    this.label()
  }

  label() {
    const word = this.clock ? this.words.pause : this.words.play
    this.icon.setAttribute('d', this.clock ? 'M6 4h4v16H6zM14 4h4v16h-4z' : 'M8 4v16l12-8z')
    this.button.setAttribute('aria-label', word)
    this.button.title = word
  }

  scrub(frame) {
    this.pause()
    this.at = frame
    this.point()
  }

  /** Take the whole page to the training step of a frame. */
  go(frame) {
    const { step } = this.film.frames[frame]
    this.scrub(frame)
    this.memory.tell(step)
    this.travel(step)
  }

  point() {
    const { film, at } = this
    const { step } = film.frames[at]
    this.memory.place = step
    this.slider.value = at
    this.slider.setAttribute('aria-valuetext', `${this.words.step} ${step}`)
    for (const view of this.views) view.point(at)
  }

  paint() {
    for (const view of this.views) view.paint()
    this.point()
  }
}
