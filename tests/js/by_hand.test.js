// The LSTM by hand: what the viewer has set and Python has not answered, and how numbers are written.

import assert from 'node:assert/strict'
import { beforeEach, mock, test } from 'node:test'
import { formatOf, plain, Reading } from '../../assets/components/by_hand/reading.js'
import { Reports } from '../../assets/components/by_hand/reports.js'

let sent

beforeEach(() => {
  mock.timers.reset()
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1000 })
  sent = []
})

test('reports in quick succession become one, which has the last of each', () => {
  const reports = new Reports((report) => sent.push(report))
  for (const x of ['1', '2', '3']) reports.tell({ x })
  reports.tell({ step: '4' })
  mock.timers.tick(100)
  assert.deepEqual(sent.map(({ entries }) => entries), [{ x: '3', step: '4' }])
})

test('a report repeats what is still unanswered', () => {
  const reports = new Reports((report) => sent.push(report))
  reports.tell({ x: '1' })
  mock.timers.tick(100)
  reports.tell({ step: '2' })
  mock.timers.tick(100)
  assert.deepEqual(sent[1].entries, { x: '1', step: '2' })
  reports.answered(sent[0].serial)
  assert.deepEqual(reports.entries, { step: '2' })
})

test('serial numbers grow, even within a millisecond', () => {
  const reports = new Reports(() => {})
  const serials = [1, 2, 3].map(() => (reports.tell({}), reports.serial))
  assert.deepEqual(serials, [1000, 1001, 1002])
})

const SERIES = { forget_gate: [1, 0], input_gate: [1, 1], output_gate: [0, 1], cell_state: [3, 4] }
const facts = (gates) => ({ gates, inputs: ['1', '2'], series: SERIES, named: {} })

test('what is set and not yet answered stands before what Python knows', () => {
  const { set, typed } = new Reading(facts('hand'), { input_gate: '0.5 0 1', x: '7 8' })
  assert.deepEqual([set.input_gate, set.forget_gate, typed], [[0.5, 0], [1, 0], ['7', '8']])
})

test('what the viewer sets does not change what Python has sent', () => {
  const reading = new Reading(facts('hand'), {})
  reading.set.input_gate[0] = 0
  assert.deepEqual(SERIES.input_gate, [1, 1])
})

test('before the first step every state is empty', () => {
  const reading = new Reading(facts('hand'), {})
  assert.deepEqual([0, 1].map((time) => reading.before('cell_state', { time })), [0, 3])
})

test('a number is written as a person does, a computed one with two places', () => {
  assert.deepEqual([7, 0.5, -2, 1 / 3, -0.001, 10].map(plain), ['7', '0.5', '−2', '0.33', '0', '10'])
  assert.deepEqual([true, false].map((byHand) => formatOf({ byHand })(7)), ['7', '7.00'])
})
