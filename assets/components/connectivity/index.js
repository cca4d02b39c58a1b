// A text that follows the cursor: each character as full as it matters to the token that comes after the cursor.

import { fillIn, html, write } from '../dom.js'
import { Cursor } from '../cursor.js'
import { steer } from '../keys.js'
import { percent, sequential, themeOf, visible } from '../paint.js'
import { sheets } from '../sheets.js'
import { same, unpack } from '../unpack.js'

const styles = await sheets('base.css', 'connectivity/connectivity.css')

const drawn = new WeakMap() // by the shadow root that Streamlit keeps for the component

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement, setStateValue }) {
  let view = drawn.get(parentElement)
  if (!view) drawn.set(parentElement, (view = new Connectivity(parentElement)))
  view.report = ({ time }) => setStateValue('time', time)
  view.show(data)
  return () => setTimeout(() => parentElement.isConnected || view.close())
}

class Connectivity {
  constructor(root) {
    this.root = root
    root.querySelector('.waiting')?.remove() // what kept the room until now
    root.adoptedStyleSheets = styles
    this.cursor = new Cursor(() => this.moved(), (place) => this.report(place))
    this.told = html('p', { class: 'told', role: 'status' })
    this.text = html('div', {
      class: 'text',
      role: 'slider',
      tabindex: 0,
      'aria-valuemin': 1,
      onpointermove: (event) => this.pointed(event, (time) => this.cursor.hover({ time })),
      onclick: (event) => this.pointed(event, (time) => this.cursor.click({ time })),
      onkeydown: (event) => steer(this.cursor, event, (lines) => this.cursor.move(10 * lines)),
    })
    root.append(html('div', { class: 'picture connectivity' }, this.told, this.text))
  }

  close() {
    this.cursor.close()
  }

  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    const { header, arrays } = unpack(bytes)
    Object.assign(this, { bytes, theme, header, norms: arrays.norms.values, p: arrays.p.values })
    const { begin, tokens, at, group, colour, words } = header
    this.scale = sequential(theme.background, colour)
    this.text.setAttribute('aria-label', words.label)
    this.text.setAttribute('aria-valuemax', begin + tokens.length)
    this.spans = tokens.map((token, k) => html('span', { 'data-time': begin + k }, token === ' ' ? ' ' : visible(token)))
    this.text.replaceChildren(
      ...tokens.flatMap((token, k) => (token === '\n' ? [this.spans[k], html('br')] : [this.spans[k]])),
    )
    this.cursor.group = group
    this.cursor.fit({ time: begin + tokens.length, layer: Infinity, unit: Infinity }, [])
    if (JSON.stringify(at) !== this.asked) this.cursor.set(at)
    this.asked = JSON.stringify(at)
    this.point()
  }

  /** Draw what the cursor changed, once a frame. */
  moved() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null
      this.point()
    })
  }

  point() {
    const { begin, tokens, targets, words } = this.header
    const T = tokens.length
    const t = this.cursor.time - begin
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
    write(this.told, inside ? fillIn(words.told, this.fields(row, t, targets[t])) : words.outside)
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
      token: visible(this.header.tokens[strongest]),
      back: t - strongest,
    }
  }

  pointed(event, act) {
    const time = event.target.dataset?.time
    if (time !== undefined) act(Number(time))
  }
}
