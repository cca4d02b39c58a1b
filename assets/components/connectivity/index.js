// A text that follows the cursor: each character as full as it matters to the token that comes after the cursor.

import { Component, component } from '../lib/component.js'
import { fillIn, html, write } from '../lib/dom.js'
import { steer } from '../lib/keys.js'
import { percent, sequential, visible } from '../lib/paint.js'
import { TextCursor } from '../lib/text_cursor.js'

class Connectivity extends Component {
  static css = ['connectivity/connectivity.css']
  static frame = 'connectivity'

  constructor(root, report) {
    super(root, report)
    this.cursor = new TextCursor(() => this.soon(), (place) => this.settled(place))
    this.told = html('p', { class: 'told', role: 'status' })
    this.text = html('div', {
      class: 'text',
      role: 'slider',
      tabindex: 0,
      'aria-valuemin': 1,
      onpointermove: (event) => this.pointed(event, (time) => this.cursor.hover({ time })),
      onclick: (event) => this.pointed(event, (time) => this.cursor.click({ time })),
      onkeydown: (event) => steer(this.cursor, event, (lines) => this.cursor.go(10 * lines)),
    })
    this.element.append(this.told, this.text)
  }

  close() {
    super.close()
    this.cursor.close()
  }

  redraw({ begin, tokens, at, group, colour, words, arrays }) {
    const { cursor, text, memory } = this
    this.norms = arrays.norms.values
    this.p = arrays.p.values
    this.scale = sequential(this.theme.background, colour)
    text.setAttribute('aria-label', words.label)
    text.setAttribute('aria-valuemax', begin + tokens.length)
    const span = (token, k) => html('span', { 'data-time': begin + k }, token === ' ' ? ' ' : visible(token))
    this.spans = tokens.map(span)
    text.replaceChildren(...tokens.flatMap((token, k) => [this.spans[k], ...(token === '\n' ? [html('br')] : [])]))
    cursor.group = group
    cursor.fit({ time: begin + tokens.length, quantity: [] })
    const asked = memory.ask(this, at)
    if (asked === 'asked') cursor.set(at)
    if (asked === 'kept') cursor.set(memory.place)
    memory.place = cursor.place
    this.point()
  }

  settled({ time }) {
    this.memory.tell({ ...this.reading.at, time })
    this.report.state('time', time)
  }

  point() {
    const { begin, tokens, targets, words } = this.reading
    const T = tokens.length
    const t = this.cursor.time - begin
    this.memory.place = this.cursor.place
    const inside = t >= 0 && t < T
    const row = inside ? this.norms.subarray(t * T, t * T + t + 1) : []
    const most = Math.max(...row, 1e-12)
    this.spans.forEach((span, s) => {
      const share = s < row.length ? row[s] / most : 0
      span.style.backgroundColor = share ? this.scale.css(share) : ''
      span.style.color = share ? this.scale.ink(share) : ''
      span.classList.toggle('later', inside && s > t)
      span.classList.toggle('here', s === t)
    })
    this.text.setAttribute('aria-valuenow', this.cursor.time + 1)
    const fields = inside && this.fields(row, t, targets[t])
    write(this.told, inside ? fillIn(fields.back === 0 ? words.told_here : words.told, fields) : words.outside)
  }

  /** The numbers of the sentence on top: what is asked for, and where half of the connectivity lies. */
  fields(row, t, target) {
    const sum = row.reduce((total, value) => total + value, 0)
    let [count, held] = [0, 0]
    while (held < sum / 2) held += row[t - count++]
    const strongest = row.indexOf(Math.max(...row))
    return {
      step: this.cursor.time + 1,
      target: visible(target),
      p: percent(this.p[t]),
      half: count,
      token: visible(this.reading.tokens[strongest]),
      back: t - strongest,
    }
  }

  pointed(event, act) {
    const time = event.target.dataset?.time
    if (time !== undefined) act(Number(time))
  }
}

export default component(Connectivity)
