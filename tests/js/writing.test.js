// What is asked of something written: the candidates of a step, the dice, the pixel of a picture, the branches of futures.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Futures } from '../../assets/components/fan/futures.js'
import { Painted } from '../../assets/components/painting/painted.js'
import { Writing } from '../../assets/components/playback/writing.js'

const array = (shape, values) => ({ shape, values: Float32Array.from(values) })

/** Two tokens, of which one was given; two candidates a step, at two stages. */
const writing = new Writing({
  header: { tokens: ['a', 'b'], start: '⟨BOS⟩', given: 1, vocabulary: ['b', 'a', 'c'] },
  arrays: {
    likely: array([2, 2], [1, 0, 0, 2]),
    stages: array([2, 2, 2], [0.5, 0.25, 0.75, 0.125, 1, 0, 1, 1e-7]),
    begins: array([2, 2], [0, 0.5, 0, 0.75]),
    chosen: array([2], [0, 0]),
    dice: array([2], [0.25, 0.5]),
    surprisal: array([2], [1, -0.001]),
    left: array([2, 2], [3, 3, 1, 1.0001]),
  },
})

test('a step reads the token before it, and the first what stands before every text', () => {
  assert.deepEqual([writing.read(0), writing.read(1)], ['⟨BOS⟩', 'a'])
})

test('a candidate has its probability at each stage, and what two bytes cannot tell from nothing is nothing', () => {
  const [first, second] = writing.candidates(1)
  assert.deepEqual(first, { token: 'b', p: [0.75, 1], begins: 0, came: true })
  assert.deepEqual(second, { token: 'c', p: [0.125, 0], begins: 0.75, came: false })
})

test('no number was thrown for a token that was given', () => {
  assert.deepEqual([writing.dice(0), writing.dice(1)], [null, 0.5])
})

test('surprisal is never negative, and a bit is ln 2 nats', () => {
  assert.deepEqual([writing.bits(1), writing.nats(0)], [0, Math.LN2])
})

test('what a stage leaves is a whole number of tokens', () => {
  assert.deepEqual([writing.left(0, 0), writing.left(1, 1)], [3, 1])
})

/** Two pictures of two by three pixels in two levels; the first pixel was given. */
const painted = new Painted({
  header: { height: 2, width: 3, levels: 2, palette: [[0, 0, 0], [255, 128, 0]], chosen: 1 },
  arrays: {
    pictures: array([2, 6], [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0]),
    given: array([6], [1, 0, 0, 0, 0, 0]),
    stages: array([1, 6, 2], [0.25, 0.75, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]),
    begins: array([6, 2], new Array(12).fill(0)),
    dice: array([6], [-1, 0.5, 0.5, 0.5, 0.5, 0.5]),
  },
})

test('all pixels but those that were given are to be painted', () => {
  assert.deepEqual(painted.queue, [1, 2, 3, 4, 5])
  assert.deepEqual([painted.dice(0), painted.dice(1)], [null, 0.5])
})

test('a pixel’s level is known in every picture, and its candidates in the chosen one', () => {
  assert.deepEqual([painted.level(0, 2), painted.level(1, 2)], [0, 1])
  assert.deepEqual(painted.candidates(0), [{ p: [0.25], begins: 0, came: false }, { p: [0.75], begins: 0, came: true }])
})

test('a place is counted from 1, as people do', () => {
  assert.deepEqual(painted.place(4), { row: 2, column: 2 })
})

/** Four futures: ab, ac twice, and b, which ended early. */
const futures = new Futures({
  header: { labels: ['', 'a', 'b', 'c'], prefix: '' },
  arrays: {
    rows: array([4, 2], [1, 2, 1, 3, 1, 3, 2, 0]),
    shared: array([4], [0, 1, 2, 0]),
    seeds: array([4], [3, 1, 2, 0]),
    lengths: array([4], [2, 2, 2, 1]),
    ended: array([4], [0, 0, 0, 1]),
  },
})

test('a branch holds all futures with the same tokens so far', () => {
  assert.deepEqual([0, 1].map((column) => futures.branch(1, column)), [{ first: 0, end: 3 }, { first: 1, end: 3 }])
  assert.deepEqual(futures.branch(3, 0), { first: 3, end: 4 })
})

test('a future is written out from any token on, and to its end', () => {
  assert.deepEqual([futures.text(0), futures.text(1, 1), futures.text(3)], ['ab', 'c', 'b'])
  assert.deepEqual([futures.isEnd(3, 1), futures.isEnd(0, 1)], [true, false])
})

test('families are the branches of the first column that has enough of them', () => {
  assert.deepEqual(Array.from(futures.families(2, 1)), [0, 0, 0, 1])
  assert.deepEqual(Array.from(futures.families(3, 0.5)), [0, 1, 1, 2])
})

test('a walk meets every node of the tree once', () => {
  const nodes = []
  futures.walk((first, end, column) => nodes.push([first, end, column]))
  assert.deepEqual(nodes, [[0, 3, 0], [3, 4, 0], [0, 1, 1], [1, 3, 1]])
})
