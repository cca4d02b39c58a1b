// The cells without gates. Elman's hidden state goes back into itself; Jordan's network sends its output back.

import { visible } from '../paint.js'
import { Drawing, Equation } from './drawing.js'

const LINE = 300 // the line of all that a layer reads
const MIDDLE = 196 // the line of what it gives

/**
 * @param {{title: string, units: string}} words the drawing's title, and the note beside the lines of all units
 * @param {Object<string, {symbol: string, label: string}>} named every state
 */
export function elmanCell(words, { hidden_state: h }) {
  const drawing = new Drawing([0, 28, 820, 402], words.title)
  drawing.frame(104, 60, 612, 282)
  drawing.bus(`M104 ${LINE}H410M410 ${LINE}V234M210 386V${LINE}`)
  drawing.wire(`M0 ${LINE}H104`, 'h_prev', 'hidden_state')
  drawing.wire(`M461 ${MIDDLE}H820`, 'h', 'hidden_state')
  drawing.note(420, LINE - 12, words.units)
  drawing.box(410, MIDDLE, 'h', 'hidden_state', 'tanh', h, { signed: true })
  drawing.chip(50, LINE, 'h_prev', 'hidden_state', `${h.symbol}_{t−1}`)
  drawing.chip(770, MIDDLE, 'h', 'hidden_state', `${h.symbol}_{t}`)
  drawing.token(210, 402, 'x_{t}')
  const terms = {
    h: { symbol: `${h.symbol}_{t}`, quantity: 'hidden_state' },
    h_prev: { symbol: `${h.symbol}_{t−1}`, quantity: 'hidden_state' },
  }
  return {
    drawing,
    equations: [new Equation('{h} = tanh( W x + u · {h_prev} + … + b )', terms)],
    memory: 'hidden_state',
    numbers(reading, place) {
      const [value, before] = [reading.at('hidden_state', place), reading.before('hidden_state', place)]
      return { h: value, h_prev: before, token: visible(reading.tokens[place.time]) }
    },
  }
}

/** As `elmanCell`, for the network whose output is what comes back. */
export function jordanCell(words, { hidden_state: h, output: y }) {
  const drawing = new Drawing([0, 28, 820, 402], words.title)
  drawing.frame(104, 60, 612, 282)
  drawing.bus(`M104 ${LINE}H320M320 ${LINE}V234M210 386V${LINE}`)
  drawing.bus(`M371 ${MIDDLE}H529`, 'hidden_state')
  drawing.wire(`M0 ${LINE}H104`, 'y_prev', 'output')
  drawing.wire(`M631 ${MIDDLE}H820`, 'y', 'output')
  drawing.note(330, LINE - 12, words.units)
  drawing.note(450, MIDDLE + 36, words.units, 'middle')
  drawing.box(320, MIDDLE, 'h', 'hidden_state', 'tanh', h, { signed: true })
  drawing.box(580, MIDDLE, 'y', 'output', 'tanh', y, { signed: true })
  drawing.chip(50, LINE, 'y_prev', 'output', `${y.symbol}_{t−1}`)
  drawing.chip(450, MIDDLE, 'h', 'hidden_state', `${h.symbol}_{t}`)
  drawing.chip(770, MIDDLE, 'y', 'output', `${y.symbol}_{t}`)
  drawing.token(210, 402, 'x_{t}')
  const terms = {
    h: { symbol: `${h.symbol}_{t}`, quantity: 'hidden_state' },
    y: { symbol: `${y.symbol}_{t}`, quantity: 'output' },
    y_prev: { symbol: `${y.symbol}_{t−1}`, quantity: 'output' },
  }
  return {
    drawing,
    equations: [
      new Equation('{h} = tanh( W x + w · {y_prev} + … + b )', terms),
      new Equation('{y} = tanh( v · {h} + … + b )', terms),
    ],
    memory: 'output',
    numbers(reading, place) {
      const [hidden, output] = ['hidden_state', 'output'].map((name) => reading.at(name, place))
      return { h: hidden, y: output, y_prev: reading.before('output', place), token: visible(reading.tokens[place.time]) }
    },
  }
}
