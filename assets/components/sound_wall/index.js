// Sounds side by side, each to be heard: its wave, what of it sounds at which pitch, and what was measured in it.

import { play, stop } from '../lib/audio/speaker.js'
import { Component, component } from '../lib/component.js'
import { html, part, svg, write } from '../lib/dom.js'
import { fitCanvas } from '../lib/paint.js'

const HEIGHT = { wave: 62, spectrum: 54 } // CSS pixels
const DEEP = 40 // decibels that a spectrum reaches down
const ICONS = { play: 'M8 4v16l12-8z', stop: 'M6 6h12v12H6z' }

class SoundWall extends Component {
  static css = ['sound_wall/sound_wall.css']
  static frame = 'wall'

  close() {
    super.close()
    if (this.playing) stop()
  }

  kind({ words, sounds }) {
    return { words, count: sounds.length, travels: sounds.map(({ step }) => step !== null) }
  }

  build({ words, sounds }) {
    this.cards = sounds.map((_, number) => this.card(number))
    this.element.replaceChildren(part('sounds', words.title, words.how, html('div', { class: 'cards' }, ...this.cards.map(({ element }) => element))))
  }

  card(number) {
    const { words, sounds } = this.reading
    const path = svg('path', { d: ICONS.play })
    const button = html('button', { type: 'button', class: 'play', onclick: () => this.toggle(number) }, svg('svg', { viewBox: '0 0 24 24' }, path))
    const [name, told] = [html('b'), html('p')]
    const [wave, spectrum] = [html('canvas', { role: 'img' }), html('canvas', { role: 'img' })]
    const go = sounds[number].step === null ? [] : [html('button', { type: 'button', class: 'go', onclick: () => this.report.trigger('step', this.reading.sounds[number].step) }, words.travel)]
    const element = html('article', {}, html('header', {}, button, name, ...go), wave, spectrum, told)
    return { element, name, told, wave, spectrum, button, path }
  }

  redraw({ sounds, colours, dark, current }) {
    if (this.theme.dark) Object.assign(colours, dark)
    for (const [name, colour] of Object.entries(colours)) this.element.style.setProperty(`--${name}`, colour)
    sounds.forEach(({ name, told, right, step }, number) => {
      const card = this.cards[number]
      write(card.name, name)
      write(card.told, told)
      card.element.classList.toggle('right', right === true)
      card.element.classList.toggle('wrong', right === false)
      card.element.classList.toggle('current', step !== null && step === current)
    })
    this.sounds = sounds.map((_, number) => this.heard(number))
    this.label(null)
    this.paint()
  }

  heard(number) {
    const { arrays: { heard }, heard_rate: rate } = this.reading
    const [, length] = heard.shape
    return { name: String(number), rate, duration: length / rate, samples: heard.values.slice(number * length, (number + 1) * length) }
  }

  async toggle(number) {
    if (this.playing === number) return stop()
    stop()
    this.label(number)
    const sound = this.sounds[number]
    await play(sound, 0, sound.duration, () => this.playing === number && this.label(null))
  }

  /** Show which one is heard. */
  label(number) {
    this.playing = number
    const { words, sounds } = this.reading
    this.cards.forEach(({ button, path }, k) => {
      path.setAttribute('d', k === number ? ICONS.stop : ICONS.play)
      button.setAttribute('aria-label', `${k === number ? words.hush : words.hear}: ${sounds[k].name}`)
    })
  }

  paint() {
    if (!this.reading || !this.cards || !this.element.clientWidth) return
    this.cards.forEach((card, number) => {
      const width = card.told.clientWidth
      if (!width) return
      this.paintWave(fitCanvas(card.wave, width, HEIGHT.wave), width, number)
      this.paintSpectrum(fitCanvas(card.spectrum, width, HEIGHT.spectrum), width, number)
      card.wave.setAttribute('aria-label', `${this.reading.words.wave}: ${this.reading.sounds[number].name}`)
      card.spectrum.setAttribute('aria-label', `${this.reading.words.spectrum}: ${this.reading.sounds[number].name}`)
    })
  }

  paintWave(pen, width, number) {
    const { wave } = this.reading.arrays
    const [, length] = wave.shape
    pen.clearRect(0, 0, width, HEIGHT.wave)
    pen.strokeStyle = this.theme.line
    pen.beginPath()
    pen.moveTo(0, HEIGHT.wave / 2)
    pen.lineTo(width, HEIGHT.wave / 2)
    pen.stroke()
    pen.strokeStyle = this.reading.colours.sample
    pen.lineWidth = 1.6
    pen.lineJoin = 'round'
    pen.beginPath()
    for (let t = 0; t < length; t++) pen.lineTo((t / (length - 1)) * width, HEIGHT.wave * (0.5 - 0.47 * wave.values[number * length + t]))
    pen.stroke()
  }

  paintSpectrum(pen, width, number) {
    const { spectrum } = this.reading.arrays
    const [, bands] = spectrum.shape
    pen.clearRect(0, 0, width, HEIGHT.spectrum)
    pen.fillStyle = this.reading.colours.spectrum
    const step = width / bands
    for (let band = 0; band < bands; band++) {
      const share = Math.max(0.02, 1 + spectrum.values[number * bands + band] / DEEP)
      pen.fillRect(band * step, HEIGHT.spectrum * (1 - share), Math.max(1, step - 1.5), HEIGHT.spectrum * share)
    }
  }
}

export default component(SoundWall)
