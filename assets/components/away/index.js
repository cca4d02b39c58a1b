// The bar of one who has let go of a lecture and explores alone: it still hears the questions, and leads back.

import { Component, component } from '../lib/component.js'
import { Bar } from '../lib/room/bar.js'
import { choose } from '../lib/room/chosen.js'
import { Line } from '../lib/room/line.js'

class Away extends Component {
  static css = ['lib/room/bar.css']
  static frame = 'away'

  constructor(root, report) {
    super(root, report)
    this.pressed = (event) => event.key === 'Escape' && !event.defaultPrevented && this.back()
    window.addEventListener('keydown', this.pressed)
  }

  close() {
    super.close()
    window.removeEventListener('keydown', this.pressed)
    this.line?.close()
  }

  redraw({ code, root, choosers, words }) {
    if (this.line) return
    const vote = (answer) => this.line.say({ vote: [this.record.vote.number, answer] })
    const acts = { leave: () => this.back(), choose: vote, pace: (pace) => this.line.say({ pace }), drive: null }
    this.bar = new Bar(this.element, words, true, acts)
    const base = new URL(root, location.href).href
    this.line = new Line(base, code, () => ({ role: 'follower', pictures: false }), (said) => this.hear(said), (state) => this.bar.become(state))
    choose(code, choosers)
  }

  hear(said) {
    if ('chosen' in said) this.bar.answered(...said.chosen)
    if (said.record) {
      this.record = said.record
      this.bar.show(this.record)
    }
  }

  back() {
    const { code, root } = this.reading
    location.assign(new URL(`${root}room/${code}`, location.href))
  }
}

export default component(Away)
