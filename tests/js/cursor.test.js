// The cursor: what the pointer moves, what a pin holds, what is reported, and what a group shares.

import assert from 'node:assert/strict'
import { beforeEach, mock, test } from 'node:test'

globalThis.window = new EventTarget()
const { Cursor, MOVED } = await import('../../assets/components/lib/cursor.js')

const AXES = { time: {}, unit: {}, quantity: { start: null }, glance: { otherwise: null } }
const FREE = { target: {}, source: { otherwise: null, free: true }, head: { own: true } }
const SIZES = { time: 10, unit: 4, glance: 4, quantity: ['c', 'h'] }

let moves, reports

function cursor(axes = AXES, sizes = SIZES) {
  ;[moves, reports] = [0, []]
  const made = new Cursor(axes, () => moves++, (place) => reports.push(place))
  made.fit(sizes)
  return made
}

beforeEach(() => mock.timers.reset())

test('it follows the pointer, and tells only of changes', () => {
  const one = cursor()
  one.hover({ time: 3, glance: 2 })
  one.hover({ time: 3, glance: 2 })
  assert.deepEqual([one.place.time, one.place.glance, moves], [3, 2, 1])
  one.leave()
  assert.deepEqual([one.place.time, one.place.glance, moves], [3, null, 2])
  assert.deepEqual(reports, [])
})

test('a click pins and is reported; a click at the same place lets go and is not', () => {
  const one = cursor()
  one.click({ time: 3, unit: 1 })
  one.hover({ time: 7 })
  assert.deepEqual([one.pinned, one.place.time], [true, 3])
  one.click({ time: 3 })
  assert.deepEqual([one.pinned, reports.length], [false, 1])
})

test('a click elsewhere takes the pin along', () => {
  const one = cursor()
  one.click({ time: 3 })
  one.click({ time: 5 })
  assert.deepEqual([one.pinned, reports.map(({ time }) => time)], [true, [3, 5]])
})

test('it never leaves what there is, and keeps a value that is offered', () => {
  const one = cursor()
  one.hover({ time: Infinity })
  assert.equal(one.place.time, 9)
  one.set({ quantity: 'h' })
  one.set({ quantity: 'strange' })
  assert.equal(one.place.quantity, 'h')
  one.fit({ ...SIZES, time: 5 })
  assert.equal(one.place.time, 4)
})

test('a pin that is moved by keys is reported once, after a rest', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  const one = cursor()
  one.move({ time: 1 })
  one.click({ time: 2 })
  one.move({ time: 3 })
  one.move({ time: 4 })
  assert.equal(reports.length, 1)
  mock.timers.tick(400)
  assert.deepEqual(reports.map(({ time }) => time), [2, 4])
})

test('a free axis follows the pointer even while the others are pinned', () => {
  const one = cursor(FREE, { target: 5, source: 5, head: 2 })
  one.click({ target: 2, source: 1 })
  one.hover({ target: 4, source: 3 })
  assert.deepEqual([one.place.target, one.place.source], [2, 3])
  one.leave()
  assert.equal(one.place.source, null)
  one.click({ target: 2, source: 4 })
  assert.equal(one.pinned, false)
})

test('cursors of one group with the same axes go together, but for what each has for itself', () => {
  const [one, other, stranger] = [1, 2, 3].map(() => cursor(FREE, { target: 9, source: 9, head: 3 }))
  one.group = other.group = 'g'
  stranger.group = 'h'
  one.change({ target: 4, head: 2 })
  assert.deepEqual([other.place.target, other.place.head, stranger.place.target], [4, 0, 0])
})

test('a cursor without a group goes along with the same one on another screen, and with no other here', () => {
  const [one, other] = [cursor(), cursor()]
  one.change({ time: 4 })
  assert.equal(other.place.time, 0)
  const heard = new Promise((hear) => globalThis.window.addEventListener(MOVED, ({ detail }) => hear(detail), { once: true }))
  one.change({ time: 5 })
  return heard.then(({ name, group, place }) => {
    globalThis.window.dispatchEvent(new CustomEvent(name, { detail: { from: null, group, place } }))
    assert.equal(other.place.time, 5)
  })
})
