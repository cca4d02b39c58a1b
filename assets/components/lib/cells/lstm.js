// The LSTM cell and its variants: the memory runs along the top, gates decide what it forgets, takes in and gives out.

import { visible } from '../paint.js'
import { Drawing, Equation } from './drawing.js'

const [TOP, BUS, PAST] = [92, 400, 424] // the lines of c, of h, and of the last step's gates
const [ADD, OUT] = [372, 636] // where the memory is added to, and where it is read
const [TAP, LATE_TAP, PEEP] = [130, 488, 284] // where peepholes leave c_{t−1} and c_t, and the line they run along
const GATES = { f: 202, i: 314, g: 430, o: 542 }
const NAMES = { f: 'forget_gate', i: 'input_gate', g: 'candidate', o: 'output_gate' }

/** What sets each kind apart from the plain LSTM (Greff et al. 2017); letters are gates. */
export const KINDS = {
  lstm: {},
  lstm_peephole: { peepholes: 'ifo' },
  lstm_nig: { peepholes: 'fo', without: 'i' },
  lstm_nfg: { peepholes: 'io', without: 'f' },
  lstm_nog: { peepholes: 'if', without: 'o' },
  lstm_niaf: { peepholes: 'ifo', input: 'struck' },
  lstm_noaf: { peepholes: 'ifo', output: 'struck' },
  lstm_cifg: { peepholes: 'io', without: 'f', coupled: true },
  lstm_fgr: { peepholes: 'ifo', recurrent: true },
  by_hand: { input: 'identity', output: 'identity', set: true },
}

/**
 * @param {string} key one of the keys of `KINDS`
 * @param {{title: string, units: ?string, peephole: string}} words the drawing's title, and notes beside its wires
 * @param {Object<string, {symbol: string, label: string}>} named every gate and state, those the cell lacks too
 * @param {(value: number) => string} [format] how numbers are written
 */
export function lstmCell(key, words, named, format) {
  const { peepholes = '', without = '', input = 'tanh', output = 'tanh', coupled, recurrent, set } = KINDS[key]
  const [c, h] = [named.cell_state.symbol, named.hidden_state.symbol]
  const symbols = Object.fromEntries(Object.entries(NAMES).map(([gate, name]) => [gate, named[name].symbol]))
  const has = (gate) => !without.includes(gate)
  const gates = Object.keys(GATES)
  const drawing = new Drawing([0, 28, 820, 462], words.title, format)
  drawing.frame(104, 30, 612, recurrent ? 416 : 402)

  const fed = gates.filter((gate) => has(gate) && (!set || gate === 'g')) // gates that are set are fed by nobody
  const last = GATES[fed.at(-1)]
  const risers = fed.map((gate) => `M${GATES[gate]} ${BUS}V370`).join('')
  if (recurrent) {
    drawing.bus(`M98 ${PAST}H${GATES.o + 24}` + ['f', 'i', 'o'].map((gate) => `M${GATES[gate] + 24} ${PAST}V370`).join(''))
    drawing.past(50, 440, [symbols.i, symbols.f, symbols.o].map((gate) => `${gate}_{t−1}`))
  }
  drawing.bus(`M${set ? 146 : 104} ${BUS}H${last}M146 446V${BUS}${risers}`)
  if (!set) drawing.wire(`M0 ${BUS}H104`, 'h_prev', 'hidden_state')

  drawing.wire(`M0 ${TOP}H${GATES.f}`, 'c_prev', 'cell_state', { state: true })
  drawing.wire(`M${GATES.f} ${TOP}H${ADD}`, 'kept', 'cell_state', { state: true })
  drawing.wire(`M${ADD} ${TOP}H820M${OUT} ${TOP}V130`, 'c', 'cell_state', { state: true })
  const own = { f: `M${GATES.f} 300V${TOP}`, i: `M${GATES.i} 300V206H${ADD}`, o: `M${GATES.o} 300V256H${OUT}` }
  for (const [gate, path] of Object.entries(own)) {
    if (has(gate)) drawing.wire(path, gate, NAMES[gate])
    else drawing.ghost(path)
  }
  if (coupled) drawing.wire(`M${GATES.i} 206H${GATES.f}V${TOP}`, 'f', 'forget_gate')
  const unbounded = { state: input !== 'tanh' }
  drawing.wire(`M${GATES.g} 300V206H${ADD}`, 'g', 'candidate', unbounded)
  drawing.wire(`M${ADD} 206V${TOP}`, 'written', 'candidate', unbounded)
  drawing.wire(`M${OUT} 130V256`, 'tanh_c', 'cell_state', { state: output !== 'tanh' })
  drawing.wire(`M${OUT} 256V${BUS}H820`, 'h', 'hidden_state', { state: output !== 'tanh' })

  const early = ['f', 'i'].filter((gate) => peepholes.includes(gate)).map((gate) => GATES[gate] - 36)
  if (early.length) drawing.peephole(`M${TAP} ${TOP}V${PEEP}H${early.at(-1)}` + early.map((x) => `M${x} ${PEEP}V294`).join(''), 'c_prev')
  if (peepholes.includes('o')) drawing.peephole(`M${LATE_TAP} ${TOP}V${PEEP}H${GATES.o - 36}V294`, 'c')
  if (peepholes) drawing.note(LATE_TAP + 8, 172, words.peephole)

  if (has('f') || coupled) drawing.valve(GATES.f, TOP, 'f', 'forget_gate')
  if (has('i')) drawing.valve(ADD, 206, 'i', 'input_gate')
  if (has('o')) drawing.valve(OUT, 256, 'o', 'output_gate')
  drawing.node(ADD, TOP, 'plus')
  if (output !== 'identity') drawing.pill(OUT, 142, 'tanh', { struck: output === 'struck' })
  if (coupled) drawing.pill(258, 206, '1 −')
  if (words.units) drawing.note(last + (recurrent ? 34 : 10), BUS - 12, words.units)

  for (const gate of gates) {
    const [x, quantity] = [GATES[gate], NAMES[gate]]
    if (!has(gate)) drawing.missing(x, 332, named[quantity])
    else if (gate !== 'g') drawing.box(x, 332, gate, quantity, set ? '' : 'σ', named[quantity])
    else drawing.box(x, 332, gate, quantity, input === 'identity' ? '' : 'tanh', named[quantity], { signed: true, unbounded: input !== 'tanh', struck: input === 'struck' })
    if (has(gate)) drawing.chip(x, 256, gate, quantity)
  }
  if (coupled) drawing.chip(GATES.f, 150, 'f', 'forget_gate', `1−${symbols.i}`, { side: 'right' })

  drawing.chip(50, TOP, 'c_prev', 'cell_state', `${c}_{t−1}`)
  if (!set) drawing.chip(50, BUS, 'h_prev', 'hidden_state', `${h}_{t−1}`)
  drawing.chip(770, TOP, 'c', 'cell_state', `${c}_{t}`)
  drawing.chip(770, BUS, 'h', 'hidden_state', `${h}_{t}`)
  drawing.chip(287, TOP, 'kept', 'cell_state', has('f') || coupled ? `${symbols.f}·${c}_{t−1}` : `${c}_{t−1}`)
  drawing.chip(ADD, 149, 'written', 'candidate', has('i') ? `${symbols.i}·${symbols.g}` : symbols.g, { side: 'right' })
  const read = output === 'tanh' ? `tanh ${c}_{t}` : `${c}_{t}`
  drawing.chip(OUT, 196, 'tanh_c', 'cell_state', read, { side: 'left' })
  drawing.token(146, 462, 'x_{t}')

  const terms = {
    ...Object.fromEntries(gates.map((gate) => [gate, { symbol: symbols[gate], quantity: NAMES[gate] }])),
    open: { symbol: `(1−${symbols.i})`, quantity: 'forget_gate' },
    c: { symbol: `${c}_{t}`, quantity: 'cell_state' },
    c_prev: { symbol: `${c}_{t−1}`, quantity: 'cell_state' },
    tanh_c: { symbol: read, quantity: 'cell_state' },
    h: { symbol: `${h}_{t}`, quantity: 'hidden_state' },
  }
  const kept = coupled ? '{open} · {c_prev}' : has('f') ? '{f} · {c_prev}' : '{c_prev}'
  const memory = `{c} = ${kept} + ${has('i') ? '{i} · {g}' : '{g}'}`
  const result = `{h} = ${has('o') ? '{o} · {tanh_c}' : '{tanh_c}'}`
  return {
    drawing,
    equations: [memory, result].map((equation) => new Equation(equation, terms, format)),
    memory: 'cell_state',
    numbers: (reading, place) => numbers(reading, place, { coupled, bounded: output === 'tanh' }),
  }
}

/** The numbers on the wires at one step of one unit; a gate that the cell has not is open. */
export function numbers(reading, place, { coupled, bounded }) {
  const at = (name, otherwise) => (name in reading.quantities ? reading.at(name, place) : otherwise)
  const i = at('input_gate', 1)
  const f = at('forget_gate', coupled ? 1 - i : 1)
  const [g, o, c, h] = [at('candidate'), at('output_gate', 1), at('cell_state'), at('hidden_state')]
  const c_prev = reading.before('cell_state', place)
  const h_prev = reading.before('hidden_state', place)
  const token = visible(reading.tokens[place.time])
  const tanh_c = bounded ? Math.tanh(c) : c
  return { f, i, g, o, c, h, c_prev, h_prev, open: f, kept: f * c_prev, written: i * g, tanh_c, token }
}
