// The child of a description: how well it did while it was trained, its reward, and what that says to the controller.

import { fillIn, html, part, svg, write } from '../lib/dom.js'
import { number } from '../lib/paint.js'
import { tenths } from './tenths.js'

const HEIGHT = 230
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 12, 12, 30]

export class Child {
  /**
   * @param {Object<string, string>} words
   * @param {() => void} follow called when the viewer leaves the choice to the controller
   */
  constructor(words, follow) {
    this.words = words
    this.follow = html('button', { type: 'button', class: 'follow', onclick: follow }, words.follow)
    this.curve = svg('svg', { class: 'curve', role: 'img' })
    this.tale = html('p', { class: 'tale', role: 'status' })
    this.advantage = html('p', { class: 'advantage' })
    this.element = part('child', words.child, words.child_how, html('div', { class: 'which' }, this.tale, this.follow), this.curve, this.advantage)
  }

  show(reading) {
    this.reading = reading
    const { words } = this
    const { reward, baseline, advantage, diverged, number: which, chance, follows } = reading
    this.follow.hidden = follows
    this.element.classList.toggle('none', reward === null)
    if (reward === null) {
      write(this.tale, words.none)
      write(this.advantage, '')
      return
    }
    const name = which === null ? words.yours : fillIn(words.which, { number: which })
    write(this.tale, `${name} ${diverged ? words.diverged : fillIn(words.reward, { reward: tenths(reward) })}`)
    this.tale.classList.toggle('diverged', diverged)
    const sum = `A = R − b = ${number(reward)} − ${number(baseline)} = ${number(advantage)}`
    const meaning = Math.abs(advantage) < 0.005 ? words.as_expected : advantage > 0 ? words.better : words.worse
    write(this.advantage, `${sum}. ${meaning}`)
    this.advantage.className = `advantage ${advantage > 0 ? 'up' : 'down'}`
    this.curve.setAttribute('aria-label', fillIn(words.curve, { values: this.values.map((value) => tenths(value)).join(', '), chance: tenths(chance) }))
  }

  get values() {
    return Array.from(this.reading.arrays.accuracies?.values ?? [])
  }

  paint() {
    const width = this.element.clientWidth
    if (!this.reading || !width) return
    const { looked_at: steps, chance, reward } = this.reading
    const { words } = this
    const last = steps[steps.length - 1]
    const x = (step) => LEFT + (step / last) * (width - LEFT - RIGHT)
    const y = (share) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM)
    this.curve.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`)
    this.curve.setAttribute('height', HEIGHT)
    const lines = [0, 0.5, 1].map((share) => svg('g', {}, svg('line', { class: 'grid', x1: LEFT, x2: width - RIGHT, y1: y(share), y2: y(share) }), svg('text', { x: LEFT - 8, y: y(share) + 5, 'text-anchor': 'end' }, `${100 * share} %`)))
    const level = svg('g', { class: 'chance' }, svg('line', { x1: LEFT, x2: width - RIGHT, y1: y(chance), y2: y(chance) }), svg('text', { x: width - RIGHT, y: y(chance) + 17, 'text-anchor': 'end' }, words.chance))
    const axis = steps.map((step) => svg('text', { x: x(step), y: HEIGHT - 8, 'text-anchor': 'middle' }, String(step)))
    const name = svg('text', { x: LEFT, y: HEIGHT - 8, 'text-anchor': 'start' }, words.child_steps)
    const points = this.values.map((value, k) => [x(steps[k]), y(value)])
    const line = reward === null ? [] : [
      svg('polyline', { class: 'line', points: [[x(0), y(chance)], ...points].map((point) => point.join(' ')).join(', ') }),
      ...points.map(([cx, cy], k) => svg('circle', { class: k === points.length - 1 ? 'reward' : '', cx, cy, r: k === points.length - 1 ? 7 : 4 })),
    ]
    this.curve.replaceChildren(...lines, level, ...axis.slice(1), name, ...line)
  }
}
