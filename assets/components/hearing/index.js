// What the decoder hears: a sound, what was written from it, and the attention between them, on one axis of seconds.

import { Cursor } from '../pair_cursor.js'
import { html } from '../dom.js'
import { themeOf } from '../paint.js'
import { Player } from '../playing/player.js'
import { sheets } from '../sheets.js'
import { arrival, here } from '../audio/sounds.js'
import { heardNow, play, stop } from '../audio/speaker.js'
import { same } from '../unpack.js'
import { Output } from './output.js'
import { Reading } from './reading.js'
import { Stage } from './stage.js'
import { Tale } from './tale.js'

const styles = await sheets('base.css', 'hearing/hearing.css')
const screens = new WeakMap() // by the shadow root that Streamlit keeps for the component
const places = new Map() // by the component's key: where the cursor was, should Streamlit build the component anew

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement, setStateValue }) {
  let screen = screens.get(parentElement)
  if (!screen) screens.set(parentElement, (screen = new Screen(parentElement)))
  screen.report = (cursor) => setStateValue('cursor', cursor)
  screen.show(data)
  return () => setTimeout(() => parentElement.isConnected || screen.close())
}

class Screen {
  constructor(root) {
    this.root = root
    root.adoptedStyleSheets = styles
    this.element = html('section')
    root.append(html('div', { class: 'picture' }, this.element))
    this.cursor = new Cursor(() => this.moved(), (place) => this.settled(place))
    this.size = new ResizeObserver(([{ contentRect }]) => this.resized(contentRect.width))
    this.size.observe(this.element)
    document.fonts.ready.then(() => this.paint())
  }

  close() {
    this.cursor.close()
    this.player?.close()
    this.size.disconnect()
    if (this.sounding) stop()
  }

  /** Show what `payload` packed; numbers may change at every call, the output too, words seldom. */
  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    Object.assign(this, { bytes, theme, reading: new Reading(bytes) })
    const { reading, cursor } = this
    this.build(reading)
    this.element.style.colorScheme = theme.dark ? 'dark' : 'light'
    cursor.group = reading.group
    cursor.fit({ target: reading.target.length, source: reading.sources })
    this.ask(reading)
    this.fit(reading)
    for (const view of this.views) view.show(reading, theme)
    this.fetch(reading.sound)
  }

  /** Make the parts, once for each language. */
  build({ words, small }) {
    const wanted = JSON.stringify([words, small])
    if (wanted === this.built) return
    this.built = wanted
    const acts = {
      hover: (place) => this.cursor.hover(place),
      leave: () => this.cursor.leave(),
      choose: (place) => this.choose(place),
      listen: (from, to) => this.listen(from, to),
      key: (event) => this.pressed(event),
    }
    this.player?.close()
    this.player = new Player(words, (at) => this.decoded(at), () => {})
    this.player.speed.value = '2' // slow enough to hear each token
    this.listening = html('button', { type: 'button', class: 'listen', onclick: () => this.toggle() })
    this.aloud = html('input', { type: 'checkbox', checked: true })
    this.player.element.prepend(this.listening)
    this.player.element.append(html('label', {}, this.aloud, words.aloud))
    this.tale = new Tale(words, this.cursor)
    this.output = new Output(words, this.cursor, acts)
    this.stage = new Stage(words, this.cursor, acts)
    this.views = [this.tale, this.output, this.stage]
    const heading = html('header', {}, html('h4', {}, words.title), html('p', {}, words.how))
    const keys = html('p', { class: 'keys' }, words.keys)
    const controls = small ? html('div', { class: 'controls' }, this.listening) : this.player.element
    const parts = [this.output.element, this.tale.element, controls, this.stage.element, this.stage.legend]
    this.element.className = small ? 'small' : ''
    this.element.setAttribute('aria-label', words.title)
    this.element.replaceChildren(...(small ? parts.slice(0, 4) : [heading, ...parts, keys]))
    this.label()
  }

  /** A reading of another length: everything is written again. */
  fit(reading) {
    this.quiet = true // the player tells where it is, and nobody has asked for a step yet
    this.player.fit(reading.target.length, this.cursor.place.target)
    this.quiet = false
    this.written(Infinity)
  }

  /** Draw the sound as soon as it is here. */
  async fetch(name) {
    const sound = here(name) ?? (await arrival(name))
    if (name === this.reading.sound) this.stage.hear(sound)
  }

  /** Go where Python asks, when it asks for another target position than before; else stay, for the viewer may be further on. */
  ask({ key, cursor: asked }) {
    const known = places.get(key)
    const news = !known || (asked.target !== known.wish && asked.target !== known.reported)
    if (news) this.cursor.set({ ...asked, by: 'target' })
    else if (known.from !== this) this.cursor.set(known.place)
    const reported = asked.target === known?.reported ? null : known?.reported
    places.set(key, { ...known, wish: asked.target, reported, from: this, place: this.cursor.place })
  }

  /** Tell Python where the viewer settled. */
  settled(place) {
    const { key } = this.reading
    const cursor = this.reading.pair(place)
    const pins = (places.get(key).pins ?? 0) + 1 // so that the same place twice is a change, which Streamlit needs
    places.set(key, { ...places.get(key), reported: cursor.target, pins })
    this.report({ ...cursor, pins })
  }

  /** A token was chosen: pin it, and play what it heard. */
  choose(place) {
    this.player.pause()
    this.written(Infinity)
    this.cursor.click(place)
    const { from, to } = this.reading.stretch(this.cursor.place.target)
    this.listen(from, to)
  }

  /** Play a stretch of the sound; `data-heard` says to the outside which one was played last. */
  async listen(from, to) {
    const sound = here(this.reading.sound)
    if (!sound) return
    const wanted = (this.sounding = { from, to })
    this.label()
    this.follow()
    if (await play(sound, from, to, () => this.silent(wanted))) this.element.dataset.heard = `${from.toFixed(3)} ${to.toFixed(3)}`
  }

  silent(was) {
    if (this.sounding !== was) return
    this.sounding = null
    this.label()
    this.stage.playhead(null)
  }

  /** Play the whole sound, or be silent. */
  toggle() {
    if (this.sounding) return stop()
    this.player.pause()
    this.listen(0, this.reading.duration)
  }

  label() {
    const { words } = this.reading
    const word = this.sounding ? words.silence : words.listen
    this.listening.textContent = (this.sounding ? '■ ' : '▶ ') + word
  }

  /** The playhead runs while something is heard; of the whole sound, the token that hears it goes along. */
  follow() {
    const sound = here(this.reading.sound)
    const run = () => {
      if (!this.sounding) return
      const second = heardNow(sound)
      if (second !== null) {
        this.stage.playhead(second)
        const whole = this.sounding.to - this.sounding.from > 0.99 * this.reading.duration
        if (whole && !this.cursor.place.pinned) this.cursor.hover({ target: this.reading.hearer(this.reading.at(second)) })
      }
      requestAnimationFrame(run)
    }
    requestAnimationFrame(run)
  }

  /** The decoding stands at a token: those after it are not written yet. */
  decoded(at) {
    if (this.quiet) return
    this.written(at === this.reading.target.length - 1 ? Infinity : at)
    this.cursor.change({ target: at, source: null, by: 'target', pinned: false })
    const { from, to } = this.reading.stretch(at)
    if (this.player.clock && this.aloud.checked) this.listen(from, to)
  }

  written(at) {
    this.output.written(at)
    this.stage.written(at)
  }

  pressed(event) {
    const { cursor, reading } = this
    const { target } = cursor.place
    const keys = {
      ArrowLeft: () => cursor.move({ target: target - 1 }),
      ArrowRight: () => cursor.move({ target: target + 1 }),
      ArrowUp: () => cursor.move({ target: target - 1 }),
      ArrowDown: () => cursor.move({ target: target + 1 }),
      Home: () => cursor.move({ target: 0 }),
      End: () => cursor.move({ target: Infinity }),
      Enter: () => this.listen(...Object.values(reading.stretch(target))),
      ' ': () => this.toggle(),
      Escape: () => (stop(), cursor.release()),
    }
    if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
    keys[event.key]()
  }

  /** Draw what the cursor changed, once a frame. */
  moved() {
    const { key } = this.reading
    places.set(key, { ...places.get(key), place: this.cursor.place })
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null
      for (const view of this.views) view.point()
    })
  }

  resized(width) {
    if (width === this.width) return
    this.width = width
    this.paint()
  }

  paint() {
    if (!this.reading) return
    this.output.paint()
    this.stage.paint()
  }
}
