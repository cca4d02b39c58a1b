// A sentence, word by word: how likely each word was at each step, and what was fed back.

import { fillIn, html } from '../lib/dom.js'
import { number, percent, sequential } from '../lib/paint.js'
import { steer } from './steps.js'

const END = '⟨EOS⟩'
const shown = (word) => (word === END ? '■' : word)

export class Sentences {
  /** @param {import('../lib/cursor.js').Cursor} cursor */
  constructor(cursor, words, tip) {
    this.cursor = cursor
    this.words = words
    this.length = 1
    const act = (name) => (event) => {
      const cell = event.target.closest('[data-step]')
      if (cell) cursor[name]({ step: Number(cell.dataset.step) })
    }
    this.table = html('div', { class: 'steps', tabindex: 0, role: 'group', onpointermove: act('hover'), onclick: act('click'), onkeydown: (event) => steer(cursor, event) })
    const key = (kind, word) => html('span', {}, html('i', { class: kind }), word)
    this.keys = html('p', { class: 'keys' }, key('chance', words.chance), ...(tip === 'distribution' ? [key('fed', words.fed)] : []))
    this.found = html('div', { class: 'found' })
    this.element = html('div', {}, this.table, this.keys, this.found)
  }

  show({ facts, arrays }, reading, theme) {
    const { words } = this
    const { tokens } = facts
    const [p, fed] = [arrays.probability.values, arrays.fed?.values]
    const V = facts.words.length
    this.facts = facts
    this.fed = fed
    this.length = tokens.length
    const scale = sequential(theme.background, reading.colours.look)
    const label = html('div', { class: 'column names' }, ...facts.words.map((word) => html('b', {}, shown(word))))
    this.columns = tokens.map((token, t) => {
      const cells = facts.words.map((word, k) => {
        const value = p[t * V + k]
        const back = fed ? [html('em', { style: `width: ${100 * fed[t * V + k]}%` })] : []
        return html('i', { class: word === token ? 'said' : '', style: `background: ${scale.css(value)}; color: ${scale.ink(value)}` }, value >= 0.005 ? number(value).replace(/^0/, '') : '', ...back)
      })
      return html('div', { class: 'column', 'data-step': t }, ...cells)
    })
    this.table.style.setProperty('--columns', String(tokens.length))
    this.table.setAttribute('aria-label', tokens.map(shown).join(' '))
    this.table.replaceChildren(label, ...this.columns)
    const lines = (facts.sentences ?? []).map(({ text, whole }) => html('li', { class: whole ? '' : 'fault', title: whole ? false : words.torn }, text))
    const list = lines.length ? [html('h5', {}, words.sentences), html('ul', { class: 'list' }, ...lines)] : []
    const truth = facts.truth === undefined ? [] : [html('p', { class: 'truth' }, fillIn(words.found, { sentence: tokens.map(shown).join(' '), p: percent(facts.p.reduce((a, b) => a * b, 1)), truth: percent(facts.truth) }))]
    this.found.replaceChildren(...truth, ...list)
  }

  paint() {}

  point(step) {
    this.columns.forEach((column, t) => column.classList.toggle('here', t === step))
  }

  say(step) {
    const { facts, fed, words } = this
    const fields = { step: step + 1, word: shown(facts.tokens[step]), p: percent(facts.p[step]) }
    if (!fed) return fillIn(words.step, fields)
    const V = facts.words.length
    const parts = facts.words.map((word, k) => [fed[step * V + k], shown(word)]).filter(([share]) => share >= 0.005)
    parts.sort(([a], [b]) => b - a)
    return fillIn(words.writes, { ...fields, fed: parts.slice(0, 3).map(([share, word]) => `${number(share)} ${word}`).join(' + ') })
  }
}
