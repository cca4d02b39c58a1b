// The plane: points under the viewer's hand, the right answer behind them, the arrows of the answer, and where the marked
// step might have gone.

import { fillIn, html, part, svg, write } from '../lib/dom.js'
import { percent } from '../lib/paint.js'

const MOST = 640 // CSS pixels of the side
const EDGE = 30 // between the plane's edge and coordinate 0 or 1
const FAINT = 0.005 // the least probability that is drawn
const SHOWN = 0.02 // and that is written down
const STILL = 4 // CSS pixels that a click may move
const TWICE = 400 // milliseconds between two clicks that belong together
const ICONS = {
  scatter: 'M4 7h3l3 5 3 5h7m-3-3 3 3-3 3M4 17h3l1.5-2.5M12 9.5 13 7h7m-3-3 3 3-3 3',
  add: 'M12 5v14M5 12h14',
  remove: 'M5 12h14',
  undo: 'M9 5 4 10l5 5M4 10h9a6 6 0 0 1 6 6v2',
}

export class Plane {
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, hand, words) {
    this.cursor = cursor
    this.hand = hand
    this.words = words
    this.side = 0
    this.pressed = null // what the pointer went down on
    this.clicked = { id: null, at: 0 } // the last click on a point, and when
    this.stop = svg('g', { class: 'end' }, svg('rect', { x: -9, y: -9, width: 18, height: 18, rx: 2 }))
    this.chosen = null // the name of the point that keys and buttons act on
    this.layers = Object.fromEntries(['grid', 'truth', 'arrows', 'blend', 'fan', 'places'].map((name) => [name, svg('g', { class: name })]))
    const head = svg('marker', { id: 'head', viewBox: '0 0 10 10', refX: 6, refY: 5, markerWidth: 16, markerHeight: 16, markerUnits: 'userSpaceOnUse', orient: 'auto-start-reverse' }, svg('path', { d: 'M0 0 10 5 0 10z', fill: 'context-stroke' }))
    const listens = {
      class: 'plane',
      role: 'group',
      'aria-label': words.plane,
      onpointerdown: (event) => this.press(event),
      onpointermove: (event) => this.drag(event),
      onpointerup: (event) => this.let(event),
      onpointercancel: () => (this.pressed = null),
      onkeydown: (event) => this.key(event),
      onpointerleave: () => this.cursor.leave(),
    }
    this.drawing = svg('svg', listens, svg('defs', {}, head), ...Object.values(this.layers), this.stop)
    this.buttons = Object.fromEntries(Object.keys(ICONS).map((name) => [name, this.button(name)]))
    this.count = html('output')
    const key = (kind, word) => html('span', {}, html('i', { class: kind }), word)
    this.legend = html('p', { class: 'keys' }, key('answer', words.answer), key('wrong', words.wrong_way), key('truth', words.truth), key('blend', words.blend))
    const { scatter, remove, add, undo } = this.buttons
    const tools = html('div', { class: 'tools' }, scatter, html('span', {}, remove, this.count, add), undo)
    this.holder = html('div', { class: 'stage' }, this.drawing)
    this.element = part('board', words.plane, words.plane_how, this.holder, tools, this.legend)
  }

  button(name) {
    const { hand, words } = this
    const acts = {
      scatter: () => hand.scatter(),
      add: () => (this.chosen = hand.add(0.05 + 0.9 * Math.random(), 0.05 + 0.9 * Math.random())),
      remove: () => hand.remove(this.chosen ?? hand.points.at(-1).id),
      undo: () => hand.undo(),
    }
    const drawn = svg('svg', { viewBox: '0 0 24 24' }, svg('path', { d: ICONS[name] }))
    const word = name === 'scatter' ? [words[name]] : []
    return html('button', { type: 'button', class: name, title: words[name], 'aria-label': words[name], onclick: acts[name] }, drawn, ...word)
  }

  close() {}

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    const { style } = this.element
    for (const [name, colour] of Object.entries(reading.colours)) style.setProperty(`--${name}`, colour)
    const [truth, blend] = /** @type {HTMLElement[]} */ (Array.from(this.legend.children).slice(-2))
    truth.hidden = !reading.solution
    blend.hidden = !reading.values.alignment
    this.paint()
  }

  paint() {
    if (!this.reading) return
    this.side = Math.min(MOST, this.holder.clientWidth)
    if (!this.side) return
    this.drawing.setAttribute('viewBox', `0 0 ${this.side} ${this.side}`)
    this.drawing.style.width = this.drawing.style.height = `${this.side}px`
    const lines = [0, 0.25, 0.5, 0.75, 1].map((share) => this.x(share))
    const [first, last] = [lines[0], lines.at(-1)]
    this.layers.grid.replaceChildren(...lines.flatMap((at) => [svg('line', { x1: at, x2: at, y1: first, y2: last }), svg('line', { x1: first, x2: last, y1: at, y2: at })]))
    this.point()
  }

  /** CSS pixels of a coordinate, and back; y grows upwards. */
  x = (share) => EDGE + share * (this.side - 2 * EDGE)
  y = (share) => this.side - this.x(share)
  share = (pixels) => (pixels - EDGE) / (this.side - 2 * EDGE)

  /** Where a place of the answer is now; null where its point is gone. */
  at(place) {
    const { reading, side } = this
    if (reading.isEnd(place)) return { x: side - 14, y: side - 14 }
    const held = this.byName.get(reading.ids[place])
    return held ? { x: this.x(held.x), y: this.y(held.y) } : null
  }

  get radius() {
    return this.hand.points.length > 24 ? 11 : 14
  }

  point() {
    if (!this.reading || !this.side) return
    /** @type {Map<number, import('./hand.js').Held>} */
    this.byName = new Map(this.hand.points.map((one) => [one.id, one]))
    const { hand, layers, buttons, reading } = this
    layers.truth.replaceChildren(...this.truth())
    layers.arrows.replaceChildren(...this.arrows())
    layers.blend.replaceChildren(...this.blend())
    layers.fan.replaceChildren(...this.fan())
    this.dots()
    write(this.count, fillIn(this.words.count, { count: hand.points.length }))
    buttons.undo.disabled = !hand.past.length
    buttons.remove.disabled = hand.points.length < 2
    buttons.add.disabled = hand.points.length >= reading.most
  }

  /** The right answer: a closed way, or an open one. */
  truth() {
    const { reading } = this
    const places = (reading.solution ?? []).map((place) => this.at(place))
    if (places.length < 2 || places.includes(null)) return []
    const way = places.map(({ x, y }) => `${x},${y}`).join(' ')
    return [svg(reading.closes ? 'polygon' : 'polyline', { points: way, class: reading.task })]
  }

  /** A step of the answer: from, to, and how it is drawn. The end of a closed way leads back to its first point. */
  arrows() {
    const { reading, cursor } = this
    return reading.said.flatMap((place, target) => {
      const [start, home] = [reading.from(target), reading.said[0]]
      const to = reading.isEnd(place) && reading.closes ? home : place
      if (start === null || to === start || (reading.isEnd(to) && !reading.closes)) return []
      const p = reading.row('pointing', target)[place]
      const kind = `${reading.isRight(target) ? 'right' : 'wrong'} ${target === cursor.place.target ? 'here' : ''}`
      return this.arrow(this.at(start), this.at(to), { class: kind, 'stroke-width': 1.5 + 5.5 * p, 'marker-end': 'url(#head)' })
    })
  }

  /** A line from rim to rim of two points. */
  arrow(from, to, attributes) {
    if (!from || !to) return []
    const [dx, dy] = [to.x - from.x, to.y - from.y]
    const length = Math.hypot(dx, dy)
    const [near, far] = [this.radius / length, (this.radius + 6) / length]
    if (!(near + far < 1)) return []
    const at = (share) => ({ x: from.x + share * dx, y: from.y + share * dy })
    const [a, b] = [at(near), at(1 - far)]
    return [svg('line', { x1: a.x, y1: a.y, x2: b.x, y2: b.y, ...attributes })]
  }

  /** Where the marked step might have pointed: the wider the likelier. */
  fan() {
    const { reading, cursor, radius } = this
    const { target } = cursor.place
    const start = reading.from(target)
    const from = start === null || reading.isEnd(start) ? null : this.at(start)
    const told = []
    const drawn = [...reading.row('pointing', target)].flatMap((p, place) => {
      const to = this.at(place)
      if (p < FAINT || !to) return []
      if (p >= SHOWN) told.push(this.told(to, p, place))
      const halo = svg('circle', { cx: to.x, cy: to.y, r: radius + 3 + 15 * p, opacity: 0.25 + 0.5 * p })
      const line = from && place !== start ? this.arrow(from, to, { 'stroke-width': 2 + 14 * p, opacity: 0.18 + 0.4 * p }) : []
      return [...line, halo]
    })
    return [...drawn, ...told]
  }

  /** What attention looks at in the marked step, the wider the more, and the middle of that: one place, seldom a point. */
  blend() {
    const { reading, cursor } = this
    if (!reading.values.alignment) return []
    const looked = [...reading.row('alignment', cursor.place.target)].slice(0, -1).map((weight, place) => ({ weight, at: this.at(place) }))
    if (looked.some(({ at }) => !at)) return []
    const total = looked.reduce((sum, { weight }) => sum + weight, 0)
    const middle = (axis) => looked.reduce((sum, { weight, at }) => sum + weight * at[axis], 0) / total
    const [x, y] = [middle('x'), middle('y')]
    const lines = looked.filter(({ weight }) => weight >= FAINT).map(({ weight, at }) => svg('line', { x1: at.x, y1: at.y, x2: x, y2: y, 'stroke-width': 1 + 12 * weight }))
    return [...lines, svg('path', { d: `M${x} ${y - 11}l11 11-11 11-11-11z` })]
  }

  /** A probability beside its point, inside the plane. */
  told(at, p, place) {
    const left = at.x > this.side - 70
    const gap = this.radius + 8 + 15 * p
    const low = this.reading.isEnd(place)
    const x = low ? at.x - 16 : at.x + (left ? -gap : gap)
    return svg('text', { x, y: at.y + 5, 'text-anchor': left || low ? 'end' : 'start', class: 'share' }, percent(p))
  }

  /** The points themselves, kept from frame to frame, so that focus and pointer stay on them. */
  dots() {
    const { hand, reading, layers, cursor, radius } = this
    const { target, source } = cursor.place
    const before = reading.said.slice(0, target)
    const kept = new Map(Array.from(layers.places.children, (dot) => [dot.getAttribute('data-id'), dot]))
    const drawn = hand.points.map((held) => {
      const place = reading.ids.indexOf(held.id)
      const dot = kept.get(String(held.id)) ?? this.dot(held.id)
      kept.delete(String(held.id))
      dot.setAttribute('transform', `translate(${this.x(held.x)} ${this.y(held.y)})`)
      const state = place < 0 ? 'new' : place === reading.said[target] ? 'said' : before.includes(place) ? 'visited' : ''
      dot.setAttribute('class', `dot ${state} ${held.id === this.chosen ? 'chosen' : ''} ${place >= 0 && place === source ? 'over' : ''}`)
      dot.firstChild.setAttribute('r', radius)
      const name = place < 0 ? '' : reading.names[place]
      write(dot.lastChild, name)
      dot.setAttribute('aria-label', fillIn(this.words.at, { name, x: held.x, y: held.y }))
      return dot
    })
    for (const gone of kept.values()) gone.remove()
    for (const dot of drawn) if (!dot.parentNode) layers.places.append(dot)
    this.stop.setAttribute('transform', `translate(${this.side - 14} ${this.side - 14})`)
    this.stop.classList.toggle('said', reading.isEnd(reading.said[target]))
  }

  dot(id) {
    return svg('g', { 'data-id': id, tabindex: 0, role: 'button', onfocus: () => (this.chosen = id) }, svg('circle'), svg('text', { y: 5 }))
  }

  // ---- the hand ----

  under(event) {
    const { left, top } = this.drawing.getBoundingClientRect()
    return { x: this.share(event.clientX - left), y: this.share(this.side - (event.clientY - top)) }
  }

  idOf(event) {
    const dot = event.target.closest?.('[data-id]')
    return dot ? Number(dot.dataset.id) : null
  }

  press(event) {
    if (event.button) return
    const id = this.idOf(event)
    this.pressed = { id, x: event.clientX, y: event.clientY, moves: false }
    this.chosen = id
    if (id !== null) this.drawing.setPointerCapture(event.pointerId)
  }

  drag(event) {
    const { pressed, hand, reading } = this
    if (!pressed) {
      const place = reading.ids.indexOf(this.idOf(event))
      if (place >= 0) this.cursor.hover({ target: this.cursor.place.target, source: place })
      else this.cursor.leave()
      return
    }
    pressed.moves ||= Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > STILL
    if (pressed.id === null || !pressed.moves) return
    if (!pressed.kept) hand.keep()
    pressed.kept = true
    const { x, y } = this.under(event)
    hand.move(pressed.id, x, y)
  }

  /** A click beside the points adds one; on a point it goes to the step that says it, and a second one takes it away. */
  let(event) {
    const { pressed, hand, reading } = this
    this.pressed = null
    if (!pressed || pressed.moves) return
    if (pressed.id === null) {
      const { x, y } = this.under(event)
      if (hand.points.length < reading.most) this.chosen = hand.add(x, y)
      this.clicked = { id: null, at: 0 }
      return
    }
    if (this.clicked.id === pressed.id && event.timeStamp - this.clicked.at < TWICE) return hand.remove(pressed.id)
    this.clicked = { id: pressed.id, at: event.timeStamp }
    const target = reading.said.indexOf(reading.ids.indexOf(pressed.id))
    if (target >= 0) this.cursor.choose({ target })
    else this.point()
  }

  key(event) {
    const { hand, chosen } = this
    const held = hand.points.find(({ id }) => id === chosen)
    if (!held || event.ctrlKey || event.metaKey || event.altKey) return
    const by = event.shiftKey ? 0.05 : 0.01
    const moves = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] }
    if (event.key in moves) {
      const [dx, dy] = moves[event.key]
      hand.keep()
      hand.move(chosen, held.x + dx, held.y + dy)
    } else if (event.key === 'Delete' || event.key === 'Backspace') hand.remove(chosen)
    else return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
  }
}
