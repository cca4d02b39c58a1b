// Motion that nobody asked for: whoever wants less of it gets none.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const FOLDER = new URL('../../assets/components/', import.meta.url)
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))

test('nothing scrolls smoothly without asking how calm the viewer wants it', () => {
  const lines = files.flatMap((name) => readFileSync(new URL(name, FOLDER), 'utf8').split('\n').map((line) => ({ name, line })))
  const smooth = lines.filter(({ line }) => /behavior:.*smooth/.test(line))
  assert.ok(smooth.length > 2, 'there is something to look at')
  assert.deepEqual(smooth.filter(({ line }) => !line.includes('calm() ?')), [])
})
