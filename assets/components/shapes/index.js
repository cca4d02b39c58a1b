// One shape of sequence problems: inputs below, memory in the middle, outputs above, time from left to right.

import { Component, component } from '../lib/component.js'
import { html, svg } from '../lib/dom.js'

const [SIDE, STEP, FLOOR] = [34, 48, 58] // of a box; from one step to the next; from one floor to the next
const MOST = 5 // steps of the widest shape, so that all are drawn at one scale
const LEVELS = { y: 0, h: FLOOR, x: 2 * FLOOR }

class Shape extends Component {
  static css = ['shapes/shapes.css']

  redraw(shape) {
    const caption = html('figcaption', {}, html('b', {}, shape.name), shape.says)
    this.element.replaceChildren(html('figure', {}, drawing(shape), caption))
  }
}

function drawing({ name, says, inputs, outputs, steps, colours }) {
  const width = (MOST - 1) * STEP + SIDE + 4
  const head = svg('path', { d: 'M0 0 L7 3.5 L0 7z' })
  const marker = svg('marker', { id: 'head', markerWidth: 7, markerHeight: 7, refX: 6, refY: 3.5, orient: 'auto', markerUnits: 'userSpaceOnUse' }, head)
  const places = [...Array(steps).keys()]
  const parts = [
    ...places.slice(1).map((t) => arrow([right(t - 1), middle('h')], [left(t), middle('h')])),
    ...inputs.map((t) => arrow([centre(t), LEVELS.x], [centre(t), LEVELS.h + SIDE])),
    ...outputs.map((t) => arrow([centre(t), LEVELS.h], [centre(t), LEVELS.y + SIDE])),
    ...places.flatMap((t) => box('h', t, steps > 1 ? t + 1 : '', colours.h)),
    ...inputs.flatMap((t, k) => box('x', t, inputs.length > 1 ? k + 1 : '', colours.x)),
    ...outputs.flatMap((t, k) => box('y', t, outputs.length > 1 ? k + 1 : '', colours.y)),
  ]
  const view = `-2 -2 ${width} ${LEVELS.x + SIDE + 4}`
  return svg('svg', { viewBox: view, role: 'img', 'aria-label': `${name}: ${says}`, preserveAspectRatio: 'xMinYMid' }, marker, ...parts)
}

const left = (t) => t * STEP
const right = (t) => left(t) + SIDE
const centre = (t) => left(t) + SIDE / 2
const middle = (letter) => LEVELS[letter] + SIDE / 2

const arrow = (from, to) => svg('path', { d: `M${from} L${to}`, 'marker-end': 'url(#head)' })

function box(letter, t, index, colour) {
  const rect = svg('rect', { x: left(t), y: LEVELS[letter], width: SIDE, height: SIDE, style: `fill: color-mix(in oklab, ${colour} 24%, var(--st-background-color)); stroke: ${colour}` })
  const name = svg('text', { x: centre(t), y: middle(letter) + 6 }, letter, svg('tspan', { class: 'index', dy: 4 }, index))
  return [rect, name]
}

export default component(Shape)
