// The LSTM cell: the memory runs along the top, gates decide what it forgets, takes in and gives out.

import { visible } from '../paint.js'
import { Drawing, Equation } from './drawing.js'

const [TOP, BUS] = [92, 400] // the lines of c and of h
const [ADD, OUT] = [372, 636] // where the memory is added to, and where it is read
const GATES = { f: 202, i: 314, g: 430, o: 542 }

/**
 * @param {object} words the drawing's title, translated
 * @param {object} quantities symbol and name of each gate and state
 */
export function lstmCell(words, { forget_gate: f, input_gate: i, candidate: g, output_gate: o, cell_state: c, hidden_state: h }) {
  const drawing = new Drawing([0, 28, 820, 462], words.cell_title)
  drawing.frame(104, 30, 612, 402)

  drawing.bus(`M104 ${BUS}H${GATES.o}M146 446V${BUS}` + Object.values(GATES).map((x) => `M${x} ${BUS}V370`).join(''))
  drawing.wire(`M0 ${BUS}H104`, 'h_prev', 'hidden_state')

  drawing.wire(`M0 ${TOP}H${GATES.f}`, 'c_prev', 'cell_state', { state: true })
  drawing.wire(`M${GATES.f} ${TOP}H${ADD}`, 'kept', 'cell_state', { state: true })
  drawing.wire(`M${ADD} ${TOP}H820M${OUT} ${TOP}V130`, 'c', 'cell_state', { state: true })
  drawing.wire(`M${GATES.f} 300V${TOP}`, 'f', 'forget_gate')
  drawing.wire(`M${GATES.i} 300V206H${ADD}`, 'i', 'input_gate')
  drawing.wire(`M${GATES.g} 300V206H${ADD}`, 'g', 'candidate')
  drawing.wire(`M${ADD} 206V${TOP}`, 'written', 'candidate')
  drawing.wire(`M${GATES.o} 300V256H${OUT}`, 'o', 'output_gate')
  drawing.wire(`M${OUT} 130V256`, 'tanh_c', 'cell_state')
  drawing.wire(`M${OUT} 256V${BUS}H820`, 'h', 'hidden_state')

  drawing.valve(GATES.f, TOP, 'f', 'forget_gate')
  drawing.valve(ADD, 206, 'i', 'input_gate')
  drawing.valve(OUT, 256, 'o', 'output_gate')
  drawing.node(ADD, TOP, 'plus')
  drawing.pill(OUT, 142, 'tanh')
  drawing.note(GATES.o + 10, BUS, words.all_units)

  drawing.box(GATES.f, 332, 'f', 'forget_gate', 'σ', f.symbol, f.label)
  drawing.box(GATES.i, 332, 'i', 'input_gate', 'σ', i.symbol, i.label)
  drawing.box(GATES.g, 332, 'g', 'candidate', 'tanh', g.symbol, g.label)
  drawing.box(GATES.o, 332, 'o', 'output_gate', 'σ', o.symbol, o.label)

  drawing.chip(50, TOP, 'c_prev', 'cell_state', `${c.symbol}_{t−1}`)
  drawing.chip(50, BUS, 'h_prev', 'hidden_state', `${h.symbol}_{t−1}`)
  drawing.chip(770, TOP, 'c', 'cell_state', `${c.symbol}_{t}`)
  drawing.chip(770, BUS, 'h', 'hidden_state', `${h.symbol}_{t}`)
  drawing.chip(287, TOP, 'kept', 'cell_state', `${f.symbol}·${c.symbol}_{t−1}`)
  drawing.chip(ADD, 149, 'written', 'candidate', `${i.symbol}·${g.symbol}`, { side: 'right' })
  drawing.chip(OUT, 196, 'tanh_c', 'cell_state', `tanh ${c.symbol}_{t}`, { side: 'left' })
  drawing.chip(GATES.f, 256, 'f', 'forget_gate')
  drawing.chip(GATES.i, 256, 'i', 'input_gate')
  drawing.chip(GATES.g, 256, 'g', 'candidate')
  drawing.chip(GATES.o, 256, 'o', 'output_gate')
  drawing.token(146, 462, 'x_{t}')

  const terms = {
    f: { symbol: f.symbol, quantity: 'forget_gate' },
    i: { symbol: i.symbol, quantity: 'input_gate' },
    g: { symbol: g.symbol, quantity: 'candidate' },
    o: { symbol: o.symbol, quantity: 'output_gate' },
    c: { symbol: `${c.symbol}_{t}`, quantity: 'cell_state' },
    c_prev: { symbol: `${c.symbol}_{t−1}`, quantity: 'cell_state' },
    tanh_c: { symbol: `tanh ${c.symbol}_{t}`, quantity: 'cell_state' },
    h: { symbol: `${h.symbol}_{t}`, quantity: 'hidden_state' },
  }
  return {
    drawing,
    equations: [new Equation('{c} = {f} · {c_prev} + {i} · {g}', terms), new Equation('{h} = {o} · {tanh_c}', terms)],
    memory: 'cell_state',
    numbers,
  }
}

/** The numbers on the wires at one step of one unit. */
function numbers(reading, place) {
  const gates = ['forget_gate', 'input_gate', 'candidate', 'output_gate', 'cell_state', 'hidden_state']
  const [f, i, g, o, c, h] = gates.map((name) => reading.at(name, place))
  const c_prev = reading.before('cell_state', place)
  const h_prev = reading.before('hidden_state', place)
  const token = visible(reading.tokens[place.time])
  return { f, i, g, o, c, h, c_prev, h_prev, kept: f * c_prev, written: i * g, tanh_c: Math.tanh(c), token }
}
