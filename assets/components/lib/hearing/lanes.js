// Where on the stage everything lies: lanes one below the other, and one axis of seconds for all of them.

import { widest } from '../paint.js'

const GAP = 6 // CSS pixels between two lanes
const LABEL = 40 // the tallest row of the matrix
const THINNEST = 4 // the lowest one
const LETTER = 14 // CSS pixels that a row's label needs
const HEIGHTS = {
  full: { said: 24, phonemes: 26, wave: 78, spectrogram: 108, axis: 30 },
  small: { said: 18, phonemes: 20, wave: 40, spectrogram: 56, axis: 26 },
}
const STEPS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60] // seconds between two ticks
const ROOM = 56 // CSS pixels that a tick's number needs

export class Lanes {
  /**
   * @param {import('./reading.js').Reading} reading
   * @param {?import('../audio/sounds.js').Sound} sound what it does not know has no lane
   * @param {number} width CSS pixels
   * @param {import('../paint.js').Theme} theme
   */
  constructor(reading, sound, width, theme) {
    const heights = HEIGHTS[reading.small ? 'small' : 'full']
    const { words, target, duration } = reading
    const named = [words.words_said, words.phonemes, words.waveform, words.spectrogram]
    const room = matrixHeight(reading)
    this.row = Math.max(THINNEST, Math.min(LABEL, room / target.length))
    this.font = Math.round(Math.max(LETTER, Math.min(17, 0.8 * this.row)))
    this.every = Math.ceil(LETTER / this.row) // which rows have a label
    this.left = Math.ceil(Math.max(widest(named, `14px ${theme.font}`), Math.min(110, widest(target, `600 ${this.font}px ${theme.mono}`)))) + 12
    this.width = width
    this.duration = duration
    this.scale = (width - this.left - 1) / duration
    let y = 0
    const lane = (height) => {
      const box = { top: y, height, bottom: y + height }
      y += height + GAP
      return box
    }
    this.said = sound?.said.length ? lane(heights.said) : null
    if (this.said) y -= GAP - 2
    this.phonemes = sound?.phonemes.length ? lane(heights.phonemes) : null
    this.wave = lane(heights.wave)
    this.spectrogram = lane(heights.spectrogram)
    this.matrix = lane(Math.max(room, Math.ceil(this.row * target.length)))
    this.axis = lane(heights.axis)
    this.height = y - GAP
  }

  /** Where a second lies. */
  x(second) {
    return this.left + second * this.scale
  }

  /** Which second lies there. */
  second(x) {
    return Math.min(this.duration - 1e-4, Math.max(0, (x - this.left) / this.scale))
  }

  /** The top of a token's row. */
  y(target) {
    return this.matrix.top + target * this.row
  }

  /** The token in whose row a height lies, of `count`; null above the matrix. */
  target(y, count) {
    return y < this.matrix.top - GAP / 2 ? null : Math.max(0, Math.min(count - 1, Math.floor((y - this.matrix.top) / this.row)))
  }

  /** Seconds that carry a number on the axis. */
  ticks() {
    const step = STEPS.find((seconds) => seconds * this.scale >= ROOM) ?? STEPS[STEPS.length - 1]
    const count = Math.floor(this.duration / step + 1e-6) + 1
    return Array.from({ length: count }, (_, k) => ({ second: k * step, told: (k * step).toFixed(step < 0.1 ? 2 : step < 1 ? 1 : 0) }))
  }
}

/** High enough to project, low enough to be seen whole with the sound above it; the same for every sentence. */
function matrixHeight({ small }) {
  const sight = document.documentElement.clientHeight
  return small ? 170 : Math.round(Math.min(420, Math.max(230, 0.37 * sight)))
}

/** What a lane shows, beside it. */
export function nameLane(pen, name, { top, height }, lanes, theme) {
  pen.font = `14px ${theme.font}`
  pen.fillStyle = theme.muted
  pen.textAlign = 'right'
  pen.textBaseline = 'middle'
  pen.fillText(name, lanes.left - 9, top + height / 2)
}

export function line(pen, x0, y0, x1, y1) {
  pen.moveTo(x0, y0)
  pen.lineTo(x1, y1)
}
