// A lab at a glance, for the home page: a text read by one unit, an alignment, a picture, a way through points, or a
// cloud of points on a surface; numbers of the shipped run.

import { Component, component } from '../lib/component.js'
import { Cloud } from './cloud.js'
import { Matrix } from './matrix.js'
import { Painted } from './painted.js'
import { Plane } from './plane.js'
import { Tagged } from './tagged.js'
import { Text } from './text.js'

/** What is drawn, by the name of what only it has. */
const KINDS = { alignment: Matrix, slots: Tagged, pixels: Painted, points: Plane, cloud: Cloud, tokens: Text }

class Preview extends Component {
  static css = ['lib/matrix/matrix.css', 'preview/preview.css']

  redraw(reading) {
    const Kind = KINDS[Object.keys(KINDS).find((name) => name in reading)]
    this.drawn?.clock?.stop()
    this.drawn = new Kind(reading, this.theme)
    this.element.replaceChildren(this.drawn.element)
    this.drawn.start()
  }

  paint() {
    this.drawn.paint()
  }

  close() {
    super.close()
    this.drawn?.clock?.stop()
  }
}

export default component(Preview)
