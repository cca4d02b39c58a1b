// Numbers on their way: bytes as dashboard/components/pack.py lays them (its own tests read what it packs with this code).

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unpack } from '../../assets/components/lib/unpack.js'

/** Bytes of a header, whose arrays are described in it, and of stored values; `odd` lets them begin at an odd address. */
function bytes(header, stored, odd = 0) {
  const text = new TextEncoder().encode(JSON.stringify(header))
  const padding = (4 - (text.length % 4)) % 4
  const all = new Uint8Array(odd + 4 + text.length + padding + 2 * stored.length).fill(0x20)
  const view = new DataView(all.buffer, odd)
  view.setUint32(0, text.length + padding, true)
  all.set(text, odd + 4)
  stored.forEach((value, k) => view.setUint16(4 + text.length + padding + 2 * k, value, true))
  return all.subarray(odd)
}

const ARRAYS = { a: { shape: [2, 2], offset: 0, low: -1, step: 0.5 }, b: { shape: [1], offset: 4, low: 10, step: 2 } }

test('a value is its array’s least one and a number of steps', () => {
  const { arrays } = unpack(bytes({ arrays: ARRAYS }, [0, 1, 2, 65535, 3]))
  assert.deepEqual(Array.from(arrays.a.values), [-1, -0.5, 0, 32766.5])
  assert.deepEqual(Array.from(arrays.b.values), [16])
  assert.deepEqual(arrays.a.shape, [2, 2])
})

test('the header comes back with every letter', () => {
  const { header } = unpack(bytes({ text: 'é 日本 <b>\n', list: [1, null], arrays: {} }, []))
  assert.deepEqual([header.text, header.list], ['é 日本 <b>\n', [1, null]])
})

test('bytes may begin at an odd address, as those of a message do', () => {
  const { arrays } = unpack(bytes({ arrays: ARRAYS }, [0, 1, 2, 3, 4], 1))
  assert.deepEqual(Array.from(arrays.a.values), [-1, -0.5, 0, 0.5])
})

test('an array may be empty', () => {
  const { arrays } = unpack(bytes({ arrays: { none: { shape: [0, 3], offset: 0, low: 0, step: 1 } } }, []))
  assert.deepEqual([arrays.none.shape, arrays.none.values.length], [[0, 3], 0])
})
