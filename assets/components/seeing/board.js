// The picture that one can touch: its objects are dragged, recoloured, reshaped, resized, added and removed.

import { html, svg } from '../lib/dom.js'
import { distance } from './scene.js'

const NEAR = 2.5 // pixels beside an object that still mean it
const PAUSE = 90 // milliseconds between two reports of one drag
const PAST = 50 // changes that can be taken back
const ICONS = {
  add: 'M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z',
  remove: 'M6 7h12l-1 13H7zM9 4h6l1 2H8z',
  undo: 'M9 5 4 10l5 5v-3.5c4.5 0 7.5 1.5 9.5 4.5-.8-4.5-3.5-8.5-9.5-9.2z',
  bigger: 'M13 3h8v8l-3-3-4.5 4.5-2-2L16 6zM11 21H3v-8l3 3 4.5-4.5 2 2L8 18z',
  smaller: 'M20.5 5 16 9.5l3 3h-8v-8l3 3L18.5 3zM3.5 19 8 14.5l-3-3h8v8l-3-3L5.5 21z',
}
const SHAPES = {
  circle: () => svg('circle', { cx: 12, cy: 12, r: 8 }),
  square: () => svg('rect', { x: 5, y: 5, width: 14, height: 14 }),
  triangle: () => svg('path', { d: 'M12 4 20 18H4z' }),
  cross: () => svg('path', { d: 'M9.5 4h5v5.5H20v5h-5.5V20h-5v-5.5H4v-5h5.5z' }),
}

export class Board {
  /**
   * @param {() => void} changed called after any change
   * @param {() => void} told called when Python is to hear of it
   * @param {(at: ?{x: number, y: number}) => void} pointed called with what the pointer is over
   */
  constructor(changed, told, pointed) {
    this.changed = changed
    this.told = told
    this.pointed = pointed
    this.touched = false // whether the viewer has changed anything
    /** @type {import('./scene.js').Thing[]} */
    this.things = []
    /** @type {import('./scene.js').Thing[][]} */
    this.past = []
    this.chosen = 0
    this.due = 0
    /** @type {?{x: number, y: number}} from where in the chosen object it is dragged */
    this.grip = null
    this.canvas = html('canvas', { tabindex: 0, role: 'application' })
    this.canvas.addEventListener('pointerdown', (event) => this.begin(event))
    this.canvas.addEventListener('pointermove', (event) => this.drag(event))
    this.canvas.addEventListener('pointerleave', () => this.pointed(null))
    for (const end of ['pointerup', 'pointercancel']) this.canvas.addEventListener(end, () => this.end())
    this.canvas.addEventListener('keydown', (event) => this.key(event))
    this.tools = html('div', { class: 'tools' })
    this.element = html('div', { class: 'board' }, this.canvas, this.tools)
  }

  build({ words, colours, shapes }) {
    this.canvas.setAttribute('aria-label', words.picture)
    const radio = (name, values, make) => {
      const buttons = values.map((value) => {
        const choose = () => this.alter({ [name]: value })
        return html('button', { type: 'button', role: 'radio', title: words[value], 'aria-label': words[value], 'data-value': value, onclick: choose }, make(value))
      })
      return html('div', { class: name, role: 'radiogroup', 'aria-label': words[`${name}s`] }, ...buttons)
    }
    const drop = (value) => html('i', { style: `background: rgb(${colours[value].join(' ')})` })
    const shape = (value) => svg('svg', { viewBox: '0 0 24 24' }, SHAPES[value]())
    this.radios = { colour: radio('colour', Object.keys(colours), drop), shape: radio('shape', shapes, shape) }
    const acts = { add: () => this.add(), remove: () => this.remove(), smaller: () => this.grow(-0.5), bigger: () => this.grow(0.5), undo: () => this.back() }
    this.buttons = Object.fromEntries(
      Object.entries(acts).map(([name, act]) => {
        const icon = svg('svg', { viewBox: '0 0 24 24' }, svg('path', { d: ICONS[name] }))
        return [name, html('button', { type: 'button', class: name, title: words[name], 'aria-label': words[name], onclick: act }, icon)]
      })
    )
    const { add, remove, smaller, bigger, undo } = this.buttons
    this.tools.replaceChildren(this.radios.colour, this.radios.shape, html('div', { class: 'acts' }, smaller, bigger, add, remove, undo))
  }

  /** Other objects than those the viewer made. */
  show(things, look) {
    this.look = look
    this.tools.hidden = !look.touch
    if (things) Object.assign(this, { things, past: [], chosen: Math.max(0, Math.min(this.chosen, things.length - 1)) })
    this.label()
  }

  get object() {
    return this.things[this.chosen]
  }

  get dragging() {
    return this.grip !== null
  }

  label() {
    const { object } = this
    for (const [name, group] of Object.entries(this.radios)) {
      for (const button of group.children) {
        button.setAttribute('aria-checked', String(object?.[name] === button.getAttribute('data-value')))
        button.toggleAttribute('disabled', !object)
      }
    }
    for (const name of ['remove', 'smaller', 'bigger']) this.buttons[name].toggleAttribute('disabled', !object)
    this.buttons.add.toggleAttribute('disabled', this.things.length >= this.look.most)
    this.buttons.undo.toggleAttribute('disabled', !this.past.length)
  }

  /** The same objects, one of them changed or all of them others; remembered, so that it can be taken back. */
  keep(things) {
    this.past = [...this.past.slice(1 - PAST), this.things]
    this.things = things
    this.settle()
  }

  settle() {
    clearTimeout(this.due)
    this.due = 0
    this.label()
    this.changed()
    this.told()
  }

  alter(some) {
    if (this.object) this.keep(this.things.map((thing, k) => (k === this.chosen ? { ...thing, ...some } : thing)))
  }

  grow(by) {
    const [least, , most] = this.look.radius
    if (this.object) this.alter({ radius: Math.min(most, Math.max(least, this.object.radius + by)) })
  }

  /** A new object where there is most room, unlike the chosen one. */
  add() {
    const { side, radius, most, colours, shapes } = this.look
    if (this.things.length >= most) return
    const next = (values, value) => values[(values.indexOf(value) + 1) % values.length]
    const room = ({ x, y }) => Math.min(...this.things.map((thing) => Math.hypot(thing.x - x, thing.y - y)), 2 * side)
    let best = { x: side / 2, y: side / 2 }
    for (let x = 6; x <= side - 6; x += 2) for (let y = 6; y <= side - 6; y += 2) if (room({ x, y }) > room(best)) best = { x, y }
    const colour = next(Object.keys(colours), this.object?.colour)
    const shape = next(shapes, this.object?.shape)
    this.chosen = this.things.length
    this.keep([...this.things, { colour, shape, ...best, radius: radius[1] }])
  }

  remove() {
    if (!this.object) return
    const rest = this.things.filter((_, k) => k !== this.chosen)
    this.chosen = Math.max(0, Math.min(this.chosen, rest.length - 1))
    this.keep(rest)
  }

  back() {
    if (!this.past.length) return
    this.things = this.past.pop()
    this.chosen = Math.max(0, Math.min(this.chosen, this.things.length - 1))
    this.settle()
  }

  under({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect()
    return { x: ((clientX - box.left) / box.width) * this.look.side, y: ((clientY - box.top) / box.height) * this.look.side }
  }

  begin(event) {
    const at = this.under(event)
    const order = this.things.map((_, k) => k).reverse() // the one on top first
    const hit = order.find((k) => distance(this.things[k], at) < NEAR)
    this.canvas.focus({ preventScroll: true })
    if (hit === undefined) return
    event.preventDefault()
    this.canvas.setPointerCapture(event.pointerId)
    this.chosen = hit
    const { x, y } = this.object
    this.grip = { x: at.x - x, y: at.y - y }
    this.before = this.things
    this.pointed(null)
    this.label()
    this.changed()
  }

  drag(event) {
    const at = this.under(event)
    this.canvas.classList.toggle('held', this.dragging)
    this.canvas.classList.toggle('near', this.things.some((thing) => distance(thing, at) < NEAR))
    if (!this.dragging) return this.pointed(at)
    this.place({ x: at.x - this.grip.x, y: at.y - this.grip.y })
    this.changed()
    this.due ||= setTimeout(() => {
      this.due = 0
      this.told()
    }, PAUSE)
  }

  /** The chosen object at another place, its middle within the picture. */
  place({ x, y }) {
    const within = (value) => Math.min(this.look.side, Math.max(0, value))
    this.things = this.things.map((thing, k) => (k === this.chosen ? { ...thing, x: within(x), y: within(y) } : thing))
  }

  end() {
    if (!this.dragging) return
    this.grip = null
    this.canvas.classList.remove('held')
    if (this.before.some((thing, k) => thing !== this.things[k])) {
      this.past = [...this.past.slice(1 - PAST), this.before]
      this.settle()
    }
  }

  key(event) {
    const { object, look } = this
    if (!look.touch) return
    const next = (name, values) => () => object && this.alter({ [name]: values[(values.indexOf(object[name]) + 1) % values.length] })
    const move = (across, down) => () => {
      if (!object) return
      this.past = [...this.past.slice(1 - PAST), this.things]
      this.place({ x: object.x + across, y: object.y + down })
      this.settle()
    }
    const keys = {
      ArrowLeft: move(-1, 0),
      ArrowRight: move(1, 0),
      ArrowUp: move(0, -1),
      ArrowDown: move(0, 1),
      ' ': () => this.choose((this.chosen + 1) % Math.max(1, this.things.length)),
      c: next('colour', Object.keys(look.colours)),
      s: next('shape', look.shapes),
      a: () => this.add(),
      '+': () => this.grow(0.5),
      '-': () => this.grow(-0.5),
      Delete: () => this.remove(),
      Backspace: () => this.remove(),
    }
    const undo = event.key === 'z' && (event.ctrlKey || event.metaKey)
    if (!undo && (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey)) return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
    if (undo) this.back()
    else keys[event.key]()
  }

  choose(k) {
    this.chosen = k
    this.label()
    this.changed()
  }

  close() {
    clearTimeout(this.due)
  }
}
