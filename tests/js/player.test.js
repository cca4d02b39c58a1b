// The players: a walk over steps by clock or by hand, and how far a picture has come after some time.

import assert from 'node:assert/strict'
import { beforeEach, mock, test } from 'node:test'
import { pleasant, reached, stepsOf } from '../../assets/components/lib/pictures/player.js'
import { Walk } from '../../assets/components/lib/playing/player.js'

let moves, rests

function walk(length = 5) {
  ;[moves, rests] = [[], []]
  const made = new Walk((at) => moves.push(at), (at) => rests.push(at))
  made.fit(length)
  moves = []
  return made
}

beforeEach(() => {
  mock.timers.reset()
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
})

test('it plays step by step to the end, and settles there', () => {
  const one = walk(4)
  one.play()
  mock.timers.tick(2 * one.pace)
  assert.deepEqual([moves, one.clock !== null], [[1, 2], true])
  mock.timers.tick(5 * one.pace)
  assert.deepEqual([moves, one.clock, rests], [[1, 2, 3], null, []])
  mock.timers.tick(400)
  assert.deepEqual(rests, [3])
})

test('from the end it plays from the beginning again', () => {
  const one = walk(3)
  one.jump(2)
  one.play()
  assert.equal(one.at, 0)
})

test('a step by hand stops it, and is told after a rest and once', () => {
  const one = walk()
  one.play()
  one.jump(2)
  one.jump(3)
  mock.timers.tick(399)
  assert.deepEqual([one.clock, rests], [null, []])
  mock.timers.tick(5000)
  assert.deepEqual([moves, rests], [[2, 3], [3]])
})

test('it never leaves its steps', () => {
  const one = walk(5)
  one.jump(Infinity)
  one.jump(7)
  one.jump(-1)
  assert.deepEqual(moves, [4, 4, 0])
})

test('steps of another number keep the step as far as they have it', () => {
  const one = walk(9)
  one.go(6)
  one.fit(8)
  assert.equal(one.at, 6)
  one.fit(3)
  assert.equal(one.at, 2)
  one.fit(9, 5)
  assert.equal(one.at, 5)
})

test('it falls silent once nobody sees it', () => {
  const one = walk()
  Object.defineProperty(one, 'seen', { value: false })
  one.play()
  mock.timers.tick(10 * one.pace)
  assert.deepEqual([moves, one.clock, rests], [[], null, []])
})

test('a closed one tells nothing any more', () => {
  const one = walk()
  one.jump(3)
  one.close()
  mock.timers.tick(5000)
  assert.deepEqual(rests, [])
})

test('a picture has come as far as its speed and the time say, and no further than its last pixel', () => {
  const queue = [2, 3, 5, 8, 9]
  assert.equal(reached(queue, 0, 0, 60), null)
  assert.equal(reached(queue, 0, -5, 60), null)
  assert.equal(reached(queue, 0, 50, 60), 5)
  assert.equal(reached(queue, 1, 50, 60), 8)
  assert.equal(reached(queue, 0, 9999, 60), 9)
})

test('a picture begins at a speed that paints it within eight seconds, if there is one', () => {
  assert.deepEqual([16, 32, 120, 121, 1024, 4096, 100000].map(pleasant), [4, 4, 15, 60, 240, 960, 960])
})

test('up and down go a row', () => {
  const { ArrowUp, ArrowDown, ArrowLeft, ArrowRight } = stepsOf(12)
  assert.deepEqual([ArrowUp, ArrowDown, ArrowLeft, ArrowRight], [-12, 12, -1, 1])
})
