// The description of a network as a sentence: each word with the controller's beliefs at its place, what the child's
// reward does to them, the child's learning curve, and the rewards of all children beside those of random search.

import { Component, component } from '../lib/component.js'
import { Child } from './child.js'
import { Rewards } from './rewards.js'
import { Sentence } from './sentence.js'

class Designing extends Component {
  static css = ['designing/designing.css']
  static frame = 'designing'

  kind({ words, questions }) {
    return [words, questions]
  }

  build({ words }) {
    this.sentence = new Sentence(words, (text) => this.report.state('design', text))
    this.child = new Child(words, () => this.chosen(null))
    this.rewards = new Rewards(words, (child) => this.chosen(child))
    const below = [this.child, this.rewards].map(({ element }) => element)
    this.element.replaceChildren(this.sentence.element, ...below)
  }

  redraw(reading) {
    const { memory, theme } = this
    for (const [name, colour] of Object.entries(reading.colours)) this.element.style.setProperty(`--${name}`, colour)
    this.sentence.show(reading)
    this.child.show(reading)
    this.rewards.show(reading, theme)
    const asked = memory.ask(this, reading.child)
    if (asked !== null) memory.place = reading.child
    this.paint()
  }

  /** The viewer chose a child, or none, to follow the controller: Python shows its description. */
  chosen(child) {
    this.memory.place = child
    this.report.state('cursor', { child, pins: this.memory.tell(child) })
  }

  paint() {
    this.child.paint()
    this.rewards.paint()
  }

  close() {
    super.close()
    this.rewards?.close()
  }
}

export default component(Designing)
