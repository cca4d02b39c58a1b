// The words of a caption over the frames of a video: how much each word looked at each frame, and what a frame got in all.

import { fillIn, html } from '../lib/dom.js'
import { diverging, number, percent, sequential } from '../lib/paint.js'
import { steer } from './steps.js'

const END = '⟨EOS⟩'
const LITTLE = 0.5 // of its share of attention, below which a frame is hardly looked at

export class Captions {
  /** @param {import('../lib/cursor.js').Cursor} cursor */
  constructor(cursor, words, tip) {
    this.cursor = cursor
    this.words = words
    this.length = 1
    const act = (name) => (event) => {
      const row = event.target.closest('[data-step]')
      if (row) cursor[name]({ step: Number(row.dataset.step) })
    }
    this.said = html('p', { class: 'said' })
    this.grid = html('div', { class: 'grid', tabindex: 0, role: 'group', onpointermove: act('hover'), onclick: act('click'), onkeydown: (event) => steer(cursor, event) })
    this.drawn = html('div', { class: 'drawn' })
    this.element = html('div', {}, this.said, this.grid, ...(tip === 'reward' ? [this.drawn] : []))
  }

  show({ facts, arrays }, reading, theme) {
    const { words } = this
    const { tokens, frames } = facts
    this.facts = facts
    this.alpha = arrays.alignment.values
    this.length = tokens.length
    const K = frames.length
    const scale = sequential(theme.background, reading.colours.look)
    const written = tokens.filter((token) => token !== END)
    const twice = (token) => token !== END && written.indexOf(token) !== written.lastIndexOf(token)
    const sums = frames.map((_, i) => written.reduce((sum, _word, t) => sum + this.alpha[t * K + i], 0))
    this.said.replaceChildren(...tokens.map((token) => html('span', { class: twice(token) ? 'fault' : '', title: twice(token) ? words.repeated : false }, token === END ? '■' : token)))
    const head = frames.map((frame, i) => html('span', { class: `frame ${sums[i] < LITTLE ? 'fault' : ''}`, title: sums[i] < LITTLE ? words.unseen : false }, frame))
    this.rows = tokens.map((token, t) => {
      const cells = frames.map((_, i) => {
        const a = this.alpha[t * K + i]
        return html('i', { style: `background: ${scale.css(a)}; color: ${scale.ink(a)}` }, a >= 0.05 ? number(a).replace(/^0/, '') : '')
      })
      return html('div', { class: 'row', 'data-step': t }, html('b', { class: twice(token) ? 'fault' : '' }, token === END ? '■' : token), ...cells)
    })
    const most = Math.max(2, ...sums)
    const bars = sums.map((sum) => html('span', { class: 'bar', title: number(sum) }, html('i', { class: sum < LITTLE ? 'little' : '', style: `height: ${(100 * sum) / most}%` }), html('output', {}, number(sum))))
    const total = html('div', { class: 'row total', title: words.share, style: `--one: ${100 / most}%` }, html('b', {}, words.total), ...bars)
    this.grid.style.setProperty('--frames', K)
    this.grid.setAttribute('aria-label', `${words.frames}: ${frames.join(' ')}. ${tokens.join(' ')}`)
    this.grid.replaceChildren(html('div', { class: 'row head' }, html('b'), ...head), ...this.rows, total)
    if (facts.drawn) this.judge(facts.drawn, reading, theme)
  }

  /** Captions that were drawn: each word in the colour of the advantage that moves it. */
  judge(drawn, reading, theme) {
    const { words } = this
    const scale = diverging(theme.background, reading.diverging[1], reading.diverging[0], 1.5)
    const lines = drawn.map(({ tokens, reward, advantage }) => {
      const said = tokens.map((token) => html('span', { class: 'token', style: `background: ${scale.css(advantage)}; color: ${scale.ink(advantage)}` }, token === END ? '■' : token))
      return html('li', {}, html('span', {}, ...said), html('output', {}, fillIn(words.earned, { reward: number(reward), advantage: (advantage > 0 ? '+' : '') + number(advantage) })))
    })
    this.drawn.replaceChildren(html('h5', {}, words.drawn), html('ul', {}, ...lines))
  }

  paint() {}

  point(step) {
    this.rows.forEach((row, t) => row.classList.toggle('here', t === step))
  }

  say(step) {
    const { tokens, frames, p } = this.facts
    const row = Array.from(this.alpha.subarray(step * frames.length, (step + 1) * frames.length))
    const frame = row.indexOf(Math.max(...row))
    const word = tokens[step] === END ? '■' : tokens[step]
    return fillIn(this.words.looks, { step: step + 1, word, frame: frame + 1, item: frames[frame], alpha: number(row[frame]), p: percent(p[step]) })
  }
}
