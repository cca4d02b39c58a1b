// What a heat map says in words: its size, the ends of its numbers, and where the largest stands.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forget, leave, on, summary } from '../../assets/components/lib/twin.js'

const VALUES = [0, 9, 1, 2, 3, 8, 4, 5, -6]

test('the largest number is found in its row and its column, counted from 1', () => {
  const found = summary({ values: VALUES, shape: { rows: 3, columns: 3 } })
  assert.deepEqual(found, { rows: 3, columns: 3, low: -6, high: 9, row: 1, column: 2 })
})

test('a part of an array is told as it is painted: from where it starts, upwards, column by column', () => {
  const upwards = { rows: 2, columns: 3, start: 6, rowStep: -3 }
  assert.deepEqual(summary({ values: VALUES, shape: upwards }), { rows: 2, columns: 3, low: -6, high: 8, row: 2, column: 3 })
  const turned = { rows: 3, columns: 2, rowStep: 1, columnStep: 3 }
  assert.deepEqual(summary({ values: VALUES, shape: turned }), { rows: 3, columns: 2, low: 0, high: 9, row: 2, column: 1 })
})

test('a canvas that is painted anew tells only what is on it now', () => {
  const canvas = /** @type {any} */ ({})
  leave(canvas, VALUES, { rows: 3, columns: 3 })
  leave(canvas, [1], { rows: 1, columns: 1 })
  assert.equal(on(canvas).length, 2)
  forget(canvas)
  assert.deepEqual(on(canvas), [])
})
