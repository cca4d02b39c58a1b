// The step in view, named; and while the slider beside it is dragged, the step under its thumb, told to Python at once:
// a slider of Streamlit's tells only where it is let go.

import { Component, component } from '../lib/component.js'
import { fillIn, html, write } from '../lib/dom.js'

const OFTEN = 200 // milliseconds between two reports

class Scrub extends Component {
  static css = ['scrub/scrub.css']

  constructor(root, report) {
    super(root, report)
    this.name = this.element.appendChild(html('output', {}))
    this.told = null // the value that was reported last of this drag
    this.timer = 0
    this.listeners = { pointerdown: (event) => this.grasp(event), pointerup: () => this.drop(), pointercancel: () => this.drop() }
    for (const [event, listener] of Object.entries(this.listeners)) document.addEventListener(event, listener, true)
  }

  /** @param {any} reading */
  redraw({ step, slider }) {
    this.slider = slider
    write(this.name, fillIn(this.reading.words[this.reading.newest ? 'newest' : 'step'], { step }))
  }

  get input() {
    return document.querySelector(`.st-key-${this.slider} input[type='range']`)
  }

  grasp({ target }) {
    if (!(target instanceof Element) || !target.closest(`.st-key-${this.slider}`)) return
    this.drop()
    this.told = this.input?.getAttribute('aria-valuetext')
    this.timer = setInterval(() => this.look(), OFTEN)
  }

  /** Report the value under the thumb, if it is another one than last time. */
  look() {
    const value = this.input?.getAttribute('aria-valuetext')
    if (!value || value === this.told) return
    this.told = value
    this.report.trigger('step', value)
  }

  drop() {
    if (!this.timer) return
    clearInterval(this.timer)
    this.timer = 0
    requestAnimationFrame(() => this.look()) // once the slider has taken in where it was let go
  }

  close() {
    clearInterval(this.timer)
    for (const [event, listener] of Object.entries(this.listeners)) document.removeEventListener(event, listener, true)
    super.close()
  }
}

export default component(Scrub)
