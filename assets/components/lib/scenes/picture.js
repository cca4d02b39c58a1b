// The picture under the attention of one word: what is not looked at lies in the dark.

import { fitCanvas } from '../paint.js'

const DARK = 0.8 // of a cell that is not looked at
const NIGHT = [16, 20, 28]

/** @type {HTMLCanvasElement[]} where pictures and veils are painted before they are scaled */
const stages = []

function stage(k, side) {
  stages[k] ??= document.createElement('canvas')
  Object.assign(stages[k], { width: side, height: side })
  return stages[k]
}

/**
 * Paint a picture, and over it the dark.
 * @param {HTMLCanvasElement} canvas
 * @param {number} size CSS pixels of a side
 * @param {Float32Array} pixels red, green and blue of each, 0..1
 * @param {?ArrayLike<number>} weights of the cells, row by row; without them nothing lies in the dark
 */
export function paintPicture(canvas, size, pixels, weights) {
  const pen = fitCanvas(canvas, size, size)
  const side = Math.sqrt(pixels.length / 3)
  pen.imageSmoothingEnabled = false
  pen.drawImage(pictured(pixels, side), 0, 0, size, size)
  if (!weights) return pen
  pen.imageSmoothingEnabled = true
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(veil(weights), 0, 0, size, size)
  return pen
}

function pictured(pixels, side) {
  const image = new ImageData(side, side)
  for (let k = 0; k < side * side; k++) {
    for (let c = 0; c < 3; c++) image.data[4 * k + c] = 255 * pixels[3 * k + c]
    image.data[4 * k + 3] = 255
  }
  const sheet = stage(0, side)
  sheet.getContext('2d').putImageData(image, 0, 0)
  return sheet
}

/** Full light on the cell that is looked at most, and on the others by their share of that. */
function veil(weights) {
  const grid = Math.sqrt(weights.length)
  const most = Math.max(...Array.from(weights), 1e-9)
  const image = new ImageData(grid, grid)
  for (let k = 0; k < weights.length; k++) {
    image.data.set([...NIGHT, 255 * DARK * (1 - Math.sqrt(weights[k] / most))], 4 * k)
  }
  const sheet = stage(1, grid)
  sheet.getContext('2d').putImageData(image, 0, 0)
  return sheet
}

/** A line around cells. */
export function outline(pen, size, cells, colour, width = 3) {
  const grid = Math.sqrt(cells.length)
  const cell = size / grid
  const inside = (row, column) => row >= 0 && column >= 0 && row < grid && column < grid && cells[row * grid + column] > 0
  pen.strokeStyle = colour
  pen.lineWidth = width
  pen.lineCap = 'square'
  pen.beginPath()
  for (let row = 0; row < grid; row++) {
    for (let column = 0; column < grid; column++) {
      if (!inside(row, column)) continue
      const [x, y] = [column * cell, row * cell]
      if (!inside(row - 1, column)) line(pen, x, y, x + cell, y)
      if (!inside(row + 1, column)) line(pen, x, y + cell, x + cell, y + cell)
      if (!inside(row, column - 1)) line(pen, x, y, x, y + cell)
      if (!inside(row, column + 1)) line(pen, x + cell, y, x + cell, y + cell)
    }
  }
  pen.stroke()
}

function line(pen, fromX, fromY, toX, toY) {
  pen.moveTo(fromX, fromY)
  pen.lineTo(toX, toY)
}
