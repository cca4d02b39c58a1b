// The tree of dilations: which readings the newest output depends on, layer by layer.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { tree } from '../../assets/components/wavenet/score.js'

const range = (n) => Array.from({ length: n }, (_, k) => k)

test('a cycle of doubling dilations reaches every reading of its field once', () => {
  const layers = tree([1, 2, 4, 8])
  assert.deepEqual(layers.map((row) => row.length), [16, 8, 4, 2, 1])
  assert.deepEqual(layers[0], range(16))
  assert.deepEqual(layers[2], [0, 4, 8, 12])
  assert.deepEqual(layers.at(-1), [0])
})

test('more cycles reach one more than all dilations together, and share their nodes', () => {
  for (const cycles of [1, 2, 3]) {
    const dilations = range(cycles).flatMap(() => [1, 2, 4])
    const [input] = tree(dilations)
    assert.deepEqual(input, range(1 + 7 * cycles))
  }
})

test('every node stands on two of the layer below, now and d readings ago', () => {
  const dilations = [1, 2, 4, 1, 2, 4]
  const layers = tree(dilations)
  dilations.forEach((d, layer) => {
    const below = new Set(layers[layer])
    for (const ago of layers[layer + 1]) assert.ok(below.has(ago) && below.has(ago + d))
  })
})
