// What is asked of a trace: of a text that was read, and of the numbers on a drawn cell's wires.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KINDS, numbers } from '../../assets/components/lib/cells/lstm.js'
import { Reading } from '../../assets/components/microscope/reading.js'

const array = (shape, values) => ({ shape, values: Float32Array.from(values) })
const THEME = { background: '#ffffff' }

/** Two layers of two units over the text "abc"; the value of a state is 100 × layer + 10 × unit + step. */
function reading(header = {}) {
  const states = [0, 1].flatMap((layer) => [0, 1].flatMap((unit) => [0, 1, 2].map((time) => 100 * layer + 10 * unit + time)))
  return new Reading({
    header: {
      tokens: ['a', ' ', 'c'],
      vocabulary: ['x', 'c', ' '],
      named: { hidden_state: { symbol: 'h', scale: 'diverging', colour: '#0072B2' } },
      ranges: { hidden_state: { low: -1, high: null } },
      layers: [1, 2],
      units: [0, 5],
      diverging: ['#0072B2', '#D55E00'],
      words: { where: 'unit {unit}, step {step} ({token})', where_layered: 'layer {layer}, unit {unit}, step {step} ({token})' },
      ...header,
    },
    arrays: {
      hidden_state: array([2, 2, 3], states),
      hidden_state_before: array([2, 2], [0.1, 0.2, 0.3, 0.4]),
      likely: array([3, 2], [0, 1, 2, 0, 1, 2]),
      likely_p: array([3, 2], [0.5, 0.25, 0.75, 0.125, 0.5, 0.25]),
      surprisal: array([3], [0, 1, 2]),
    },
  })
}

test('a number is found by layer, unit and step', () => {
  assert.equal(reading().at('hidden_state', { layer: 1, unit: 1, time: 2 }), 112)
  assert.deepEqual(Array.from(reading().series('hidden_state', { layer: 0, unit: 1 })), [10, 11, 12])
})

test('one step earlier than the first is what the trace says, or nothing', () => {
  const one = reading()
  assert.equal(one.before('hidden_state', { layer: 1, unit: 0, time: 2 }), 101)
  assert.equal(one.before('hidden_state', { layer: 1, unit: 0, time: 0 }).toFixed(3), '0.300')
  assert.equal(one.before('cell_state', { layer: 1, unit: 0, time: 0 }), 0)
})

test('what comes next stands beside what was expected, and after the end nothing comes', () => {
  const [first, last] = [reading().next(0), reading().next(2)]
  assert.deepEqual(first, { ranked: [{ token: 'x', p: 0.5 }, { token: 'c', p: 0.25 }], came: ' ', bits: 1 })
  assert.equal(last.came, null)
})

test('another reading of the same text is known as such, and of another one not', () => {
  assert.equal(reading().sameText(reading()), true)
  assert.equal(reading().sameText(reading({ tokens: ['a', ' ', 'd'] })), false)
  assert.equal(reading().sameText(undefined), false)
})

test('a place is told with the numbers that layer and unit have in the network, the layer only where there are more', () => {
  assert.equal(reading().where({ layer: 1, unit: 1, time: 1 }), 'layer 2, unit 5, step 2 (␣)')
  assert.equal(reading({ layers: [1] }).where({ layer: 0, unit: 0, time: 0 }), 'unit 0, step 1 (a)')
})

test('the colours of a state without bounds reach as far as most of its values, and say so', () => {
  const map = reading().scale('hidden_state', { layer: 0 }, THEME)
  const unit = reading().scale('hidden_state', { layer: 0, unit: 0 }, THEME)
  assert.deepEqual([map.high, unit.high, unit.clipped], [15, 2, false])
})

/** The numbers of a cell with these gates and states at its second step. */
function wires(kind, gates) {
  const values = { candidate: 0.5, cell_state: 2, hidden_state: 0.25, ...gates }
  const trace = {
    quantities: values,
    tokens: ['a', 'b'],
    at: (name) => values[name],
    before: (name) => (name === 'cell_state' ? 4 : 0.125),
  }
  const { coupled, output = 'tanh' } = KINDS[kind]
  return numbers(trace, { time: 1 }, { coupled, bounded: output === 'tanh' })
}

test('the memory keeps what the forget gate lets through and takes in what the input gate does', () => {
  const { kept, written, tanh_c, token } = wires('lstm', { input_gate: 0.5, forget_gate: 0.75, output_gate: 1 })
  assert.deepEqual([kept, written, tanh_c, token], [3, 0.25, Math.tanh(2), 'b'])
})

test('a gate that the cell has not is open', () => {
  assert.equal(wires('lstm_nfg', { input_gate: 0.5, output_gate: 1 }).kept, 4)
  assert.equal(wires('lstm_nig', { forget_gate: 0.5, output_gate: 1 }).written, 0.5)
  assert.equal(wires('lstm_nog', { forget_gate: 0.5, input_gate: 1 }).o, 1)
})

test('coupled gates share one opening', () => {
  const { f, open, kept } = wires('lstm_cifg', { input_gate: 0.25, output_gate: 1 })
  assert.deepEqual([f, open, kept], [0.75, 0.75, 3])
})

test('a cell without the second tanh gives its memory as it is', () => {
  assert.equal(wires('lstm_noaf', { input_gate: 0.5, forget_gate: 0.75, output_gate: 1 }).tanh_c, 2)
})
