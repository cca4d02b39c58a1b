// A sound, drawn: its words and phonemes, waveform and spectrogram, each in its lane.

import { paintHeatmap, sequential } from '../paint.js'
import { line, nameLane } from './lanes.js'

const [FAINT, LOUD] = [0.15, 0.995] // the share of cells of a spectrogram that are paler than all others, and all but the darkest

export class Sounding {
  /** @type {import('../audio/sounds.js').Sound} */ sound
  /** @type {import('./lanes.js').Lanes} */ lanes
  /** @type {import('../paint.js').Theme} */ theme

  /** @param {import('../audio/sounds.js').Sound} sound */
  constructor(sound, lanes, words, theme, gold) {
    this.sound = sound
    this.lanes = lanes
    this.words = words
    this.theme = theme
    this.gold = gold
    this.peaks(Math.ceil(lanes.width - lanes.left))
  }

  /** Everything that does not depend on the cursor; `bottom` is where the boundaries of the phonemes end. */
  draw(pen, bottom) {
    const { sound, lanes, words, theme } = this
    this.segments(pen, lanes.said, sound.said, { weight: 600, family: theme.font, name: words.words_said })
    this.segments(pen, lanes.phonemes, sound.phonemes, { weight: 400, family: theme.mono, name: words.phonemes })
    pen.globalAlpha = 0.6 // what is attended to stands out
    this.wave(pen, () => theme.muted)
    pen.globalAlpha = 1
    nameLane(pen, words.waveform, lanes.wave, lanes, theme)
    this.spectrogram(pen)
    this.boundaries(pen, bottom)
  }

  segments(pen, lane, segments, { weight, family, name }) {
    if (!lane) return
    const { lanes, theme } = this
    pen.textAlign = 'center'
    pen.textBaseline = 'middle'
    pen.font = `${weight} ${Math.min(16, Math.round(0.62 * lane.height))}px ${family}`
    segments.forEach(({ symbol, start, end }, k) => {
      const [x, width] = [lanes.x(start), (end - start) * lanes.scale]
      pen.globalAlpha = k % 2 ? 0.16 : 0.3
      pen.fillStyle = this.gold
      pen.fillRect(x, lane.top, Math.max(1, width - 1), lane.height)
      pen.globalAlpha = 1
      pen.fillStyle = theme.text
      if (pen.measureText(symbol).width <= width) pen.fillText(symbol, x + width / 2, lane.top + lane.height / 2 + 1)
    })
    nameLane(pen, name, lane, lanes, theme)
  }

  /** The waveform: the least and greatest sample of each pixel, in the colour that `colourAt` gives its second, if any. */
  wave(pen, colourAt) {
    const { lanes, least, greatest } = this
    const { top, height } = lanes.wave
    const middle = top + height / 2
    for (let x = 0; x < least.length; x++) {
      const colour = colourAt((x + 0.5) / lanes.scale)
      if (!colour) continue
      pen.fillStyle = colour
      const [low, high] = [least[x], greatest[x]]
      pen.fillRect(lanes.left + x, middle - (high * height) / 2, 1, Math.max(1, ((high - low) * height) / 2))
    }
  }

  /** The least and greatest sample of each of `count` columns, as a share of the loudest. */
  peaks(count) {
    const { sound, lanes } = this
    this.least = new Float32Array(count)
    this.greatest = new Float32Array(count)
    const { samples, rate } = sound
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-4)
    for (let x = 0; x < count; x++) {
      const first = Math.floor((x / lanes.scale) * rate)
      const last = Math.min(samples.length, Math.floor(((x + 1) / lanes.scale) * rate) + 1)
      let [low, high] = [0, 0]
      for (let k = first; k < last; k++) {
        if (samples[k] < low) low = samples[k]
        if (samples[k] > high) high = samples[k]
      }
      this.least[x] = low / loudest
      this.greatest[x] = high / loudest
    }
  }

  spectrogram(pen) {
    const { lanes, sound, theme, words } = this
    const { shape, values } = sound.logMel
    const [columns, rows] = shape
    const sorted = Float32Array.from(values).sort()
    const [low, high] = [FAINT, LOUD].map((share) => sorted[Math.floor(share * (sorted.length - 1))])
    const scale = sequential(theme.background, theme.text, low, Math.max(high, low + 1e-3))
    const { top, height } = lanes.spectrogram
    const box = { x: lanes.x(sound.frames.start), y: top, width: columns * sound.frames.hop * lanes.scale, height }
    pen.save()
    pen.beginPath()
    pen.rect(lanes.left, top, lanes.width - lanes.left, height)
    pen.clip()
    paintHeatmap(pen, values, { rows, columns, start: rows - 1, rowStep: -1, columnStep: rows }, scale, box)
    pen.restore()
    nameLane(pen, words.spectrogram, lanes.spectrogram, lanes, theme)
  }

  /** The true boundaries of the phonemes, through everything. */
  boundaries(pen, bottom) {
    const { lanes, sound } = this
    pen.strokeStyle = this.gold
    pen.globalAlpha = 0.4
    pen.lineWidth = 1
    pen.beginPath()
    for (const edge of new Set(sound.phonemes.flatMap(({ start, end }) => [start, end])))
      line(pen, lanes.x(edge), lanes.wave.top, lanes.x(edge), bottom)
    pen.stroke()
    pen.globalAlpha = 1
  }
}
