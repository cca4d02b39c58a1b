// One picture on its way through encoder, noise and decoder, with its numbers and each term of its loss.

import { Component, component } from '../lib/component.js'
import { fillIn, formula, html, part } from '../lib/dom.js'
import { paintPicture } from '../lib/latent/greys.js'
import { fitCanvas, number, paintHeatmap, sequential } from '../lib/paint.js'

const [SIDE, SMALL] = [130, 56] // CSS pixels of a picture's side
const SHOWN = 8 // numbers of a code that are told beside the pictures
const LIVELY = ['mean', 'log_noise', 'deviation', 'code_noise', 'code', 'second_term', 'kl']
const PLAIN = ['mean', 'code']
const SUMMED = ['second_term', 'kl']

/** m_i and the like: what stands behind the underscore becomes an index. */
function indexed(text) {
  return text.split(/(\p{L}_\p{L})/u).map((piece, k) => (k % 2 ? formula(piece.replace(/_(.)/u, '_{$1}')) : piece))
}

class OneCode extends Component {
  static css = ['one_code/one_code.css']
  static frame = 'one'

  redraw(reading) {
    const { arrays, words, variational } = reading
    const columns = variational ? LIVELY : PLAIN
    const values = { ...reading, deviation: reading.log_noise?.map(Math.exp) }
    const named = (name) => indexed({ ...words, ...reading.symbols }[name === 'code' && !variational ? 'code_plain' : name])
    const head = html('tr', {}, html('th', { scope: 'col' }, ...named('coordinate')), ...columns.map((name) => html('th', { scope: 'col', class: name }, ...named(name))))
    const rows = reading.mean.map((_, i) => html('tr', {}, html('th', { scope: 'row' }, String(i + 1)), ...columns.map((name) => html('td', { class: name }, number(values[name][i], 3)))))
    const total = (name) => values[name].reduce((sum, value) => sum + value, 0)
    if (variational) rows.push(html('tr', { class: 'sum' }, html('th', { scope: 'row' }, words.sum), ...columns.map((name) => html('td', {}, SUMMED.includes(name) ? number(total(name), 3) : ''))))
    const table = html('div', { class: 'table', tabindex: 0 }, html('table', {}, html('thead', {}, head), html('tbody', {}, ...rows)))
    const [height, width] = arrays.picture.shape
    const drawn = (name) => {
      const canvas = html('canvas', { role: 'img', 'aria-label': words[name] })
      if (name === 'error') this.heat(canvas, arrays.error)
      else paintPicture(canvas, arrays[name].values, { width, height }, SIDE)
      return html('figure', {}, canvas, html('figcaption', {}, words[name]))
    }
    const arrow = () => html('span', { class: 'arrow', 'aria-hidden': 'true' }, '→')
    const told = reading.code.slice(0, SHOWN).map((value) => number(value)).join(', ')
    const code = html('p', { class: 'code' }, `c = (${told}${reading.code.length > SHOWN ? ', …' : ''})`)
    const way = html('div', { class: 'way' }, drawn('picture'), arrow(), code, arrow(), drawn('decoded'), drawn('error'))
    const term = variational ? total('second_term') : 0
    const fields = { reconstruction: number(reading.reconstruction), beta: number(reading.beta), term: number(term), loss: number(reading.reconstruction + reading.beta * term) }
    const loss = html('p', { class: 'loss' }, fillIn(variational ? words.loss : words.loss_plain, fields))
    this.element.replaceChildren(part('path', words.title, words.how, way, table, loss), ...(variational ? [this.rolls(reading)] : []))
  }

  heat(canvas, { shape: [rows, columns], values }) {
    const { reading, theme } = this
    const height = (SIDE * rows) / columns
    const scale = sequential(theme.background, reading.colour, 0, Math.max(0.5, ...values))
    paintHeatmap(fitCanvas(canvas, SIDE, height), values, { rows, columns }, scale, { x: 0, y: 0, width: SIDE, height })
  }

  rolls({ arrays, words }) {
    const [count, height, width] = arrays.roll_decoded.shape
    const size = height * width
    const pictures = Array.from({ length: count }, (_, k) => {
      const canvas = html('canvas', { role: 'img', 'aria-label': `${words.rolls} ${k + 1}` })
      paintPicture(canvas, arrays.roll_decoded.values.subarray(k * size, (k + 1) * size), { width, height }, SMALL)
      return canvas
    })
    return part('rolls', words.rolls, words.rolls_how, html('div', { class: 'sheet' }, ...pictures))
  }
}

export default component(OneCode)
