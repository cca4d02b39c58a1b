// What a heat map says in words, for whoever does not see it: how large it is, where its numbers lie, and where the
// largest of them stands. A painter leaves the numbers of a canvas here; the component says the sentence.

import { fillIn } from './dom.js'

/** @typedef {{rows: number, columns: number, start?: number, rowStep?: number, columnStep?: number}} Shape */
/** @typedef {{values: ArrayLike<number>, shape: Shape}} Painted */

const FEW = 6 // so many heat maps of one canvas are told one by one; of more, only the first

/** @type {WeakMap<HTMLCanvasElement | OffscreenCanvas, Painted[]>} by the canvas, in the order in which they were painted */
const painted = new WeakMap()

/** Canvases whose heat maps are not told yet. */
const fresh = new WeakSet()

/** A canvas is painted anew. */
export const forget = (canvas) => painted.delete(canvas)

/**
 * A heat map was painted on a canvas; element (row, column) is values[start + row * rowStep + column * columnStep].
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @param {ArrayLike<number>} values
 * @param {Shape} shape
 */
export function leave(canvas, values, shape) {
  if (!painted.has(canvas)) painted.set(canvas, [])
  painted.get(canvas).push({ values, shape })
  fresh.add(canvas)
}

/** The heat maps that are on a canvas. */
export const on = (canvas) => painted.get(canvas) ?? []

/**
 * The ends of a heat map's numbers, and the row and the column of the largest, counted from 1.
 * @param {Painted} painted
 */
export function summary({ values, shape }) {
  const { rows, columns, start = 0, rowStep = columns, columnStep = 1 } = shape
  const found = { rows, columns, low: Infinity, high: -Infinity, row: 0, column: 0 }
  for (let row = 0; row < rows; row++)
    for (let column = 0, at = start + row * rowStep; column < columns; column++, at += columnStep) {
      if (values[at] > found.high) Object.assign(found, { high: values[at], row: row + 1, column: column + 1 })
      if (values[at] < found.low) found.low = values[at]
    }
  return found
}

/**
 * Say what the heat maps below `root` show: at what is named as a picture, or at the canvas itself.
 * @param {ShadowRoot} root
 * @param {string} sentence with the fields of a `summary`
 * @param {(value: number) => string} number how a number is written
 */
export function tell(root, sentence, number) {
  const canvases = [...root.querySelectorAll('canvas')]
  if (!canvases.some((canvas) => fresh.has(canvas))) return
  const maps = new Map() // by the element that is read out
  for (const canvas of canvases) {
    fresh.delete(canvas)
    const element = canvas.closest('[role=img], [role=slider], button') ?? canvas
    maps.set(element, [...(maps.get(element) ?? []), ...on(canvas)])
  }
  for (const [element, several] of maps) {
    const told = several.slice(0, FEW).map((one) => {
      const found = summary(one)
      return fillIn(sentence, { ...found, low: number(found.low), high: number(found.high) })
    })
    if (told.length) element.setAttribute('aria-description', told.join(' '))
    else element.removeAttribute('aria-description')
    if (told.length && element.nodeName === 'CANVAS' && !element.hasAttribute('aria-label')) {
      element.setAttribute('role', 'img') // a canvas without a name is not there for who does not see it
      element.setAttribute('aria-label', told.join(' '))
    }
  }
}
