// Scenes and what was said of them: rows of pictures, one for each word, or tiles side by side.

import { Component, component } from '../lib/component.js'
import { html } from '../lib/dom.js'
import { outline, paintPicture } from '../lib/scenes/picture.js'

const EOS = '⟨EOS⟩'

class Tellings extends Component {
  static css = ['tellings/tellings.css']
  static frame = 'tellings'

  /** @type {{canvas: HTMLCanvasElement, pixels: Float32Array, weights: ?Float32Array, gold: ?Float32Array}[]} */
  sheets = []

  redraw(reading) {
    this.sheets = []
    this.element.classList.toggle('tiles', reading.items.every(({ tokens }) => !tokens.length))
    this.element.replaceChildren(...reading.items.map((item, k) => this.exhibit(item, k)))
    this.paint()
  }

  exhibit({ name, title, note, caption, truth, tokens, current }, k) {
    const { words, choosable, coverage, arrays } = this.reading
    const pixels = arrays[`pixel${k}`].values
    const row = (which, t) => {
      const matrix = arrays[`${which}${k}`]
      return matrix ? matrix.values.subarray(t * matrix.shape[1], (t + 1) * matrix.shape[1]) : null
    }
    const sheet = (word, weights, gold) => {
      const canvas = html('canvas', { role: 'img', 'aria-label': word || caption })
      this.sheets.push({ canvas, pixels, weights, gold })
      return html('figure', {}, canvas, ...(word ? [html('figcaption', {}, word)] : []))
    }
    const matrix = arrays[`alignment${k}`]
    const shown = matrix
      ? tokens.map((token, t) => sheet(token === EOS ? words.end : token, row('alignment', t), row('gold', t)))
      : [sheet('', null, null)]
    if (matrix && coverage) shown.push(sheet(`Σ ${words.all}`, summed(matrix), null))
    const right = truth && caption === truth
    const mark = truth ? [html('em', { class: right ? 'right' : 'wrong' }, right ? words.right : words.wrong)] : []
    const said = html('p', { class: 'said' }, html('b', {}, caption || '∅'), ' ', ...mark)
    const truly = truth && !right ? [html('p', { class: 'truth' }, `→ ${truth}`)] : []
    const more = note ? [html('p', { class: 'note' }, note)] : []
    const parts = [...(title ? [html('h4', {}, title)] : []), said, ...truly, ...more, html('div', { class: 'sheets' }, ...shown)]
    const kind = `exhibit${current ? ' current' : ''}`
    if (!choosable) return html('section', { class: kind }, ...parts)
    const choose = () => this.report.trigger('chosen', name)
    return html('button', { type: 'button', class: kind, title: words.choose, onclick: choose }, ...parts)
  }

  paint() {
    if (!this.width) return
    for (const { canvas, pixels, weights, gold } of this.sheets) {
      const size = Math.max(40, canvas.parentElement.clientWidth)
      const pen = paintPicture(canvas, size, pixels, weights)
      if (gold) outline(pen, size, gold, this.reading.gold, 1.5)
    }
  }
}

/** Where all words together looked: the sum of the rows of a matrix. */
function summed({ shape: [rows, columns], values }) {
  const sums = new Float32Array(columns)
  for (let row = 0; row < rows; row++) for (let k = 0; k < columns; k++) sums[k] += values[row * columns + k]
  return sums
}

export default component(Tellings)
