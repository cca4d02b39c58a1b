// The player of texts on the clock of the screen: as many pixels a frame as its speed asks for.

import { html } from '../dom.js'
import { Player } from '../playing/player.js'

const SPEEDS = [4, 15, 60, 240, 960] // pixels a second
const PLEASANT = 8 // seconds that a picture should take at most to begin with

/** The speed at which a picture of `length` pixels is painted in a pleasant time, or the fastest. */
export const pleasant = (length) => SPEEDS.find((speed) => speed >= length / PLEASANT) ?? SPEEDS.at(-1)

/**
 * The pixel that is reached after some milliseconds, or null while that is none yet.
 * @param {number[]} queue the pixels to paint, in order
 * @param {number} from which of them is painted first
 * @param {number} milliseconds
 * @param {number} speed pixels a second
 */
export function reached(queue, from, milliseconds, speed) {
  const painted = Math.floor((Math.max(0, milliseconds) * speed) / 1000)
  return painted ? queue[Math.min(queue.length, from + painted) - 1] : null
}

/** How many pixels further each key goes in a picture so many pixels wide. */
export const stepsOf = (width) =>
  ({ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -width, ArrowDown: width, Home: -Infinity, End: Infinity })

export class PixelPlayer extends Player {
  /** @type {number} pixels of the picture that was laid last */ laid
  /** @type {number} pixels of one of its rows */ width
  /** @type {number[]} those that are to be painted, in order */ queue
  /** @type {number} which of them is painted first */ from
  /** @type {number} when that began, in milliseconds of the page */ begun

  /** A picture of `length` pixels in rows of `width`, of which those in `queue` are still to paint. */
  lay({ length, width, queue }) {
    if (length !== this.laid) {
      const option = (speed) => html('option', { value: speed, selected: speed === pleasant(length) }, `${speed} / s`)
      this.speed.replaceChildren(...SPEEDS.map(option))
    }
    this.laid = length
    this.width = width
    this.queue = queue
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
    const pixel = reached(this.queue, this.from, now - this.begun, Number(this.speed.value)) ?? this.at
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
    const steps = stepsOf(this.width)
    if (event.key === ' ' && tagName !== 'BUTTON') this.clock ? this.pause() : this.play()
    else if (event.key in steps) this.jump(this.at + steps[event.key])
    else return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
  }
}
