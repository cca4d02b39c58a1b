// The player of texts on the clock of the screen: as many pixels a frame as its speed asks for.

import { html } from '../dom.js'
import { Player } from '../playing/player.js'

const SPEEDS = [4, 15, 60, 240, 960] // pixels a second
const PLEASANT = 8 // seconds that a picture should take at most to begin with

export class PixelPlayer extends Player {
  /** A picture of `length` pixels in rows of `width`, of which those in `queue` are still to paint. */
  lay({ length, width, queue }) {
    if (length !== this.laid) {
      const pleasant = SPEEDS.find((speed) => speed >= length / PLEASANT) ?? SPEEDS.at(-1)
      this.speed.replaceChildren(...SPEEDS.map((speed) => html('option', { value: speed, selected: speed === pleasant }, `${speed} / s`)))
    }
    Object.assign(this, { laid: length, width, queue })
  }

  play() {
    cancelAnimationFrame(this.clock)
    if (this.at >= this.queue.at(-1)) this.go(Math.max(0, this.queue[0] - 1))
    this.from = this.queue.findIndex((pixel) => pixel > this.at)
    this.begun = performance.now()
    this.clock = requestAnimationFrame((now) => this.frame(now))
    this.label()
  }

  frame(now) {
    if (!this.element.isConnected) return this.close()
    const painted = Math.floor((Math.max(0, now - this.begun) * Number(this.speed.value)) / 1000)
    const pixel = painted ? this.queue[Math.min(this.queue.length, this.from + painted) - 1] : this.at
    if (pixel !== this.at) this.go(pixel)
    if (this.at >= this.queue.at(-1)) return this.pause()
    this.clock = requestAnimationFrame((now) => this.frame(now))
  }

  close() {
    cancelAnimationFrame(this.clock)
    clearTimeout(this.resting)
    this.clock = null
  }

  /** Space plays and pauses; the arrows go a pixel or a row further, Home and End to the first and the last. */
  key(event) {
    const { tagName } = event.target
    if (tagName === 'SELECT' || event.ctrlKey || event.metaKey || event.altKey) return
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.width, ArrowDown: this.width, Home: -Infinity, End: Infinity }
    if (event.key === ' ' && tagName !== 'BUTTON') this.clock ? this.pause() : this.play()
    else if (event.key in steps) this.jump(this.at + steps[event.key])
    else return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
  }
}
