// What the decoder hears: a sound, what was written from it, and the attention between them, on one axis of seconds.

import { arrival, here } from '../lib/audio/sounds.js'
import { heardNow, play, stop } from '../lib/audio/speaker.js'
import { Component, component } from '../lib/component.js'
import { html } from '../lib/dom.js'
import { Reading } from '../lib/hearing/reading.js'
import { Stage } from '../lib/hearing/stage.js'
import { pairCursor } from '../lib/pair_cursor.js'
import { Player } from '../lib/playing/player.js'
import { Output } from './output.js'
import { Tale } from './tale.js'

/** @extends {Component<Reading>} */
class Hearing extends Component {
  static css = ['lib/hearing/hearing.css']
  static frame = 'hearing'

  constructor(root, report) {
    super(root, report)
    this.cursor = pairCursor(() => this.moved(), (place) => this.settled(place))
    this.section = html('section')
    this.element.append(this.section)
  }

  close() {
    super.close()
    this.cursor.close()
    this.player?.close()
    if (this.sounding) stop()
  }

  read(picture) {
    return new Reading(picture)
  }

  redraw(reading) {
    const { cursor, memory } = this
    cursor.group = reading.group
    cursor.fit({ target: reading.target.length, source: reading.sources })
    const asked = memory.ask(this, reading.cursor.target)
    if (asked === 'asked') cursor.set({ ...reading.cursor, by: 'target' })
    if (asked === 'kept') cursor.set(memory.place)
    memory.place = cursor.place
    this.fit(reading)
    for (const view of this.views) view.show(reading, this.theme)
    this.fetch(reading.sound)
  }

  kind({ words, small }) {
    return [words, small]
  }

  build({ words, small }) {
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
    this.section.className = small ? 'small' : ''
    this.section.setAttribute('aria-label', words.title)
    this.section.replaceChildren(...(small ? parts.slice(0, 4) : [heading, ...parts, keys]))
    this.label(words)
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

  /** Tell Python where the viewer settled. */
  settled(place) {
    const cursor = this.reading.pair(place)
    const pins = this.memory.tell(cursor.target) // so that the same place twice is a change, which Streamlit needs
    this.report.state('cursor', { ...cursor, pins })
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
    if (await play(sound, from, to, () => this.silent(wanted))) this.section.dataset.heard = `${from.toFixed(3)} ${to.toFixed(3)}`
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

  label(words = this.reading.words) {
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

  moved() {
    this.memory.place = this.cursor.place
    this.soon()
  }

  point() {
    for (const view of this.views) view.point()
  }

  paint() {
    this.output.paint()
    this.stage.paint()
  }
}

export default component(Hearing)
