// The rewards of all children in their order, the running mean, and the same of random search. A click takes a child.

import { fillIn, html, part, svg, write } from '../lib/dom.js'
import { tenths } from './tenths.js'

const HEIGHT = 290
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 12, 12, 34]
const QUIET = 350 // milliseconds of rest after which a child that was chosen by key is reported

export class Rewards {
  /**
   * @param {Object<string, string>} words
   * @param {(child: number) => void} chosen called with the place of a child
   */
  constructor(words, chosen) {
    this.words = words
    this.chosen = chosen
    this.chart = svg('svg')
    this.told = html('p', { class: 'told', role: 'status' })
    this.frame = html(
      'div',
      {
        class: 'chart',
        role: 'slider',
        tabindex: 0,
        'aria-label': words.rewards,
        'aria-valuemin': 1,
        onpointermove: (event) => this.point(this.nearest(event)),
        onpointerleave: () => this.point(null),
        onclick: (event) => this.take(this.nearest(event)),
        onkeydown: (event) => this.key(event),
      },
      this.chart
    )
    const key = (name) => html('span', {}, html('i', { class: name }), words[`key_${name}`])
    this.legend = html('p', { class: 'keys' }, ...['ours', 'random', 'now', 'zero'].map(key))
    this.element = part('rewards', words.rewards, words.rewards_how, this.frame, this.legend, this.told)
  }

  close() {
    clearTimeout(this.timer)
  }

  show(reading, theme) {
    clearTimeout(this.timer)
    this.reading = reading
    this.theme = theme
    this.over = null
    this.count = reading.arrays.rewards.values.length
    this.here = reading.child
    this.legend.children[1].hidden = !reading.arrays.random.values.length
    this.frame.setAttribute('aria-valuemax', Math.max(1, this.count))
  }

  get length() {
    return Math.max(this.count, this.reading.arrays.random.values.length, 2)
  }

  x(child) {
    return LEFT + ((child + 0.5) / this.length) * (this.frame.clientWidth - LEFT - RIGHT)
  }

  y(share) {
    return TOP + (1 - share) * (HEIGHT - TOP - BOTTOM)
  }

  paint() {
    const width = this.frame.clientWidth
    if (!this.reading || !width) return
    const { arrays, now } = this.reading
    const { rewards, running, random, random_running: other, diverged } = arrays
    this.chart.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`)
    this.chart.setAttribute('height', HEIGHT)
    const dots = (values, which) => values.reduce((path, value, k) => (which(k) ? `${path}M${this.x(k).toFixed(1)} ${this.y(value).toFixed(1)}h0` : path), '')
    const line = (values, from = 0) => values.reduce((path, value, k) => (k < from ? '' : `${path}${path ? 'L' : 'M'}${this.x(k).toFixed(1)} ${this.y(value).toFixed(1)}`), '')
    const path = (name, d) => svg('path', { class: name, d })
    const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => svg('g', {}, svg('line', { class: 'grid', x1: LEFT, x2: width - RIGHT, y1: this.y(share), y2: this.y(share) }), svg('text', { x: LEFT - 8, y: this.y(share) + 5, 'text-anchor': 'end' }, `${100 * share} %`)))
    const ticks = [1, Math.round(this.length / 2), this.length].map((child) => svg('text', { x: this.x(child - 1), y: HEIGHT - 10, 'text-anchor': child === 1 ? 'start' : child === this.length ? 'end' : 'middle' }, String(child)))
    const at = this.x(now - 0.5)
    const crosses = Array.from(diverged.values.keys()).filter((k) => diverged.values[k])
    this.ring = svg('circle', { class: 'ring', r: 8 })
    this.chart.replaceChildren(
      ...grid,
      ...ticks,
      path('dots random', dots(random.values, () => true)),
      path('dots ours', dots(rewards.values, (k) => k < now && !diverged.values[k])),
      path('dots ours later', dots(rewards.values, (k) => k >= now && !diverged.values[k])),
      path('zero', crosses.map((k) => `M${this.x(k) - 3.5} ${this.y(0) - 3.5}l7 7m0 -7l-7 7`).join('')),
      path('mean random', line(other.values)),
      path('mean ours', line(running.values.subarray(0, now))),
      path('mean ours later', line(running.values, Math.max(0, now - 1))),
      svg('line', { class: 'now', x1: at, x2: at, y1: TOP, y2: HEIGHT - BOTTOM }),
      this.ring
    )
    this.point(null)
  }

  /** The pointer is over a child, or over none. */
  point(child) {
    this.over = child
    const shown = child ?? this.here
    const visible = shown !== null && shown >= 0 && shown < this.count
    if (!this.ring) return
    this.ring.toggleAttribute('hidden', !visible)
    this.ring.style.display = visible ? '' : 'none'
    if (!visible) return write(this.told, '')
    const reward = this.reading.arrays.rewards.values[shown]
    this.ring.setAttribute('cx', this.x(shown))
    this.ring.setAttribute('cy', this.y(reward))
    const fields = { number: shown + 1, said: this.said(shown), reward: tenths(reward) }
    write(this.told, fillIn(this.reading.arrays.diverged.values[shown] ? this.words.told_diverged : this.words.told, fields))
    this.frame.setAttribute('aria-valuenow', shown + 1)
    this.frame.setAttribute('aria-valuetext', this.told.textContent)
  }

  said(child) {
    const { questions, arrays } = this.reading
    const { values } = arrays.tried
    return questions.map(({ words }, at) => words[Math.round(values[child * questions.length + at])]).join(', ')
  }

  nearest(event) {
    if (!this.count) return null
    const { left } = this.frame.getBoundingClientRect()
    const share = (event.clientX - left - LEFT) / (this.frame.clientWidth - LEFT - RIGHT)
    return Math.min(this.count - 1, Math.max(0, Math.floor(share * this.length)))
  }

  take(child) {
    if (child === null) return
    this.here = child
    this.point(child)
    this.chosen(child)
  }

  key(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity }[event.key]
    if (!by || !this.count || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
    this.here = Math.min(this.count - 1, Math.max(0, (this.here ?? this.count - 1) + by))
    this.point(null)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.chosen(this.here), QUIET)
  }
}
