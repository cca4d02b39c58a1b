// What the picture of an unrolled network says in numbers.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fate, half, short, strength } from '../../assets/components/unrolled/flow.js'

test('a length takes few letters, whatever its size', () => {
  assert.deepEqual([0, 3.2e-5, 9.96e-6, 0.004, 0.13, 2.41, 31, 310, 4.2e7].map(short), ['0', '3e−5', '1e−5', '0.004', '0.13', '2.4', '31', '310', '4e7'])
  for (let power = -30; power < 30; power++) assert.ok(short(9.94 * 10 ** power).length <= 5)
})

test('the scale ends at a hundred-millionth of the longest gradient', () => {
  assert.equal(strength(5, 5), 1)
  assert.ok(Math.abs(strength(5e-4, 5) - 0.5) < 1e-9)
  assert.equal(strength(1e-12, 5), 0)
  assert.equal(strength(0, 5), 0)
})

test('half of what is learnt is counted from the last copy', () => {
  assert.equal(half([0.1, 0.2, 0.7]), 1)
  assert.equal(half([1, 1, 1, 1]), 2)
  assert.equal(half([5]), 1)
})

test('what becomes of a gradient has a name and a factor', () => {
  assert.deepEqual(fate(2, 0.5), { word: 'smaller', factor: '4.0' })
  assert.deepEqual(fate(1, 1060), { word: 'larger', factor: '1,060' })
  assert.equal(fate(1, 1.01).word, 'alike')
  assert.equal(fate(1, 0).word, 'gone')
})
