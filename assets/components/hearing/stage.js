// Sound and alignment, drawn one below the other; and over them what belongs to the cursor.

import { html } from '../dom.js'
import { attentionScale } from '../matrix/attention.js'
import { fitCanvas, number, paintHeatmap, rgb, sequential, visible } from '../paint.js'
import { Lanes } from './lanes.js'

const LEAST_TOP = 0.3 // the weight at which the colour is full, at least

export class Stage {
  constructor(words, cursor, acts) {
    Object.assign(this, { words, cursor, acts, writtenTo: Infinity, second: null })
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
    const { reading, sound, theme } = this
    const width = this.element.clientWidth
    if (!reading || !width) return
    const lanes = (this.lanes = new Lanes(reading, sound, width, theme))
    this.element.style.height = `${lanes.height}px`
    const pen = fitCanvas(this.base, width, lanes.height)
    pen.clearRect(0, 0, width, lanes.height)
    this.scale = this.weightScale()
    if (sound) {
      this.drawSegments(pen, lanes.said, sound.said, { weight: 600, family: theme.font, name: this.words.words_said })
      this.drawSegments(pen, lanes.phonemes, sound.phonemes, { weight: 400, family: theme.mono, name: this.words.phonemes })
      pen.globalAlpha = 0.6 // what is attended to stands out
      this.drawWave(pen, () => theme.muted)
      pen.globalAlpha = 1
      this.name(pen, this.words.waveform, lanes.wave)
      this.drawSpectrogram(pen)
    }
    this.drawMatrix(pen)
    if (sound) this.drawBounds(pen)
    this.drawTruth(pen)
    this.drawAxis(pen)
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

  drawSegments(pen, lane, segments, { weight, family, name }) {
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
    this.name(pen, name, lane)
  }

  /** The waveform: the least and greatest sample of each pixel, in the colour that `colourAt` gives its second, if any. */
  drawWave(pen, colourAt) {
    const { lanes } = this
    const { top, height } = lanes.wave
    this.peaks(Math.ceil(lanes.width - lanes.left))
    const middle = top + height / 2
    for (let x = 0; x < this.least.length; x++) {
      const colour = colourAt((x + 0.5) / lanes.scale)
      if (!colour) continue
      pen.fillStyle = colour
      const [low, high] = [this.least[x], this.greatest[x]]
      pen.fillRect(lanes.left + x, middle - (high * height) / 2, 1, Math.max(1, ((high - low) * height) / 2))
    }
  }

  /** The least and greatest sample of each of `count` columns, as a share of the loudest. */
  peaks(count) {
    const { sound, lanes } = this
    if (this.least?.length === count && this.peaked === sound) return
    this.peaked = sound
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

  drawSpectrogram(pen) {
    const { lanes, sound, theme, words } = this
    const { shape, values } = sound.logMel
    const [columns, rows] = shape
    const sorted = Float32Array.from(values).sort()
    const [low, high] = [sorted[Math.floor(0.15 * sorted.length)], sorted[Math.floor(0.995 * (sorted.length - 1))]]
    const scale = sequential(theme.background, theme.text, low, Math.max(high, low + 1e-3))
    const { top, height } = lanes.spectrogram
    const box = { x: lanes.x(sound.frames.start), y: top, width: columns * sound.frames.hop * lanes.scale, height }
    pen.save()
    pen.beginPath()
    pen.rect(lanes.left, top, lanes.width - lanes.left, height)
    pen.clip()
    paintHeatmap(pen, values, { rows, columns, start: rows - 1, rowStep: -1, columnStep: rows }, scale, box)
    pen.restore()
    this.name(pen, words.spectrogram, lanes.spectrogram)
  }

  drawMatrix(pen) {
    const { lanes, reading, theme, scale } = this
    pen.textAlign = 'right'
    pen.textBaseline = 'middle'
    pen.font = `${lanes.font}px ${theme.mono}`
    reading.target.forEach((token, i) => {
      const y = lanes.y(i)
      for (let j = 0; j < reading.sources; j++) {
        const weight = reading.weight(i, j)
        if (weight < 0.004) continue
        const x = lanes.x(reading.starts[j])
        pen.fillStyle = scale.css(weight)
        pen.fillRect(x, y, lanes.x(reading.ends[j]) - x + 0.3, lanes.row - 0.5)
      }
      pen.fillStyle = theme.text
      pen.fillText(visible(token), lanes.left - 9, y + lanes.row / 2 + 1)
    })
    pen.strokeStyle = theme.line
    pen.lineWidth = 1
    pen.beginPath()
    for (let i = 0; i <= reading.target.length; i++) this.line(pen, lanes.left, lanes.y(i), lanes.width, lanes.y(i))
    for (const { top, bottom } of [lanes.wave, lanes.spectrogram, { top: lanes.matrix.top, bottom: lanes.y(reading.target.length) }])
      this.line(pen, lanes.left - 0.5, top, lanes.left - 0.5, bottom)
    pen.stroke()
  }

  /** The true boundaries of the phonemes, through everything. */
  drawBounds(pen) {
    const { lanes, sound } = this
    const edges = new Set(sound.phonemes.flatMap(({ start, end }) => [start, end]))
    pen.strokeStyle = this.gold
    pen.globalAlpha = 0.4
    pen.lineWidth = 1
    pen.beginPath()
    for (const edge of edges) this.line(pen, lanes.x(edge), lanes.wave.top, lanes.x(edge), lanes.y(this.reading.target.length))
    pen.stroke()
    pen.globalAlpha = 1
  }

  /** In each row: where its token is spoken and the middle of that, and the centre of its attention. */
  drawTruth(pen) {
    const { lanes, reading, theme } = this
    reading.target.forEach((_, i) => {
      const [y, gold] = [lanes.y(i), reading.gold[i]]
      if (gold) {
        const [from, to] = gold.map((second) => lanes.x(second))
        pen.strokeStyle = this.gold
        pen.lineWidth = 2
        pen.strokeRect(from, y + 1, to - from, lanes.row - 2)
        pen.beginPath()
        this.line(pen, (from + to) / 2, y + 1, (from + to) / 2, y + lanes.row - 1)
        pen.stroke()
      }
      pen.beginPath()
      pen.arc(lanes.x(reading.centroid(i)), y + lanes.row / 2, Math.min(5, lanes.row / 3), 0, 7)
      pen.fillStyle = theme.background
      pen.fill()
      pen.strokeStyle = this.colour
      pen.lineWidth = 2
      pen.stroke()
    })
  }

  drawAxis(pen) {
    const { lanes, theme, words, reading } = this
    const y = Math.max(lanes.axis.top, lanes.y(reading.target.length) + 4)
    pen.fillStyle = theme.muted
    pen.strokeStyle = theme.muted
    pen.font = `13px ${theme.font}`
    pen.textBaseline = 'top'
    pen.lineWidth = 1
    pen.beginPath()
    const told = words.seconds
    const edge = lanes.width - pen.measureText(told).width - 8
    for (const { second, told: tick } of lanes.ticks()) {
      const x = lanes.x(second)
      this.line(pen, x, y - 4, x, y + 3)
      pen.textAlign = second ? 'center' : 'left'
      if (x < edge - 12) pen.fillText(tick, x, y + 7)
    }
    pen.stroke()
    pen.textAlign = 'right'
    pen.fillText(told, lanes.width - 1, y + 7)
  }

  name(pen, word, { top, height }) {
    pen.font = `12px ${this.theme.font}`
    pen.fillStyle = this.theme.muted
    pen.textAlign = 'right'
    pen.textBaseline = 'middle'
    pen.fillText(word, this.lanes.left - 9, top + height / 2)
  }

  line(pen, x0, y0, x1, y1) {
    pen.moveTo(x0, y0)
    pen.lineTo(x1, y1)
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
    const { lanes, reading, sound, theme, cursor } = this
    if (!lanes) return
    const pen = fitCanvas(this.over, lanes.width, lanes.height)
    pen.clearRect(0, 0, lanes.width, lanes.height)
    const { target, source } = cursor.place
    this.veil(pen)
    if (sound) this.light(pen, target)
    this.frame(pen, target)
    const below = lanes.y(reading.target.length)
    const through = (x, colour, dash) => {
      pen.setLineDash(dash)
      pen.strokeStyle = colour
      pen.lineWidth = 2
      pen.beginPath()
      this.line(pen, x, lanes.wave.top, x, below)
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
    this.drawWave(pen, (second) => {
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
    pen.fillRect(2, y + 1, lanes.left - 5, lanes.row - 2)
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
