// Pictures in grey, and sheets of them.

import { fitCanvas } from '../paint.js'

const PALE = 0.5 // of a sheet that something else is drawn on

/** @type {HTMLCanvasElement} where a picture is painted before it is scaled */
let stage

/** Pixels 0 … 1 as an image of `width` × `height`. */
function imageOf(values, width, height) {
  const image = new ImageData(width, height)
  const pixels = new Uint32Array(image.data.buffer)
  for (let k = 0; k < pixels.length; k++) {
    const level = Math.round(255 * Math.min(1, Math.max(0, values[k])))
    pixels[k] = 0xff000000 | (level << 16) | (level << 8) | level
  }
  return image
}

/**
 * Paint a picture over a canvas of `side` CSS pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values its pixels, 0 … 1
 * @param {{width: number, height: number}} size in pixels
 * @param {number} side
 */
export function paintPicture(canvas, values, { width, height }, side) {
  const pen = fitCanvas(canvas, side, (side * height) / width)
  stage ??= document.createElement('canvas')
  Object.assign(stage, { width, height })
  stage.getContext('2d').putImageData(imageOf(values, width, height), 0, 0)
  pen.imageSmoothingEnabled = false
  pen.drawImage(stage, 0, 0, side, (side * height) / width)
}

/**
 * A sheet of `count` × `count` pictures, of which the first is at the lower left, as one image.
 * @param {(k: number) => ArrayLike<number>} picture
 * @param {number} count
 * @param {{width: number, height: number}} size of each, in pixels
 */
export function sheetOf(picture, count, { width, height }) {
  const sheet = document.createElement('canvas')
  const gap = Math.ceil(width / 16) // around each
  const [wide, tall] = [width + 2 * gap, height + 2 * gap]
  Object.assign(sheet, { width: count * wide, height: count * tall })
  const pen = sheet.getContext('2d')
  for (let k = 0; k < count * count; k++) {
    const [column, row] = [k % count, count - 1 - Math.floor(k / count)]
    pen.putImageData(imageOf(picture(k), width, height), column * wide + gap, row * tall + gap)
  }
  return sheet
}

/** Lay a sheet over a canvas of `side` CSS pixels, pale. */
export function layPale(pen, sheet, side) {
  pen.imageSmoothingEnabled = sheet.width > side * (window.devicePixelRatio || 1)
  pen.globalAlpha = PALE
  pen.drawImage(sheet, 0, 0, side, side)
  pen.globalAlpha = 1
}

/** Whether classes are told by a letter each. */
export const lettered = (names) => names.length > 1 && names.every((name) => Array.from(name).length === 1)

/**
 * Where pictures are in the plane: by the sign of their class, if that is one letter, else by a dot in its colour.
 * @param {CanvasRenderingContext2D} pen
 * @param {number[][]} places two CSS pixels each
 * @param {number[]} classes
 * @param {{names: string[], colours: string[]}} of them
 * @param {import('../paint.js').Theme} theme
 */
export function paintCodes(pen, places, classes, { names, colours }, theme) {
  const letters = lettered(names)
  pen.font = `700 14px ${theme.font}`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.lineWidth = 3
  pen.lineJoin = 'round'
  pen.strokeStyle = theme.dark ? '#000000' : '#ffffff'
  places.forEach(([x, y], k) => {
    pen.fillStyle = colours[classes[k] % colours.length]
    if (letters) {
      pen.strokeText(names[classes[k]], x, y)
      pen.fillText(names[classes[k]], x, y)
      return
    }
    pen.beginPath()
    pen.arc(x, y, 3.5, 0, 7)
    pen.stroke()
    pen.fill()
  })
}
