// Forged words, and what the critic sees of the marked one: distributions over the letters where a real word has one-of-N.

import { fillIn, html, part, write } from '../lib/dom.js'
import { number, percent, sequential } from '../lib/paint.js'

export class WordsBoard {
  /** @type {import('./reading.js').Reading} */ reading

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.list = html('div', { class: 'words', role: 'slider', tabindex: 0, 'aria-label': words.list })
    this.count = html('p', { class: 'count' })
    this.tables = ['forged', 'hard', 'real'].map((name) => ({ name, table: html('div', { class: 'letters' }), score: html('output') }))
    const shown = this.tables.map(({ name, table, score }) => html('figure', {}, html('figcaption', {}, words[`word_${name}`]), table, score))
    this.element = part('board', words.list, words.list_how, this.list, this.count, html('h5', {}, words.sees), html('p', {}, words.sees_how), html('div', { class: 'near thirds' }, ...shown))
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    const { cursor, list } = this
    this.items = reading.spelt.map((word, sample) =>
      html('span', {
        class: reading.valid[sample] ? 'valid' : 'wrong',
        onpointermove: () => cursor.hover({ sample }),
        onpointerleave: () => cursor.leave(),
        onclick: () => cursor.click({ sample }),
      }, word),
    )
    list.replaceChildren(...this.items)
    const right = reading.valid.filter(Boolean).length
    const kinds = new Set(reading.spelt.filter((_, k) => reading.valid[k])).size
    write(this.count, fillIn(this.words.said, { right, samples: reading.samples, kinds }))
    this.point()
  }

  paint() {}

  point() {
    if (!this.reading) return
    const { reading, theme } = this
    const { sample } = this.cursor.place
    this.items.forEach((item, k) => item.classList.toggle('here', k === sample))
    const forged = reading.row('forged', sample)
    const letters = reading.alphabet.length
    const hard = hardened(forged, letters)
    const real = reading.realLike(hard)
    const drawn = { forged: [forged, reading.score(sample)], hard: [hard, reading.values.critic_hard.values[sample]], real: [reading.row('real', real), reading.values.critic_real.values[real]] }
    for (const { name, table, score } of this.tables) {
      const [p, value] = drawn[name]
      const scale = sequential(theme.background, reading.colours[name === 'real' ? 'real' : 'forged'])
      table.style.gridTemplateColumns = `auto repeat(${p.length / letters}, 1fr)`
      table.replaceChildren(
        ...reading.alphabet.flatMap((letter, row) => [
          html('b', {}, letter),
          ...Array.from({ length: p.length / letters }, (_, place) => {
            const share = p[place * letters + row]
            return html('i', { style: `background: ${scale.css(share)}`, title: `${letter} ${percent(share)}` })
          }),
        ]),
      )
      write(score, `D = ${number(value)}`)
    }
  }
}

/** The likeliest letter at each place, one-of-N. */
export function hardened(p, letters) {
  return p.map((value, k) => {
    const place = p.subarray(k - (k % letters), k - (k % letters) + letters)
    return value === Math.max(...place) ? 1 : 0
  })
}
