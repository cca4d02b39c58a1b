// Where the viewer is, and what Python has asked for: when it is followed, and when the viewer stays.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryOf } from '../../assets/components/lib/memory.js'

let keys = 0
const here = {}
const fresh = () => memoryOf(`k${keys++}`)

/** Ask as a component does, which goes where it is told. */
function ask(memory, place, sign) {
  const asked = memory.ask(here, place, sign)
  if (asked === 'asked') memory.place = place
  return asked
}

test('it begins where Python asks and stays while that does not change', () => {
  const memory = fresh()
  assert.equal(ask(memory, 3), 'asked')
  memory.place = 7
  assert.equal(ask(memory, 3), null)
})

test('another wish is followed', () => {
  const memory = fresh()
  ask(memory, 3)
  assert.equal(ask(memory, 5), 'asked')
})

test('the echo of a report is no wish, however late it comes', () => {
  const memory = fresh()
  ask(memory, 0)
  memory.place = 5
  memory.tell(5)
  memory.place = 7
  memory.tell(7)
  assert.equal(ask(memory, 5), null)
  assert.equal(ask(memory, 7), null)
})

test('after its echo, a place can be asked for again', () => {
  const memory = fresh()
  ask(memory, 0)
  memory.tell(5)
  ask(memory, 5)
  assert.equal(ask(memory, 8), 'asked')
  assert.equal(ask(memory, 5), 'asked')
})

test('an echo that never came is forgotten with the next wish', () => {
  const memory = fresh()
  ask(memory, 5)
  memory.tell(5)
  assert.equal(ask(memory, 7), 'asked')
  assert.equal(ask(memory, 5), 'asked')
})

test('where a sign tells wishes apart, another place alone is none', () => {
  const memory = fresh()
  ask(memory, 3, 'a')
  assert.equal(ask(memory, 4, 'a'), null)
  assert.equal(ask(memory, 4, 'b'), 'asked')
})

test('a component that is built anew goes back to where the viewer was', () => {
  const memory = fresh()
  ask(memory, 3)
  memory.place = 6
  assert.equal(memory.ask({}, 3), 'kept')
})

test('reports are counted, the same place twice too', () => {
  const memory = fresh()
  assert.deepEqual([memory.tell(1), memory.tell(1)], [1, 2])
})
