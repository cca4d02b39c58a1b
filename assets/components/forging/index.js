// What a generator forges, what its critic thinks of that and where it pulls each sample; beside it both losses.

import { Component, component } from '../lib/component.js'
import { Cursor } from '../lib/cursor.js'
import { Losses } from './losses.js'
import { PicturesBoard } from './pictures.js'
import { PlaneBoard } from './plane.js'
import { Reading } from './reading.js'
import { WordsBoard } from './words.js'

const BOARDS = { digits: PicturesBoard, words: WordsBoard }
const KEYS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -10, ArrowDown: 10, Home: -Infinity, End: Infinity }

/** @extends {Component<Reading>} */
class Forging extends Component {
  static css = ['forging/forging.css']
  static frame = 'parts'

  constructor(root, report) {
    super(root, report)
    this.cursor = new Cursor({ sample: {} }, () => this.moved(), (place) => this.settled(place))
    this.element.addEventListener('keydown', (event) => this.key(event))
  }

  read(picture) {
    return new Reading(picture)
  }

  kind({ world, words }) {
    return { board: world in BOARDS ? world : 'plane', words }
  }

  build({ world, words }) {
    const Board = BOARDS[world] ?? PlaneBoard
    this.parts = [new Board(this.cursor, words), new Losses(this.cursor, words)]
    this.element.replaceChildren(...this.parts.map(({ element }) => element))
  }

  redraw(reading) {
    const { cursor, memory } = this
    cursor.group = reading.group
    cursor.fit({ sample: reading.samples })
    const asked = memory.ask(this, reading.cursor)
    if (asked === 'asked') cursor.set(reading.cursor)
    if (asked === 'kept') cursor.set(memory.place)
    for (const part of this.parts) part.show(reading, this.theme)
    this.point()
  }

  key(event) {
    if (!(event.key in KEYS) || event.target.getAttribute('role') !== 'slider' || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    this.cursor.move({ sample: this.cursor.place.sample + KEYS[event.key] })
  }

  settled({ sample }) {
    const pins = this.memory.tell({ sample })
    this.report.state('cursor', { sample, pins })
  }

  moved() {
    if (this.reading) this.memory.place = this.cursor.place
    this.soon()
  }

  point() {
    for (const part of this.parts) part.point()
    const slider = this.element.querySelector('[role=slider]')
    slider.setAttribute('aria-valuemin', '1')
    slider.setAttribute('aria-valuemax', String(this.reading.samples))
    slider.setAttribute('aria-valuenow', String(this.cursor.place.sample + 1))
    slider.setAttribute('aria-valuetext', this.parts[1].tale.textContent)
  }

  paint() {
    for (const part of this.parts) part.paint()
  }

  close() {
    super.close()
    this.cursor.close()
  }
}

export default component(Forging)
