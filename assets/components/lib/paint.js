// Colour scales, heat maps, numbers and themes: what every drawn component shares.
//
// A *scale* turns a number into a colour: `scale.css(value)` for the DOM, `scale.table` (256 packed pixels) for images.
// Colours run in OKLab, so that equal steps of a value look like equal steps of colour.

import { forget, leave } from './twin.js'

const LEVELS = 256
const HEX = /^#[\da-f]{6}$/i

/**
 * @typedef {object} Scale
 * @property {number} low
 * @property {number} high
 * @property {Uint32Array} table
 * @property {(value: number) => string} css the colour of a value
 * @property {(value: number) => string} ink the colour in which text on it can be read
 * @property {boolean} [clipped] whether some values lie beyond its ends, and take their colour
 */
/** @typedef {ReturnType<typeof themeOf>} Theme */
/** @typedef {{label: string, symbol: string, colour: string}} Quantity what is drawn, as its legend names it */

const canvas = () => document.createElement('canvas')

/** @type {CanvasRenderingContext2D} never seen: it reads colours and measures text */
let scratch

/** @type {HTMLCanvasElement} where heat maps are painted before they are scaled */
let stage

/** [red, green, blue, alpha] (0..255, alpha 0..1) of any CSS colour. */
export function rgb(colour) {
  const said = HEX.test(colour) ? colour : plain(colour)
  if (said[0] === '#') return [1, 3, 5].map((k) => parseInt(said.slice(k, k + 2), 16)).concat(1)
  return said.match(/[\d.]+/g).map(Number)
}

/** A colour as #rrggbb, or as rgba(…) if it is translucent. */
function plain(colour) {
  scratch ??= canvas().getContext('2d')
  scratch.fillStyle = '#000'
  scratch.fillStyle = colour
  return scratch.fillStyle
}

const linear = (u) => (u <= 0.04045 ? u / 12.92 : ((u + 0.055) / 1.055) ** 2.4)
const gamma = (u) => (u <= 0.0031308 ? 12.92 * u : 1.055 * u ** (1 / 2.4) - 0.055)

/** @param {number[]} colour red, green, blue */
function oklab([red, green, blue]) {
  const [r, g, b] = [red, green, blue].map((u) => linear(u / 255))
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

/** @param {number[]} colour */
function fromOklab([L, a, b]) {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((u) => Math.round(255 * gamma(Math.min(1, Math.max(0, u)))))
}

/** [red, green, blue] of what lies between two colours, a `share` of the way. */
export function mix(from, to, share) {
  const [a, b] = [oklab(from), oklab(to)]
  return fromOklab(a.map((u, k) => u + share * (b[k] - u)))
}

const ramps = new Map()

/** The 256 colours named `name`, made once: as pixels, as CSS, and the ink in which text on each can be read. */
function rampOf(name, make) {
  if (!ramps.has(name)) {
    const colours = Array.from({ length: LEVELS }, (_, k) => make(k / (LEVELS - 1)))
    ramps.set(name, {
      table: Uint32Array.from(colours, ([r, g, b]) => (255 << 24) | (b << 16) | (g << 8) | r),
      css: colours.map((colour) => `rgb(${colour.join(' ')})`),
      ink: colours.map(inkOn),
    })
  }
  return ramps.get(name)
}

function scaleOf(low, high, { table, css, ink }) {
  const level = (value) => Math.min(LEVELS - 1, Math.max(0, Math.round(((value - low) / (high - low)) * (LEVELS - 1))))
  return { low, high, table, css: (value) => css[level(value)], ink: (value) => ink[level(value)] }
}

/**
 * From `background` at `low` to `colour` at `high`: gates, probabilities, attention weights.
 * @returns {Scale}
 */
export function sequential(background, colour, low = 0, high = 1) {
  const [from, to] = [rgb(background), rgb(colour)]
  return scaleOf(low, high, rampOf([background, colour].join(), (share) => mix(from, to, share)))
}

/**
 * From `negative` at −`reach` over `background` at 0 to `positive` at `reach`: states, scores.
 * @returns {Scale}
 */
export function diverging(background, negative, positive, reach = 1) {
  const [centre, below, above] = [rgb(background), rgb(negative), rgb(positive)]
  const ramp = rampOf([negative, background, positive].join(), (share) => {
    const u = 2 * share - 1
    return mix(centre, u < 0 ? below : above, Math.abs(u))
  })
  return scaleOf(-reach, reach, ramp)
}

/**
 * How far a symmetric domain must reach to hold `share` of the values: 1, 1.5, 2, 3, 5, 7, 10 … times a power of ten, so
 * that it does not tremble from one update to the next; never less than `least`.
 */
export function reachOf(values, share = 1, least = 1) {
  let most = 0
  for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(values[k]))
  if (most <= least) return least
  const reach = share < 1 ? quantile(values, share, most) : most
  const unit = 10 ** Math.floor(Math.log10(reach))
  return Math.max(least, [1, 1.5, 2, 3, 5, 7, 10].find((step) => step * unit >= reach * 0.999) * unit)
}

/** The |value| below which `share` of them lie, to one part in 256 of `most`. */
function quantile(values, share, most) {
  const bins = new Uint32Array(257)
  for (let k = 0; k < values.length; k++) bins[((256 * Math.abs(values[k])) / most) | 0]++
  let [bin, below] = [0, bins[0]]
  while (below < share * values.length) below += bins[++bin]
  return (most * Math.min(256, bin + 1)) / 256
}

/**
 * Contrast-safe text colour on a background.
 * @param {number[]} background red, green, blue
 */
export function inkOn([r, g, b]) {
  const luminance = 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255)
  return luminance > 0.179 ? '#000000' : '#ffffff' // there both stand out alike, 4.58 : 1
}

/** Give `canvas` the size width × height in CSS pixels at the screen's resolution; return its context in CSS pixels. */
export function fitCanvas(canvas, width, height) {
  forget(canvas)
  const ratio = window.devicePixelRatio || 1
  const [columns, rows] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))]
  if (canvas.width !== columns) canvas.width = columns
  if (canvas.height !== rows) canvas.height = rows
  canvas.style.width = `${width}px`
  canvas.style.height = `${height}px`
  const context = canvas.getContext('2d')
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  return context
}

/**
 * Paint a matrix into a rectangle of a canvas, one image pixel a value, scaled by the browser.
 * @param {CanvasRenderingContext2D} context of a canvas sized by `fitCanvas`
 * @param {Float32Array} values the matrix; element (row, column) is values[start + row * rowStep + column * columnStep]
 * @param {{rows: number, columns: number, start?: number, rowStep?: number, columnStep?: number}} shape
 * @param {Scale} scale
 * @param {{x: number, y: number, width: number, height: number}} box in CSS pixels
 */
export function paintHeatmap(context, values, shape, scale, box) {
  const { rows, columns, start = 0, rowStep = columns, columnStep = 1 } = shape
  if (!rows || !columns) return
  leave(context.canvas, values, shape)
  const image = new ImageData(columns, rows)
  const pixels = new Uint32Array(image.data.buffer)
  const { low, high, table } = scale
  const [gain, last] = [(LEVELS - 1) / (high - low), LEVELS - 1]
  for (let row = 0, k = 0; row < rows; row++) {
    for (let column = 0, at = start + row * rowStep; column < columns; column++, at += columnStep, k++) {
      const level = ((values[at] - low) * gain + 0.5) | 0
      pixels[k] = table[level < 0 ? 0 : level > last ? last : level]
    }
  }
  stage ??= canvas()
  if (stage.width < columns) stage.width = columns
  if (stage.height < rows) stage.height = rows
  stage.getContext('2d').putImageData(image, 0, 0)
  const ratio = window.devicePixelRatio || 1
  context.imageSmoothingEnabled = columns > box.width * ratio || rows > box.height * ratio
  context.imageSmoothingQuality = 'high'
  context.drawImage(stage, 0, 0, columns, rows, box.x, box.y, box.width, box.height)
}

/** A number for people: a real minus sign, as many digits as its size deserves, always the same width class. */
export function number(value, digits = 2) {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  const text = size.toFixed(size >= 100 ? 0 : size >= 10 ? Math.min(digits, 1) : digits)
  return (value < 0 && Number(text) !== 0 ? '−' : '') + text
}

/** A probability as a percentage: 97 %, 3.1 %, 0.04 %, <0.01 %. */
export function percent(p) {
  const share = 100 * p
  if (share > 0 && share < 0.01) return '<0.01 %'
  return `${share >= 10 ? share.toFixed(0) : share >= 1 ? share.toFixed(1) : share.toFixed(2)} %`
}

const GLYPHS = { ' ': '␣', '\n': '↵', '\t': '⇥', '\r': '␍', '\u00a0': '⍽', '\u3000': '□', '': '∅' }

/** A token as something that can be seen: spaces, line breaks and control characters get a glyph. */
export function visible(token) {
  if (token in GLYPHS) return GLYPHS[token]
  return Array.from(token, (c) => GLYPHS[c] ?? (c < ' ' ? String.fromCodePoint(0x2400 + c.codePointAt(0)) : c)).join('')
}

/** CSS pixels of the widest token in `font`. */
export function widest(tokens, font) {
  scratch ??= canvas().getContext('2d')
  scratch.font = font
  return Math.ceil(Math.max(...tokens.map((token) => scratch.measureText(visible(token)).width)))
}

/**
 * The colours and fonts of Streamlit's theme around `element` (an element, or a component's shadow root).
 * Streamlit renders a component again when its theme changes, so reading them at each render is enough.
 */
export function themeOf(element) {
  const style = getComputedStyle(element.host ?? element)
  const read = (name, otherwise) => style.getPropertyValue(`--st-${name}`).trim() || otherwise
  const background = read('background-color', '#ffffff')
  const text = read('text-color', '#31333f')
  const [paper, ink] = [rgb(background), rgb(text)]
  const blend = (share) => `rgb(${mix(paper, ink, share).join(' ')})`
  return {
    dark: oklab(paper)[0] < 0.5,
    background,
    panel: read('secondary-background-color', blend(0.05)),
    text,
    muted: blend(0.66), // secondary text; still above 4.5 : 1 on the background
    line: blend(0.18), // hairlines and frames
    faint: blend(0.07), // fills that must not compete with data
    primary: read('primary-color', '#0072b2'),
    font: read('font', 'sans-serif'),
    mono: read('code-font', 'monospace'),
    key: `${background}|${text}|${read('font', '')}`, // changes when the theme does
  }
}

/** Whether the viewer asked the system for less motion. */
export const calm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches
