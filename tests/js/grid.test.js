// The matrix: how its cells share a room with their labels, which cell lies where, and what is framed.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellAt, edges, laid, letters, told } from '../../assets/components/lib/matrix/grid.js'

const LIMITS = { least: 12, most: 64, upright: true }
const SQUARE = { rows: 10, columns: 10 }

/** Laid into a room, with labels that are so wide. */
const put = (size, wide, room, limits = LIMITS) => laid(size, wide, 12, room, limits)

test('cells fill the width that the labels leave', () => {
  const { left, cell } = put(SQUARE, [38, 10], { width: 450, height: 1000 })
  assert.deepEqual([left, cell.width], [50, 40])
})

test('cells keep within their limits, however small or large the room', () => {
  assert.deepEqual(put(SQUARE, [38, 10], { width: 60, height: 60 }).cell, { width: 12, height: 12 })
  assert.deepEqual(put(SQUARE, [38, 10], { width: 4000, height: 4000 }).cell, { width: 64, height: 64 })
})

test('a cell is hardly higher than it is wide', () => {
  assert.deepEqual(put(SQUARE, [38, 10], { width: 250, height: 4000 }).cell, { width: 20, height: 27 })
})

test('labels stand upright where their columns are too narrow, and the rows make room for them', () => {
  const lying = put(SQUARE, [38, 39], { width: 450, height: 324 })
  const upright = put(SQUARE, [38, 40], { width: 450, height: 324 })
  assert.deepEqual([lying.upright, lying.top, lying.cell.height], [false, 24, 30])
  assert.deepEqual([upright.upright, upright.top, upright.cell.height], [true, 52, 27])
})

test('labels that may not stand upright lie over the next columns', () => {
  assert.equal(put(SQUARE, [38, 400], { width: 450, height: 324 }, { ...LIMITS, upright: false }).upright, false)
})

test('labels take no more than their share, however long a token is', () => {
  const { left, top } = put(SQUARE, [900, 900], { width: 450, height: 324 })
  assert.deepEqual([left, top], [128, 128])
})

test('letters are as large as the cells, but can always be read', () => {
  assert.deepEqual([30, 300, 3000].map((width) => letters(SQUARE, width, 3000)), [14, 19, 24])
})

test('a place lies in its cell, and beyond the edges in the nearest one', () => {
  const cell = { width: 20, height: 10 }
  assert.deepEqual(cellAt(39.9, 10, SQUARE, cell), { row: 1, column: 1 })
  assert.deepEqual(cellAt(-3, 9999, SQUARE, cell), { row: 9, column: 0 })
})

const CELL = { width: 20, height: 10 }

test('a single cell is framed on its four sides, just inside', () => {
  assert.deepEqual(edges([0, 1], { rows: 1, columns: 2 }, CELL), [
    [20, 1, 40, 1],
    [20, 8, 40, 8],
    [21, 0, 21, 10],
    [38, 0, 38, 10],
  ])
})

test('no line runs between two cells of a group', () => {
  const beside = edges([1, 1], { rows: 1, columns: 2 }, CELL)
  assert.equal(beside.filter(([x0, , x1]) => x0 === x1).length, 2)
  assert.equal(edges([1, 1, 1, 1], { rows: 2, columns: 2 }, CELL).length, 8)
})

test('the end of a row is no neighbour of the next row’s beginning', () => {
  assert.equal(edges([0, 1, 1, 0], { rows: 2, columns: 2 }, CELL).length, 8)
})

test('a share stands in its cell without its zero, any other weight with sign and size', () => {
  const [shares, free] = [{ low: 0 }, { low: -2 }]
  assert.deepEqual([0.93, 0.996, 0.05].map((value) => told(value, shares)), ['.93', '1', '.05'])
  assert.deepEqual([1.48, -0.38, 0.93, -4.5].map((value) => told(value, free)), ['1.48', '−.38', '.93', '−4.50'])
})
