// The points in the viewer's hand: named from left to right, told one arrangement after the other, and taken back.

import assert from 'node:assert/strict'
import { mock, test } from 'node:test'

import { Hand, ordered, written } from '../../assets/components/pointing/hand.js'

const POINTS = [[0.1, 0.3], [0.5, 0.2], [0.5, 0.9]]

function held() {
  const told = []
  const hand = new Hand(() => {}, (text) => told.push(text))
  hand.take(POINTS)
  return { hand, told, names: hand.points.map(({ id }) => id) }
}

test('points are written from left to right, and from low to high', () => {
  const points = [{ id: 1, x: 0.5, y: 0.9 }, { id: 2, x: 0.1, y: 0.3 }, { id: 3, x: 0.5, y: 0.2 }]
  assert.deepEqual(ordered(points).map(({ id }) => id), [2, 3, 1])
  assert.equal(written(points), '0.1 0.3; 0.5 0.2; 0.5 0.9')
})

test('a moved point stays within the plane, and is told', () => {
  const { hand, told, names } = held()
  hand.move(names[0], 1.7, -0.2)
  assert.deepEqual(told, ['0.5 0.2; 0.5 0.9; 1 0'])
  hand.close()
})

test('while an answer is awaited nothing is told, and then the newest arrangement', () => {
  const { hand, told, names } = held()
  hand.move(names[0], 0.2, 0.3)
  hand.move(names[0], 0.3, 0.3)
  hand.move(names[0], 0.4, 0.3)
  assert.equal(told.length, 1)
  hand.answered(told[0], POINTS)
  assert.deepEqual(told.slice(1), ['0.4 0.3; 0.5 0.2; 0.5 0.9'])
  hand.close()
})

test('without an answer the newest arrangement is told after a while', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  const { hand, told, names } = held()
  hand.move(names[0], 0.2, 0.3)
  hand.move(names[0], 0.3, 0.3)
  mock.timers.tick(10_000)
  assert.equal(told.length, 2)
  hand.close()
  mock.timers.reset()
})

test('an answer names its points as they stood when it was asked for', () => {
  const { hand, told, names } = held()
  hand.move(names[0], 0.9, 0.3)
  hand.move(names[0], 0.2, 0.3)
  assert.deepEqual(hand.answered(told[0], POINTS), [names[1], names[2], names[0]])
  hand.close()
})

test('what was done is taken back, step by step', () => {
  const { hand, names } = held()
  const added = hand.add(0.7, 0.7)
  hand.remove(names[1])
  assert.deepEqual(hand.points.map(({ id }) => id), [names[0], names[2], added])
  hand.undo()
  hand.undo()
  assert.deepEqual(hand.points.map(({ id }) => id), names)
  hand.undo()
  assert.equal(hand.points.length, 3)
  hand.close()
})

test('the last point stays, and scattered points are as many', () => {
  const { hand, names } = held()
  for (const name of names) hand.remove(name)
  assert.equal(hand.points.length, 1)
  hand.undo()
  hand.scatter()
  assert.equal(hand.points.length, 2)
  assert.ok(hand.points.every(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y <= 1))
  hand.close()
})

test('other points from Python are told by nobody', () => {
  const { hand, told } = held()
  hand.take([[0.2, 0.2]])
  hand.soon()
  assert.deepEqual(told, [])
  assert.deepEqual(hand.past, [])
})
