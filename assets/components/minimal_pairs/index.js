// Two sentences and the hidden states at the words they share: point at a word to see both its states.

import { Component, component } from '../lib/component.js'
import { fillIn } from '../lib/dom.js'
import { States } from './states.js'
import { Table } from './table.js'

class Twins extends Component {
  static css = ['minimal_pairs/minimal_pairs.css']
  static frame = 'parts'

  constructor(root, report) {
    super(root, report)
    this.table = new Table((column) => this.look(column), (column) => this.pin(column))
    this.states = new States()
    this.element.append(this.table.element, this.states.element)
  }

  /** Other sentences, or another link, ask for a word; else the viewer's stays. */
  redraw(reading) {
    const { arrays, at, words } = reading
    const asked = this.memory.ask(this, this.place(at))
    if (asked === 'asked') this.memory.place = at
    reading.pick = (word) => fillIn(words.pick, { word })
    this.table.show(reading, arrays)
    this.states.show(reading, arrays, this.theme)
    this.look(null)
  }

  place(column) {
    return [this.reading.columns.map(({ cards }) => cards.map((card) => card?.text)), column]
  }

  /** Look at the word of a column; at the pinned one if there is none. */
  look(column) {
    const at = column ?? this.memory.place
    this.table.mark(at)
    this.states.point(this.reading.columns[at])
  }

  pin(column) {
    this.memory.place = column
    this.memory.tell(this.place(column))
    this.look(null)
    this.report.state('column', column)
  }

  paint() {
    this.states.paint()
  }
}

export default component(Twins)
