// Colours and numbers: what a scale makes of a value, how far it reaches, and what is written.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diverging, inkOn, mix, number, percent, reachOf, rgb, sequential, visible } from '../../assets/components/lib/paint.js'

const [WHITE, BLACK, BLUE, RED] = ['#ffffff', '#000000', '#0072B2', '#D55E00']
const css = (...colour) => `rgb(${colour.join(' ')})`

/** Of `rgb(r g b)`, the three numbers. */
const parsed = (colour) => colour.match(/\d+/g).map(Number)

/** The WCAG contrast of two colours. */
function contrast(one, other) {
  const light = (u) => (u / 255 <= 0.04045 ? u / 255 / 12.92 : ((u / 255 + 0.055) / 1.055) ** 2.4)
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b)
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

test('a colour is read in either case', () => {
  assert.deepEqual([rgb('#0072B2'), rgb('#0072b2')], [[0, 114, 178, 1], [0, 114, 178, 1]])
})

test('a mixture begins and ends with its two colours, and grey is half-way in light, not in numbers', () => {
  assert.deepEqual(mix(rgb(RED), rgb(BLUE), 0), [213, 94, 0])
  assert.deepEqual(mix(rgb(RED), rgb(BLUE), 1), [0, 114, 178])
  assert.deepEqual(mix(rgb(BLACK), rgb(WHITE), 0.5), [99, 99, 99])
})

test('a sequential scale runs from the background to its colour and stays there', () => {
  const scale = sequential(WHITE, BLUE, 0, 2)
  assert.deepEqual([scale.css(0), scale.css(2)], [css(255, 255, 255), css(0, 114, 178)])
  assert.deepEqual([scale.css(-9), scale.css(9)], [scale.css(0), scale.css(2)])
})

test('each value of a sequential scale is darker than the one before', () => {
  const scale = sequential(WHITE, BLUE)
  const greens = [0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => parsed(scale.css(value))[1])
  assert.deepEqual(greens, greens.toSorted((a, b) => b - a))
  assert.equal(new Set(greens).size, greens.length)
})

test('a diverging scale has the background in its middle and a colour at each end', () => {
  const scale = diverging(WHITE, BLUE, RED, 3)
  assert.deepEqual([scale.low, scale.high], [-3, 3])
  assert.deepEqual([scale.css(-3), scale.css(3)], [css(0, 114, 178), css(213, 94, 0)])
  assert.ok(Math.min(...parsed(scale.css(0))) >= 253)
})

test('pixels have the colours of the text, opaque, with red in the lowest byte', () => {
  const { table, css } = sequential(WHITE, BLUE)
  const [pixel, [r, g, b]] = [table[128], parsed(css(128 / 255))]
  assert.deepEqual([pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255, pixel >>> 24], [r, g, b, 255])
})

test('text can be read on every colour of a scale, on a light page and on a dark one', () => {
  for (const paper of [WHITE, '#0e1117']) {
    for (const colour of [BLUE, RED, '#009E73', '#E69F00']) {
      const scale = sequential(paper, colour)
      for (let value = 0; value <= 1; value += 0.05)
        assert.ok(contrast(parsed(scale.css(value)), rgb(scale.ink(value))) >= 4.2, `${paper} ${colour} ${value}`)
    }
  }
})

test('ink is white on dark and nearly black on light', () => {
  assert.deepEqual([inkOn([0, 0, 0]), inkOn([255, 255, 255])], ['#ffffff', '#000000'])
})

test('a reach holds all values, in steps that seldom change', () => {
  assert.deepEqual([[0.2], [-1.2, 0.3], [1.6], [-2.4], [6], [8], [13], [470]].map((values) => reachOf(values)), [1, 1.5, 2, 3, 7, 10, 15, 500])
})

test('a reach for a share of the values leaves out the few that outgrow all others', () => {
  const values = [...new Array(95).fill(2), ...new Array(5).fill(90)]
  assert.deepEqual([reachOf(values), reachOf(values, 0.9)], [100, 3])
})

test('a reach is never less than asked for', () => {
  assert.deepEqual([reachOf([0.001], 1, 0.5), reachOf([], 1, 2)], [0.5, 2])
})

test('a number has a real minus sign and as many digits as its size deserves', () => {
  const written = [0.123, -0.5, 12.34, -123.4, 0, -0.001, NaN, Infinity].map((value) => number(value))
  assert.deepEqual(written, ['0.12', '−0.50', '12.3', '−123', '0.00', '0.00', '–', '–'])
})

test('a probability is written with two digits that count, and never as nothing', () => {
  assert.deepEqual([0.97, 0.031, 0.0004, 0.00001, 0, 1].map(percent), ['97 %', '3.1 %', '0.04 %', '<0.01 %', '0.00 %', '100 %'])
})

test('what cannot be seen gets a glyph, alone and within a token', () => {
  assert.deepEqual([' ', '\n', '', 'a b', '\u0007', '日本'].map(visible), ['␣', '↵', '∅', 'a␣b', '␇', '日本'])
})
