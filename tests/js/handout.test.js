// A handout's numbers, whose lower and upper bytes lie apart in the file.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joined } from '../../assets/components/handout/joined.js'

test('numbers come back as they were packed, behind their header', () => {
  const header = [4, 0, 0, 0, 0x7b, 0x7d, 0x20, 0x20]
  const apart = Uint8Array.from([...header, 1, 2, 3, 0x10, 0x20, 0x30])
  assert.deepEqual(Array.from(joined(apart)), [...header, 1, 0x10, 2, 0x20, 3, 0x30])
})

test('a block without numbers is its header', () => {
  const header = Uint8Array.from([4, 0, 0, 0, 0x7b, 0x7d, 0x20, 0x20])
  assert.deepEqual(joined(header), header)
})
