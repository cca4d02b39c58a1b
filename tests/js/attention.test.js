// What is asked of attention: which pair is spoken of, what a token heard, what a mask hides, where a film stands.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Reading as Pairs } from '../../assets/components/alignment/reading.js'
import { Frames } from '../../assets/components/film/frames.js'
import { Reading as Heads } from '../../assets/components/heads/reading.js'
import { Reading as Hearing } from '../../assets/components/lib/hearing/reading.js'
import { areShares, attentionScale } from '../../assets/components/lib/matrix/attention.js'

const array = (shape, values) => ({ shape, values: Float32Array.from(values) })

function pairs(arrays = { alignment: array([2, 3], [0.25, 0.5, 0.25, 0.125, 0.125, 0.75]) }) {
  const header = { source: ['a', 'b', 'c'], target: ['x', 'y'], likely: [['x', 'z'], ['z', 'w']] }
  const likely = { likely: array([2, 2], [0.5, 0.25, 0.75, 0.125]), written: array([2], [0.5, 0.0625]) }
  return new Pairs({ header, arrays: { ...arrays, ...likely } })
}

test('where no source token is chosen, the one that is looked at most is spoken of', () => {
  assert.deepEqual(pairs().pair({ target: 1, source: null }), { target: 1, source: 2 })
  assert.deepEqual(pairs().pair({ target: 1, source: 0 }), { target: 1, source: 0 })
})

test('a network without attention looks at nothing, and the first source token is spoken of', () => {
  assert.deepEqual([pairs({}).attends, pairs({}).pair({ target: 1, source: null }).source], [false, 0])
})

test('candidates come with what was written, even where that is none of them', () => {
  const { ranked, written } = pairs().candidates(1)
  assert.deepEqual(ranked, [{ token: 'z', p: 0.75 }, { token: 'w', p: 0.125 }])
  assert.deepEqual(written, { token: 'y', p: 0.0625 })
})

const DRAWN = { quantities: { alignment: { colour: '#0072b2' } }, diverging: ['#2b62c9', '#d13b30'] }
const LIGHT = { background: '#ffffff', dark: false }

test('shares are coloured from 0 to 1', () => {
  const { low, high, css } = attentionScale(DRAWN, LIGHT, [0, 0.25, 1])
  assert.deepEqual([low, high, css(0), css(1)], [0, 1, 'rgb(255 255 255)', 'rgb(0 114 178)'])
})

test('weights that are no shares are coloured both ways from 0, as far as the largest', () => {
  const { low, high, css } = attentionScale(DRAWN, LIGHT, [-0.38, 1.48, 4.52])
  assert.deepEqual([low, high], [-5, 5])
  assert.deepEqual([css(-5), css(5)], ['rgb(43 98 201)', 'rgb(209 59 48)'])
  assert.notEqual(css(-0.38), css(0.38))
})

test('shares that are all small have a scale of their own where it is asked for', () => {
  const small = [0.11, 0.09, 0.1]
  assert.deepEqual([attentionScale(DRAWN, LIGHT, small).high, attentionScale(DRAWN, LIGHT, small, true).high], [1, 0.15])
  assert.equal(attentionScale(DRAWN, LIGHT, [0.9, 0.1], true).high, 1)
})

test('rounding makes no weight of a share', () => {
  assert.deepEqual([areShares([1.00001, -0.00001]), areShares([1.1, 0]), areShares([-0.1, 1])], [true, false, false])
})

test('the weights of a token are added up, or their sizes', () => {
  const one = pairs({ alignment: array([2, 3], [-0.5, 1.5, 0.25, 0.125, 0.125, 0.75]) })
  assert.deepEqual([one.sum(0), one.sum(0, Math.abs), one.sum(1)], [1.25, 2.25, 1])
})

/** Two tokens over four stretches of a quarter of a second each. */
function hearing(weights, header = {}) {
  const bounds = array([2, 4], [0, 0.25, 0.5, 0.75, 0.25, 0.5, 0.75, 1])
  const facts = { target: ['x', 'y'], duration: 1, gold: [[0, 0.5], null], ...header }
  return new Hearing({ header: facts, arrays: { bounds, alignment: array([2, 4], weights) } })
}
const WEIGHTS = [0.0625, 0.5, 0.375, 0.0625, 0, 0, 0, 1]

test('a token heard the shortest stretch that holds most of its attention', () => {
  assert.deepEqual([hearing(WEIGHTS).stretch(0), hearing(WEIGHTS).stretch(1)], [{ from: 0.25, to: 0.75 }, { from: 0.75, to: 1 }])
})

test('attention that is nowhere in particular heard everything', () => {
  assert.deepEqual(hearing(new Array(8).fill(0.25)).stretch(0), { from: 0, to: 1 })
})

test('a stretch is long enough to be heard, and stays within the sound', () => {
  const bounds = array([2, 4], [0, 0.01, 0.02, 0.03, 0.01, 0.02, 0.03, 1])
  const one = new Hearing({ header: { target: ['x'], duration: 1 }, arrays: { bounds, alignment: array([1, 4], [0, 1, 0, 0]) } })
  const { from, to } = one.stretch(0)
  assert.deepEqual([from, to.toFixed(3)], [0, '0.075'])
})

test('the centre of attention is its mean, in seconds', () => {
  assert.equal(hearing(WEIGHTS).centroid(1), 0.875)
  assert.equal(hearing(new Array(8).fill(0.25)).centroid(0), 0.5)
})

test('a moment belongs to its stretch, and to the token that heard it best', () => {
  const one = hearing(WEIGHTS)
  assert.deepEqual([0, 0.25, 0.99, 7].map((second) => one.at(second)), [0, 1, 3, 3])
  assert.deepEqual([one.hearer(1), one.hearer(3)], [0, 1])
})

test('a token is spoken in the middle of its time, if that is known', () => {
  assert.deepEqual([hearing(WEIGHTS).spoken(0), hearing(WEIGHTS).spoken(1)], [0.25, null])
})

test('a film of a sound turns to its frames', () => {
  const bounds = array([2, 2], [0, 0.5, 0.5, 1])
  const film = array([2, 1, 2], [1, 0, 0.25, 0.75])
  const one = new Hearing({ header: { target: ['x'], duration: 1 }, arrays: { bounds, film } })
  assert.deepEqual([one.strongest(0), (one.turnTo(1), one.strongest(0))], [0, 1])
})

/** One layer of two heads over three positions. */
function heads(causal) {
  const alignment = array([1, 2, 3, 3], Array.from({ length: 18 }, (_, k) => k))
  const query = array([1, 2, 3, 2], Array.from({ length: 12 }, (_, k) => k))
  const gold_alignment = array([3, 3], [0, 0, 0, 0, 0, 0, 0, 1, 0])
  return new Heads({ header: { causal, silenced: ['0.1'] }, arrays: { alignment, query, gold_alignment } })
}

test('a row and a vector are found by head and position', () => {
  assert.deepEqual(Array.from(heads(true).row('alignment', { layer: 0, head: 1, target: 2 })), [15, 16, 17])
  assert.deepEqual(Array.from(heads(true).vector('query', { layer: 0, head: 1 }, 2)), [10, 11])
})

test('a causal mask hides what comes later, and nothing else', () => {
  const seen = (causal) => [0, 1, 2].map((source) => heads(causal).sees(1, source))
  assert.deepEqual([seen(true), seen(false)], [[true, true, false], [true, true, true]])
})

test('the answer that is sought stands where the truth says, or nowhere', () => {
  assert.deepEqual([0, 1, 2].map((target) => heads(true).gold(target)), [null, null, 1])
})

test('a head that was switched off is known by layer and number', () => {
  assert.deepEqual([0, 1].map((head) => heads(true).isSilenced({ layer: 0, head })), [false, true])
})

test('a film stands at the last frame that is not after a training step', () => {
  const frames = [0, 10, 50].map((step) => ({ step, error: null }))
  const film = new Frames({ header: { source: ['a'], target: ['x'], frames }, arrays: { alignment: array([3, 1, 1], [1, 1, 1]) } })
  assert.deepEqual([-5, 0, 9, 10, 49, 1000].map((step) => film.frameAt(step)), [0, 0, 0, 1, 1, 2])
  assert.deepEqual([film.newest, film.measured, film.gold], [50, false, null])
})
