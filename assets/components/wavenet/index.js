// A sound being written sample by sample: the tree of dilations above it, what was believed of the next sample beside it.

import { heardNow, play, stop } from '../lib/audio/speaker.js'
import { Component, component } from '../lib/component.js'
import { Cursor } from '../lib/cursor.js'
import { fillIn, html, part, write } from '../lib/dom.js'
import { PixelPlayer } from '../lib/pictures/player.js'
import { Plan } from './plan.js'
import { Score } from './score.js'
import { drawBeliefs, drawOverview, drawTree, drawWave } from './strokes.js'
import { fitCanvas, number, percent } from '../lib/paint.js'

const LEAP = 10 // samples of the arrows up and down
const LATE = 0.1 // seconds from the end of a sound at which it has ended
const SCROLL = 40 // CSS pixels of the wheel for one sample

/** @extends {Component<Score>} */
class WaveNet extends Component {
  static css = ['lib/playing/playing.css', 'wavenet/wavenet.css']
  static frame = 'holder wavenet'

  constructor(root, report) {
    super(root, report)
    this.cursor = new Cursor({ time: {} }, () => this.followed(), () => {})
    this.over = null // the node of the tree under the pointer
    this.rolled = 0
    this.listening = false
    this.second = 0 // of the sound, that was heard last
  }

  close() {
    super.close()
    this.player?.close()
    this.cursor.close()
    if (this.listening) stop()
  }

  read(picture) {
    return new Score(picture)
  }

  build({ words }) {
    const before = this.player
    before?.close()
    this.words = words
    this.player = new PixelPlayer(words, (at) => this.stand(at), (at) => this.rested(at))
    this.player.element.classList.add('bar')
    this.listen = html('button', { type: 'button', class: 'listen', onclick: () => this.hear() })
    this.player.element.children[2].after(this.listen)
    this.canvas = html('canvas', {
      role: 'slider',
      tabindex: 0,
      'aria-label': words.canvas,
      'aria-valuemin': 1,
      onpointerdown: (event) => this.held(event),
      onpointermove: (event) => this.pointed(event),
      onpointerleave: () => this.hover(null),
      onwheel: (event) => this.wheel(event),
    })
    const key = (name) => html('span', {}, html('i', { class: name }), words[`key_${name}`])
    this.legend = html('p', { class: 'legend' }, ...['before', 'after', 'drawn', 'negative', 'positive'].map(key))
    this.verdict = html('p', { class: 'verdict', role: 'status' })
    this.tale = html('p', { class: 'tale' })
    const stage = html('div', { class: 'stage' }, this.canvas)
    this.element.replaceChildren(part('score', words.title, words.how, this.player.element, stage, this.legend, this.verdict, this.tale))
    this.element.onkeydown = (event) => this.player.key(event)
    if (before) this.player.at = before.at
  }

  /** While a network trains, every call brings another sound. */
  redraw(score) {
    const { cursor, memory, player, theme } = this
    if (theme.dark) Object.assign(score.colours, score.dark)
    for (const [name, colour] of Object.entries(score.colours)) this.element.style.setProperty(`--${name}`, colour)
    player.lay({ length: score.length, width: LEAP, queue: score.queue })
    this.legend.children[1].hidden = score.same
    cursor.group = score.group && `${score.group} ${score.length}`
    cursor.fit({ time: score.length })
    this.canvas.setAttribute('aria-valuemax', score.length)
    this.label()
    const asked = memory.ask(this, score.cursor)
    player.fit(score.length, asked === 'asked' ? score.cursor : memory.place)
    this.paint()
  }

  rested(time) {
    this.memory.tell(time)
    this.report.state('cursor', { time })
  }

  /** The player stands at a sample. */
  stand(at) {
    this.memory.place = at
    if (!this.cursor.change({ time: at })) this.soon()
  }

  /** The cursor has moved, here or in another picture of the group. */
  followed() {
    const { time } = this.cursor.place
    if (time !== this.player.at) this.player.go(time)
    else this.soon()
  }

  // ---- hearing ----

  /** Play the sound from where the player stands, or from its beginning if it stands at the end; or be silent. */
  async hear() {
    if (this.listening) return stop()
    const { sound, length } = this.reading
    this.player.pause()
    const from = this.player.at < length - 1 ? (this.player.at / length) * sound.duration : 0
    this.listening = true
    this.second = from
    this.label()
    const run = () => {
      if (!this.listening) return
      const second = heardNow(sound)
      this.second = second ?? this.second
      if (second !== null) this.player.go(Math.round((second / sound.duration) * length))
      requestAnimationFrame(run)
    }
    requestAnimationFrame(run)
    await play(sound, from, sound.duration, () => this.silent())
  }

  /** It was stopped, or has ended: what comes late to the ear counts as heard. */
  silent() {
    const { sound, length } = this.reading
    this.listening = false
    this.label()
    if (sound.duration - this.second < LATE) this.player.go(length - 1)
    this.player.rest()
  }

  label() {
    const word = this.listening ? this.words.hush : this.words.hear
    write(this.listen, word)
    this.listen.setAttribute('aria-pressed', String(Boolean(this.listening)))
  }

  // ---- pointing ----

  place(event) {
    const { left, top } = this.canvas.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }

  held(event) {
    this.canvas.setPointerCapture(event.pointerId)
    const { x, y } = this.place(event)
    this.grip = { part: this.plan.part(x, y), x, at: this.player.at }
    this.drag(x)
  }

  pointed(event) {
    const { x, y } = this.place(event)
    if (event.buttons && this.grip) this.drag(x)
    else this.hover(this.plan.node(x, y))
  }

  /** On the whole sound the cursor is where the pointer is; the stretch below is pulled along under it. */
  drag(x) {
    const { grip, plan, player } = this
    if (grip.part === 'overview') player.jump(plan.sampleOfOverview(x))
    else if (x !== grip.x) player.jump(grip.at - Math.round((x - grip.x) / plan.step))
  }

  hover(node) {
    if (JSON.stringify(node) === JSON.stringify(this.over)) return
    this.over = node
    this.soon()
  }

  wheel(event) {
    if (!event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return
    event.preventDefault()
    this.rolled += event.deltaX || event.deltaY
    const samples = Math.trunc(this.rolled / SCROLL)
    if (!samples) return
    this.rolled -= samples * SCROLL
    this.player.jump(this.player.at + samples)
  }

  // ---- drawing ----

  paint() {
    const width = this.element.clientWidth
    if (!this.reading || !width) return
    this.plan = new Plan(this.reading, width, this.theme)
    this.point()
  }

  point() {
    const { plan, reading: score, theme, words, player, over } = this
    if (!plan) return
    const { at } = player
    plan.stand(at)
    const pen = fitCanvas(this.canvas, plan.width, plan.height)
    pen.clearRect(0, 0, plan.width, plan.height)
    const scene = { pen, plan, score, theme, words, at, over }
    drawOverview(scene)
    drawWave(scene)
    drawTree(scene)
    drawBeliefs(scene)
    write(this.verdict, this.said(at))
    write(this.tale, over ? this.told(over) : `${this.seen(at)} ${words.point}`)
    this.canvas.setAttribute('aria-valuenow', at + 1)
    this.canvas.setAttribute('aria-valuetext', this.verdict.textContent)
  }

  /** What happened at a sample. */
  said(at) {
    const { reading: score, words } = this
    const level = score.levels[at]
    const fields = {
      sample: at + 1,
      time: number((1000 * at) / score.rate, 1),
      level,
      amplitude: number(score.amplitude[at], 3),
      p: percent(score.believed(at)[level]),
      after: percent(score.left(at)[level]),
      bits: number(score.surprisal[at], 2),
    }
    return fillIn(score.same ? words.drawn : words.drawn_after, fields)
  }

  /** Which samples its prediction depends on. */
  seen(at) {
    const { reading: score, words } = this
    if (!at) return words.sees_nothing
    const fields = { from: at - score.field + 1, to: at, seen: Math.min(at, score.field) }
    return fillIn(at < score.field ? words.sees_beginning : words.sees, fields)
  }

  /** What a node of the tree says. */
  told({ layer, reading }) {
    const { reading: score, words } = this
    const fields = { layer: layer + 1, d: score.dilations[layer], ago: this.player.at - reading, unit: score.unit + 1 }
    if (reading < 0) return fillIn(words.node_before, fields)
    const value = (name) => number(score.node(name, layer, reading), 3)
    return fillIn(words.node, { ...fields, filter: value('filter'), gate: value('gate'), z: value('gated') })
  }
}

export default component(WaveNet)
