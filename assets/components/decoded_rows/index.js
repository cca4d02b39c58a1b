// Rows of small pictures, each row with its name, and each picture with what is said of it.

import { Component, component } from '../lib/component.js'
import { html } from '../lib/dom.js'
import { paintPicture } from '../lib/latent/greys.js'

class DecodedRows extends Component {
  static css = ['decoded_rows/decoded_rows.css']
  static frame = 'rows'

  redraw({ arrays, counts, titles, captions, framed, label, side, frame }) {
    const { shape, values } = arrays.pictures
    const [, height, width] = shape
    const size = height * width
    this.element.style.setProperty('--frame', frame)
    this.element.setAttribute('role', 'group')
    this.element.setAttribute('aria-label', label)
    let at = 0
    const rows = titles.map((title, row) => {
      const figures = Array.from({ length: counts[row] }, (_, k) => {
        const said = captions[row][k] ?? ''
        const canvas = html('canvas', { role: 'img', 'aria-label': said || title })
        paintPicture(canvas, values.subarray(at, (at += size)), { width, height }, side)
        return html('figure', { class: framed[row][k] ? 'framed' : '' }, canvas, ...(said ? [html('figcaption', {}, said)] : []))
      })
      return html('div', { class: 'row' }, ...(title ? [html('p', {}, title)] : []), html('div', { class: 'pictures' }, ...figures))
    })
    this.element.replaceChildren(...rows)
  }
}

export default component(DecodedRows)
