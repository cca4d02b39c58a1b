// Many futures of one beginning: the tree, the one pointed at, and how long they became.

import { Component, component } from '../lib/component.js'
import { fillIn, html, part, write } from '../lib/dom.js'
import { Futures } from './futures.js'
import { Lengths } from './lengths.js'
import { Tree } from './tree.js'

/** @extends {Component<Futures>} */
class Fan extends Component {
  static css = ['fan/fan.css']

  read(picture) {
    return new Futures(picture)
  }

  build({ words }) {
    this.tree = new Tree(words.tree, (place) => this.write(place), (row) => this.play(row))
    this.begun = html('b')
    this.ahead = html('span')
    this.said = html('p', { class: 'said' })
    const line = html('p', { class: 'future' }, this.begun, this.ahead)
    const pointed = html('div', { class: 'reading', role: 'status' }, line, this.said)
    const section = part('futures', words.title, words.how, this.tree.element, pointed)
    this.title = section.querySelector('h4')
    this.lengths = new Lengths(words)
    this.element.replaceChildren(section, this.lengths.element)
  }

  redraw(futures) {
    write(this.title, fillIn(futures.words.title, { count: futures.count }))
    this.tree.show(futures, this.theme)
    this.lengths.show(futures, this.theme)
  }

  play(row) {
    const { seed, seeds } = this.reading
    this.report.trigger('seed', seed + seeds[row])
  }

  /** Write out the future that is pointed at; without one, how many came to their end. */
  write(place) {
    const futures = this.reading
    const { words, count: total } = futures
    if (!place) {
      const ended = futures.ended.reduce((sum, one) => sum + one, 0)
      write(this.begun, futures.prefix)
      write(this.ahead, futures.text(0))
      return write(this.said, fillIn(words.rest, { ended, total, cut: total - ended, length: futures.length }))
    }
    const { row, column } = place
    const { first, end } = futures.branch(row, Math.min(column, futures.columns - 1))
    write(this.begun, futures.prefix + futures.text(row, 0, Math.min(futures.columns, column + 1)))
    write(this.ahead, futures.text(row, Math.min(futures.columns, column + 1)))
    write(this.said, fillIn(words.pointed, { count: end - first, total, seed: futures.seed + futures.seeds[row] }))
  }

  paint() {
    this.tree.fit()
    this.lengths.paint()
  }
}

export default component(Fan)
