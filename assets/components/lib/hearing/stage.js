// Sound and alignment, drawn one below the other; and over them what belongs to the cursor.

import { html } from '../dom.js'
import { attentionScale } from '../matrix/attention.js'
import { fitCanvas, number, rgb, sequential, visible } from '../paint.js'
import { Lanes, line } from './lanes.js'
import { drawAxis, drawMatrix, drawTruth } from './matrix.js'
import { Sounding } from './sounding.js'

const LEAST_TOP = 0.3 // the weight at which the colour is full, at least

export class Stage {
  /** @type {import('../cursor.js').Cursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../paint.js').Theme} */ theme
  /** @type {?import('../audio/sounds.js').Sound} */ sound

  constructor(words, cursor, acts) {
    this.words = words
    this.cursor = cursor
    this.acts = acts
    this.writtenTo = Infinity
    this.second = null
    this.base = html('canvas', { 'aria-hidden': 'true' })
    this.over = html('canvas', { 'aria-hidden': 'true' })
    const listens = {
      class: 'stage',
      role: 'img',
      tabindex: 0,
      'aria-label': words.stage,
      onpointermove: (event) => this.pointed(event),
      onpointerleave: acts.leave,
      onclick: (event) => this.clicked(event),
      onkeydown: acts.key,
    }
    this.element = html('div', listens, this.base, this.over)
    this.ramp = html('i', { class: 'ramp' })
    this.top = html('span')
    const ramp = html('span', {}, `${words.legend_attention} 0`, this.ramp, this.top)
    const centroid = html('span', {}, html('i', { class: 'dot' }), words.legend_centroid)
    this.truths = [
      html('span', {}, html('i', { class: 'gold' }), words.legend_gold),
      html('span', {}, html('i', { class: 'bound' }), words.legend_bounds),
    ]
    this.legend = html('p', { class: 'legend' }, ramp, centroid, ...this.truths)
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    if (this.sound && this.sound.name !== reading.sound) this.sound = null
    this.paint()
  }

  /** The sound has come. */
  hear(sound) {
    if (sound === this.sound) return
    this.sound = sound
    this.paint()
  }

  written(at) {
    this.writtenTo = at
    if (this.lanes) this.point()
  }

  playhead(second) {
    this.second = second
    if (this.lanes) this.point()
  }

  /** Draw what does not depend on the cursor. */
  paint() {
    const { reading, sound, theme, words } = this
    const width = this.element.clientWidth
    if (!reading || !width) return
    const lanes = (this.lanes = new Lanes(reading, sound, width, theme))
    this.element.style.height = `${lanes.height}px`
    const pen = fitCanvas(this.base, width, lanes.height)
    pen.clearRect(0, 0, width, lanes.height)
    this.scale = this.weightScale()
    const { scale, colour, gold } = this
    this.sounding = sound && new Sounding(sound, lanes, words, theme, gold)
    drawMatrix(pen, { lanes, reading, theme, scale })
    this.sounding?.draw(pen, lanes.y(reading.target.length))
    drawTruth(pen, { lanes, reading, theme, colour, gold })
    drawAxis(pen, { lanes, reading, theme, words })
    this.explain()
    this.point()
  }

  /** From the background at 0 to full colour at the largest weight of this matrix, in steps so that it seldom changes. */
  weightScale() {
    const { values } = this.reading.values.alignment
    const most = values.reduce((a, b) => Math.max(a, b), 0)
    this.most = Math.min(1, Math.max(LEAST_TOP, Math.ceil(10 * most) / 10))
    const one = attentionScale(this.reading, this.theme)
    this.colour = one.css(1)
    return sequential(this.theme.background, this.colour, 0, this.most)
  }

  get gold() {
    return this.reading.quantities.gold_alignment.colour
  }

  explain() {
    const { scale, most } = this
    const stops = [0, 0.25, 0.5, 0.75, 1].map((share) => scale.css(share * most))
    this.ramp.style.background = `linear-gradient(to right, ${stops.join()})`
    this.top.textContent = number(most, 1)
    this.legend.style.setProperty('--colour', this.gold)
    this.legend.style.setProperty('--attention', this.colour)
    const known = [this.reading.gold.some(Boolean), Boolean(this.sound?.phonemes.length)]
    this.truths.forEach((entry, k) => (entry.style.visibility = known[k] ? '' : 'hidden'))
  }

  /** What belongs to the cursor. */
  point() {
    const { lanes, reading, theme, cursor } = this
    if (!lanes) return
    const pen = fitCanvas(this.over, lanes.width, lanes.height)
    pen.clearRect(0, 0, lanes.width, lanes.height)
    const { target, source } = cursor.place
    this.veil(pen)
    if (this.sounding) this.light(pen, target)
    this.frame(pen, target)
    const below = lanes.y(reading.target.length)
    const through = (x, colour, dash) => {
      pen.setLineDash(dash)
      pen.strokeStyle = colour
      pen.lineWidth = 2
      pen.beginPath()
      line(pen, x, lanes.wave.top, x, below)
      pen.stroke()
      pen.setLineDash([])
    }
    if (reading.spoken(target) !== null) through(lanes.x(reading.spoken(target)), this.gold, [5, 4])
    through(lanes.x(reading.centroid(target)), this.colour, [])
    if (source !== null && !reading.small) {
      pen.strokeStyle = theme.text
      pen.lineWidth = 1
      pen.strokeRect(lanes.x(reading.starts[source]), lanes.wave.top, (reading.ends[source] - reading.starts[source]) * lanes.scale, below - lanes.wave.top)
    }
    if (this.second !== null) this.head(pen, lanes.x(this.second), below)
  }

  /** Rows that are not written yet. */
  veil(pen) {
    const { lanes, reading, theme, writtenTo } = this
    if (writtenTo >= reading.target.length - 1) return
    const y = lanes.y(writtenTo + 1)
    pen.globalAlpha = 0.94
    pen.fillStyle = theme.background
    pen.fillRect(0, y, lanes.width, lanes.y(reading.target.length) - y)
    pen.globalAlpha = 1
  }

  /** The sound in the light of one token's attention: the waveform coloured, and the weights as a curve on the spectrogram. */
  light(pen, target) {
    const { lanes, reading, colour } = this
    const [red, green, blue] = rgb(colour)
    const most = reading.weight(target, reading.strongest(target)) || 1
    let j = 0
    this.sounding.wave(pen, (second) => {
      while (j < reading.sources - 1 && reading.ends[j] <= second) j++
      const share = reading.weight(target, j) / most
      return share < 0.03 ? null : `rgb(${red} ${green} ${blue} / ${Math.min(1, 0.25 + share)})`
    })
    const { height, bottom } = lanes.spectrogram
    pen.beginPath()
    pen.moveTo(lanes.x(reading.starts[0]), bottom)
    for (let k = 0; k < reading.sources; k++) {
      const y = bottom - (reading.weight(target, k) / most) * (height - 6)
      pen.lineTo(lanes.x(reading.starts[k]), y)
      pen.lineTo(lanes.x(reading.ends[k]), y)
    }
    pen.lineTo(lanes.x(reading.ends[reading.sources - 1]), bottom)
    pen.fillStyle = `rgb(${red} ${green} ${blue} / 0.4)`
    pen.fill()
    pen.strokeStyle = colour
    pen.lineWidth = 1.5
    pen.stroke()
  }

  frame(pen, target) {
    const { lanes, reading, theme, cursor } = this
    const y = lanes.y(target)
    pen.strokeStyle = cursor.place.pinned ? theme.primary : theme.text
    pen.lineWidth = 2
    pen.strokeRect(1, y, lanes.width - 2, lanes.row)
    pen.fillStyle = theme.background
    const tall = Math.max(lanes.row - 2, lanes.font)
    pen.fillRect(2, y + (lanes.row - tall) / 2, lanes.left - 5, tall)
    pen.fillStyle = theme.primary
    pen.textAlign = 'right'
    pen.textBaseline = 'middle'
    pen.font = `700 ${lanes.font}px ${theme.mono}`
    pen.fillText(visible(reading.target[target]), lanes.left - 9, y + lanes.row / 2 + 1)
  }

  head(pen, x, below) {
    const { theme, lanes } = this
    const top = (lanes.said ?? lanes.phonemes ?? lanes.wave).top
    pen.fillStyle = theme.text
    pen.fillRect(x - 1, top, 2, below - top)
    pen.beginPath()
    pen.moveTo(x - 6, top)
    pen.lineTo(x + 6, top)
    pen.lineTo(x, top + 9)
    pen.fill()
  }

  /** The pointer's second and, in the matrix, its row; in the sound, the token that attends most to that moment. */
  pointed(event) {
    if (this.lanes) this.acts.hover(this.under(event).place)
  }

  clicked(event) {
    if (!this.lanes) return
    const { place, second, y } = this.under(event)
    if (place.by === 'target') return this.acts.choose(place)
    const { said, phonemes } = this.lanes
    const segments = said && y < said.bottom ? this.sound.said : phonemes && y < phonemes.bottom ? this.sound.phonemes : []
    const segment = segments.find(({ start, end }) => start <= second && second < end)
    this.acts.listen(segment?.start ?? second, segment?.end ?? this.reading.duration)
  }

  under({ clientX, clientY }) {
    const { lanes, reading } = this
    const box = this.element.getBoundingClientRect()
    const [second, y] = [lanes.second(clientX - box.left), clientY - box.top]
    const source = reading.at(second)
    const target = lanes.target(y, reading.target.length)
    const place = target === null ? { target: reading.hearer(source), source, by: 'source' } : { target, source, by: 'target' }
    return { place, second, y }
  }
}
