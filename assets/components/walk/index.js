// The bar of a lecture's walk: a sentence, how far one is, and the keys of the keyboard and of a presenter that go on.

import { Component, component } from '../lib/component.js'
import { fillIn, html, write } from '../lib/dom.js'
import { calm } from '../lib/paint.js'

const KEYS = { ArrowRight: 'next', PageDown: 'next', ' ': 'next', ArrowLeft: 'back', PageUp: 'back', Escape: 'leave' }
const TYPED = 'input:not([type=range], [type=radio], [type=checkbox]), textarea, select, [contenteditable=true]'
const HELD = 'button, a, summary, [role=slider], [role=grid], [role=radio], [role=tab], [role=combobox], input, canvas'
const PATIENCE = 20_000 // milliseconds in which the picture that is scrolled to should have been drawn
const HEAD = 64 // CSS pixels of the row that stays in sight above it
const STILL = 10 // looks in a row in which it has not moved: then it stays where it is

class Walk extends Component {
  static css = ['walk/walk.css']
  static frame = 'walk'

  scrolled = '' // the stop that was scrolled to

  constructor(root, report) {
    super(root, report)
    this.pressed = (event) => this.key(event)
    this.touched = () => clearInterval(this.waiting) // who scrolls by hand is not scrolled
    window.addEventListener('keydown', this.pressed, { capture: true }) // before the pictures, which step by the same keys
    for (const way of ['wheel', 'pointerdown']) window.addEventListener(way, this.touched, { passive: true })
  }

  close() {
    super.close()
    window.removeEventListener('keydown', this.pressed, { capture: true })
    for (const way of ['wheel', 'pointerdown']) window.removeEventListener(way, this.touched)
    clearInterval(this.waiting)
    delete document.documentElement.dataset.walkPanel
  }

  build({ words }) {
    const button = (name, sign, act = () => this.go(name)) =>
      html('button', { type: 'button', title: words[name], 'aria-label': words[name], onclick: act }, sign)
    this.said = html('p', { class: 'said', role: 'status' })
    this.title = html('b')
    this.count = html('span')
    this.dots = html('span', { class: 'dots', 'aria-hidden': 'true' })
    const where = html('div', { class: 'where', title: words.keys }, html('span', {}, this.title, ' · ', this.count), this.dots)
    this.element.setAttribute('aria-label', words.label)
    this.element.replaceChildren(where, this.said, html('div', { class: 'keys' }, button('back', '←'), button('next', '→'), button('panel', '☰', () => this.panel()), button('leave', '×')))
  }

  redraw({ said, title, number, count, at, words }) {
    write(this.said, said)
    write(this.title, title)
    write(this.count, fillIn(words.of, { number, count }))
    this.dots.replaceChildren(...Array.from({ length: count }, (_, k) => html('i', { class: k < number ? 'done' : '' })))
    const stop = `${title} ${number}`
    if (stop === this.scrolled) return
    this.scrolled = stop
    this.scroll(at)
  }

  go(where) {
    this.report.trigger('go', where)
  }

  /** Show the panel in which networks are trained, or hide it. */
  panel() {
    document.documentElement.toggleAttribute('data-walk-panel')
  }

  /** A key of the walk, unless somebody types, or what has the focus wants the key for itself. */
  key(event) {
    const where = KEYS[event.key]
    const target = event.composedPath()[0]
    const has = (selector) => target instanceof Element && target.matches(selector)
    if (!where || event.ctrlKey || event.metaKey || event.altKey || has(TYPED)) return
    if (!event.key.startsWith('Page') && has(HELD)) return
    event.preventDefault()
    event.stopPropagation()
    this.go(where)
  }

  /** Bring the picture of this stop into sight and keep it there while the page grows; without one, the top. */
  scroll(at) {
    clearInterval(this.waiting)
    const main = document.querySelector('[data-testid="stMain"]') ?? document.documentElement
    if (!at) return main.scrollTo({ top: 0, behavior: calm() ? 'instant' : 'smooth' })
    const begun = performance.now()
    let still = 0
    this.waiting = setInterval(() => {
      const found = document.querySelector(`[class*="st-key-${CSS.escape(at)}"]`)
      const before = main.scrollTop
      if (found) main.scrollBy({ top: found.getBoundingClientRect().top - HEAD, behavior: 'instant' })
      still = found && Math.abs(main.scrollTop - before) < 2 ? still + 1 : 0
      if (still >= STILL || performance.now() - begun > PATIENCE) clearInterval(this.waiting)
    }, 200)
  }
}

export default component(Walk)
