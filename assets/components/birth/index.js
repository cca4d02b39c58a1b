// The matrix being born: one sentence's alignment at every checkpoint, to play, scrub and click.

import { html, part, svg } from '../dom.js'
import { attentionScale } from '../matrix/attention.js'
import { calm, themeOf } from '../paint.js'
import { sheets } from '../sheets.js'
import { same } from '../unpack.js'
import { Curve } from './curve.js'
import { Film } from './film.js'
import { Stage } from './stage.js'
import { Strip } from './strip.js'

const styles = await sheets('base.css', 'matrix/matrix.css', 'birth/birth.css')
const screens = new WeakMap() // by the shadow root that Streamlit keeps for the component
const places = new Map() // by the component's key: where the film stood, should Streamlit build the component anew

const WHOLE = 5000 // milliseconds that the film plays
const [BRISK, SLOW] = [90, 450] // milliseconds that a frame stands at least and at most

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement, setTriggerValue }) {
  let screen = screens.get(parentElement)
  if (!screen) screens.set(parentElement, (screen = new Screen(parentElement)))
  screen.report = (step) => setTriggerValue('step', step)
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
    document.fonts.ready.then(() => this.paint())
  }

  close() {
    clearInterval(this.clock)
    this.size.disconnect()
  }

  /** Show what `payload` packed; while a network trains, every call brings one frame more. */
  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    const before = this.film
    Object.assign(this, { bytes, theme, film: new Film(bytes) })
    this.build(this.film.words)
    this.element.style.colorScheme = theme.dark ? 'dark' : 'light' // of scrollbars and the slider
    this.at = this.whereTo(before)
    this.slider.max = this.film.length - 1
    const scale = attentionScale(this.film, theme)
    for (const view of this.views) view.show(this.film, theme, scale)
    this.point()
  }

  /** Make the parts, once for each language. */
  build(words) {
    const wanted = JSON.stringify(words)
    if (wanted === this.built) return
    this.built = wanted
    this.words = words
    this.icon = svg('path')
    const toggle = () => (this.clock ? this.pause() : this.play())
    const drawn = svg('svg', { viewBox: '0 0 24 24' }, this.icon)
    this.button = html('button', { type: 'button', class: 'play', onclick: toggle }, drawn)
    const scrub = () => this.scrub(this.slider.valueAsNumber)
    this.slider = html('input', { type: 'range', min: 0, 'aria-label': words.scrub, oninput: scrub })
    const controls = html('div', { class: 'controls' }, this.button, this.slider)
    const stage = new Stage(words)
    const curve = new Curve(words, (frame) => this.scrub(frame))
    const strip = new Strip(words, (frame) => this.travel(frame))
    this.views = [stage, curve, strip]
    const scene = html('div', { class: 'scene' }, stage.facts, stage.element, curve.element)
    this.element.replaceChildren(part('birth', words.title, words.how, controls, scene, strip.element))
    this.label()
  }

  /** The frame to stand at: the page's step if that is news, else the one where the viewer was. */
  whereTo(before) {
    const { film, clock } = this
    const place = places.get(film.key)
    if (!place) return film.frameAt(film.current)
    const grown = before && before.current === before.newest && film.current === film.newest
    const away = before && this.at < before.length - 1 // the viewer looks at the past while the network trains on
    const news = place.wish !== film.current && !clock && !(grown && away)
    return film.frameAt(news ? film.current : place.step)
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
    if (!this.root.isConnected) return this.close()
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
  travel(frame) {
    this.scrub(frame)
    this.report(this.film.frames[frame].step)
  }

  point() {
    const { film, at } = this
    const { step } = film.frames[at]
    places.set(film.key, { wish: film.current, step })
    this.slider.value = at
    this.slider.setAttribute('aria-valuetext', `${this.words.step} ${step}`)
    for (const view of this.views) view.point(at)
  }

  resized(width) {
    if (width === this.width) return
    this.width = width
    this.paint()
  }

  paint() {
    if (!this.film) return
    for (const view of this.views) view.paint()
    this.point()
  }
}
