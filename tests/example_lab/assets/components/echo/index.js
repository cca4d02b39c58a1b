// What a network heard and, below it, what it said: each said symbol as full as the network was sure of it.

import { Component, component } from '../lib/component.js'
import { fillIn, html, write } from '../lib/dom.js'
import { steer } from '../lib/keys.js'
import { percent, sequential } from '../lib/paint.js'
import { TextCursor } from '../lib/text_cursor.js'

class Echo extends Component {
  static css = ['echo/echo.css']
  static frame = 'echo'

  constructor(root, report) {
    super(root, report)
    this.cursor = new TextCursor(() => this.soon(), (place) => this.settled(place))
    this.told = html('p', { role: 'status' })
    this.rows = html('div', {
      class: 'rows',
      role: 'slider',
      tabindex: 0,
      'aria-valuemin': 1,
      onpointermove: (event) => this.pointed(event, (time) => this.cursor.hover({ time })),
      onclick: (event) => this.pointed(event, (time) => this.cursor.click({ time })),
      onkeydown: (event) => steer(this.cursor, event, () => {}),
    })
    this.element.append(this.rows, this.told)
  }

  close() {
    super.close()
    this.cursor.close()
  }

  /** Other numbers, or another view of them. */
  redraw({ tokens, said, at, group, colour, words, arrays }) {
    const { cursor, memory, rows } = this
    const scale = sequential(this.theme.background, colour)
    this.p = arrays.p.values
    this.columns = tokens.map((token, t) => {
      const p = this.p[t]
      const wrong = t > 0 && said[t] !== tokens[t - 1]
      const answer = html('b', { class: wrong ? 'wrong' : '', style: `background: ${scale.css(p)}; color: ${scale.ink(p)}` }, said[t])
      return html('div', { 'data-time': t, class: t ? '' : 'first' }, html('span', {}, token), answer)
    })
    rows.replaceChildren(html('div', { class: 'names' }, html('span', {}, words.heard), html('span', {}, words.said)), ...this.columns)
    rows.setAttribute('aria-label', `${words.heard}, ${words.said}`)
    rows.setAttribute('aria-valuemax', tokens.length)
    cursor.group = group
    cursor.fit({ time: tokens.length, quantity: [] })
    const asked = memory.ask(this, at)
    if (asked === 'asked') cursor.set(at)
    if (asked === 'kept') cursor.set(memory.place)
    this.point()
  }

  /** The cursor is at another step. */
  point() {
    const { tokens, said, words } = this.reading
    const t = this.cursor.time
    this.memory.place = this.cursor.place
    this.columns.forEach((column, k) => column.classList.toggle('here', k === t))
    this.rows.setAttribute('aria-valuenow', t + 1)
    const fields = { step: t + 1, right: tokens[t - 1], said: said[t], p: percent(this.p[t]) }
    write(this.told, t ? fillIn(words.told, fields) : words.first)
  }

  settled(place) {
    this.memory.tell({ time: place.time })
    this.report.state('cursor', place)
  }

  pointed(event, act) {
    const column = event.target.closest('[data-time]')
    if (column) act(Number(column.dataset.time))
  }
}

export default component(Echo)
