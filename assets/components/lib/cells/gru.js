// The GRU cell: one line is memory and output at once; the update gate z says how much of the old state is kept.

import { visible } from '../paint.js'
import { Drawing, Equation } from './drawing.js'

const TOP = 92 // the line of h
const [OLD, INPUT] = [388, 414] // the lines that carry all of the old state, and the input, to the gates
const [Z, R, N] = [232, 402, 600] // update gate, reset gate, candidate
const OPEN = 206 // the line of 1 − z
const RESET = 500 // where the old state passes the reset gate on its way to the candidate

/**
 * @param {{title: string, units: string}} words the drawing's title, and the note beside the lines of all units
 * @param {Object<string, {symbol: string, label: string}>} named every gate and state
 */
export function gruCell(words, { reset_gate: r, update_gate: z, candidate: n, hidden_state: h }) {
  const drawing = new Drawing([0, 28, 820, 462], words.title)
  drawing.frame(104, 30, 612, 410)

  drawing.bus(`M156 446V${INPUT}H${N}V370M${Z + 16} ${INPUT}V370M${R + 16} ${INPUT}V370`)
  drawing.bus(`M130 ${TOP}V${OLD}H${RESET}V332H549M${Z - 16} ${OLD}V370M${R - 16} ${OLD}V370`, 'hidden_state')

  drawing.wire(`M0 ${TOP}H${Z}`, 'h_prev', 'hidden_state')
  drawing.wire(`M${Z} ${TOP}H${N}`, 'kept', 'hidden_state')
  drawing.wire(`M${N} ${TOP}H820`, 'h', 'hidden_state')
  drawing.wire(`M${Z} 300V${TOP}`, 'z', 'update_gate')
  drawing.wire(`M${Z} ${OPEN}H${N}`, 'open', 'update_gate')
  drawing.wire(`M${R} 300V256H${RESET}V332`, 'r', 'reset_gate')
  drawing.wire(`M${N} 300V${OPEN}`, 'n', 'candidate')
  drawing.wire(`M${N} ${OPEN}V${TOP}`, 'written', 'candidate')

  drawing.valve(Z, TOP, 'z', 'update_gate')
  drawing.valve(N, OPEN, 'open', 'update_gate')
  drawing.valve(RESET, 332, 'r', 'reset_gate')
  drawing.node(N, TOP, 'plus')
  drawing.pill(312, OPEN, '1 −')
  drawing.note(512, OLD, words.units)

  drawing.box(Z, 332, 'z', 'update_gate', 'σ', z)
  drawing.box(R, 332, 'r', 'reset_gate', 'σ', r)
  drawing.box(N, 332, 'n', 'candidate', 'tanh', n, { signed: true })

  const old = `${h.symbol}_{t−1}`
  drawing.chip(50, TOP, 'h_prev', 'hidden_state', old)
  drawing.chip(770, TOP, 'h', 'hidden_state', `${h.symbol}_{t}`)
  drawing.chip(416, TOP, 'kept', 'hidden_state', `${z.symbol}·${old}`)
  drawing.chip(Z, 256, 'z', 'update_gate')
  drawing.chip(R, 256, 'r', 'reset_gate')
  drawing.chip(N, 256, 'n', 'candidate')
  drawing.chip(408, OPEN, 'open', 'update_gate', `1−${z.symbol}`)
  drawing.chip(N, 149, 'written', 'candidate', `(1−${z.symbol})·${n.symbol}`, { side: 'left' })
  drawing.token(156, 466, 'x_{t}')

  const terms = {
    h: { symbol: `${h.symbol}_{t}`, quantity: 'hidden_state' },
    z: { symbol: z.symbol, quantity: 'update_gate' },
    h_prev: { symbol: old, quantity: 'hidden_state' },
    open: { symbol: `(1−${z.symbol})`, quantity: 'update_gate' },
    n: { symbol: n.symbol, quantity: 'candidate' },
  }
  return {
    drawing,
    equations: [new Equation('{h} = {z} · {h_prev} + {open} · {n}', terms)],
    memory: 'hidden_state',
    numbers,
  }
}

/** The numbers on the wires at one step of one unit. */
function numbers(reading, place) {
  const [r, z, n, h] = ['reset_gate', 'update_gate', 'candidate', 'hidden_state'].map((name) => reading.at(name, place))
  const h_prev = reading.before('hidden_state', place)
  const token = visible(reading.tokens[place.time])
  return { r, z, n, h, h_prev, open: 1 - z, kept: z * h_prev, written: (1 - z) * n, token }
}
