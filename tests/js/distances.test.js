// Two rulers on a line against what is known of them in closed form.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { distribution, jensenShannon, SHAPES, STEP, wasserstein } from '../../assets/components/distances/divergence.js'
import { contour } from '../../assets/components/lib/plane/contours.js'

const near = (found, expected, by) => assert.ok(Math.abs(found - expected) <= by, `${found} is not ${expected}`)

for (const shape of Object.keys(SHAPES)) {
  test(`${shape}: the Wasserstein distance is how far the shape was moved, to either side`, () => {
    const real = distribution(shape, 0.5, 0)
    for (const at of [-3, -0.7, 0.2, 2.5]) near(wasserstein(real, distribution(shape, 0.5, at)), Math.abs(at), 2 * STEP)
    near(real.reduce((sum, p) => sum + p, 0), 1, 1e-9)
  })

  test(`${shape}: a distribution has no distance from itself, and 1 bit from one that it does not overlap`, () => {
    const real = distribution(shape, 0.5, 0)
    assert.equal(jensenShannon(real, real), 0)
    assert.equal(wasserstein(real, real), 0)
    for (const at of [-3, 1.5, 3]) near(jensenShannon(real, distribution(shape, 0.5, at)), 1, 1e-9)
  })
}

test('of two boxes the divergence is the share that does not overlap', () => {
  const real = distribution('box', 0.5, 0)
  for (const at of [0.1, 0.25, 0.5, 0.9]) near(jensenShannon(real, distribution('box', 0.5, at)), at, 2 * STEP)
})

test('both rulers are the same in both directions', () => {
  const [one, other] = [distribution('bell', 0.8, 0), distribution('box', 0.3, 0.4)]
  near(jensenShannon(one, other), jensenShannon(other, one), 1e-12)
  near(wasserstein(one, other), wasserstein(other, one), 1e-12)
})

test('a contour of a slope is a straight line where the slope has that height', () => {
  const columns = 5
  const slope = Float32Array.from({ length: 20 }, (_, k) => k % columns)
  const pieces = contour(slope, columns, 1.5)
  assert.equal(pieces.length, 3)
  for (const [x, y, u, v] of pieces) {
    assert.deepEqual([x, u], [1.5, 1.5])
    assert.equal(Math.abs(v - y), 1)
  }
  assert.deepEqual(contour(slope, columns, 9), [])
})
