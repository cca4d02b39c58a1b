// The cursor by keyboard: which key goes where, and which keys are left to the browser.

import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.window = new EventTarget()
const { steer } = await import('../../assets/components/lib/keys.js')
const { TextCursor } = await import('../../assets/components/lib/text_cursor.js')

/** A cursor at step 20 of 100, and what is to be told of a key pressed there. */
function pressed(key, held = {}) {
  const cursor = new TextCursor(() => {}, () => {})
  cursor.fit({ time: 100, layer: 1, unit: 1, glance: 1, quantity: ['h'] })
  cursor.set({ time: 20 })
  const [calls, rows] = [[], []]
  const event = { key, ...held, preventDefault: () => calls.push('kept'), stopPropagation: () => calls.push('alone') }
  const known = steer(cursor, event, (row) => rows.push(row))
  clearTimeout(cursor.timer)
  cursor.close()
  return { known, calls, rows, time: cursor.time, pinned: cursor.pinned }
}

test('the arrows go a step, the page keys ten, Home and End to the ends', () => {
  const keys = ['ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End']
  assert.deepEqual(keys.map((key) => pressed(key).time), [19, 21, 10, 30, 0, 99])
})

test('up and down are what the picture makes of them', () => {
  assert.deepEqual([pressed('ArrowUp').rows, pressed('ArrowDown').rows], [[-1], [1]])
})

test('Enter and space pin, Escape lets go', () => {
  assert.deepEqual(['Enter', ' ', 'Escape'].map((key) => pressed(key).pinned), [true, true, false])
})

test('a key of the cursor does nothing else on the page', () => {
  assert.deepEqual(pressed('ArrowLeft').calls, ['kept', 'alone'])
})

test('other keys, and those with Ctrl, Alt or Meta, are left to the browser', () => {
  for (const held of ['ctrlKey', 'altKey', 'metaKey']) {
    const { known, calls, time } = pressed('ArrowLeft', { [held]: true })
    assert.deepEqual([known, calls, time], [false, [], 20])
  }
  assert.deepEqual([pressed('x').known, pressed('x').calls], [false, []])
})
