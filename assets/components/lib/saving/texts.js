// The lines of text in a picture, each where the browser has set it and as wide: text that stays text in an SVG.

import { svg } from '../dom.js'

const FONT = ['font-family', 'font-size', 'font-weight', 'font-style', 'letter-spacing']

/** @type {CanvasRenderingContext2D} never seen: it measures fonts */
let scratch

/** Pixels from the top of a line to its baseline, in the font of a style. */
export function ascentOf(style) {
  scratch ??= document.createElement('canvas').getContext('2d')
  scratch.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = scratch.measureText('x')
  return { up, down }
}

/**
 * A text node as SVG, a `text` for each of its lines.
 * @param {Text} node
 * @param {CSSStyleDeclaration} style of its element
 * @param {DOMRect} frame of the picture
 */
export function textsOf(node, style, frame) {
  return linesOf(node).flatMap(({ from, to, box }) => {
    const said = shown(node.data.slice(from, to), style)
    return said.trim() && box.width ? [...decorationsOf(node, box, frame), line(said, box, style, frame)] : []
  })
}

/** The lines that run under a text or through it, those of the elements around it too. */
function decorationsOf(node, box, frame) {
  const found = []
  for (let element = node.parentElement; element; element = element.parentElement) {
    const style = getComputedStyle(element)
    const { textDecorationLine: kind, textDecorationStyle: form, textDecorationColor: stroke } = style
    const width = parseFloat(style.textDecorationThickness) || parseFloat(style.fontSize) / 12
    const [left, right] = [box.left - frame.left, box.right - frame.left].map(round)
    const at = (share) => round(box.top - frame.top + share * box.height)
    const drawn = { fill: 'none', stroke, 'stroke-width': round(width) }
    if (kind.includes('line-through')) found.push(svg('path', { ...drawn, d: `M${left} ${at(0.55)}H${right}` }))
    if (kind.includes('underline')) found.push(svg('path', { ...drawn, d: under(left, right, at(0.92), width, form) }))
    if (style.display !== 'inline') break
  }
  return found
}

/** The way of a line under a text: straight, or in waves. */
function under(left, right, y, width, form) {
  if (form !== 'wavy') return `M${left} ${y}H${right}`
  const wave = 2 * width
  return `M${left} ${y}q${wave / 2} ${-wave} ${wave} 0` + `t${wave} 0`.repeat(Math.max(0, Math.floor((right - left) / wave) - 1))
}

/** A line of text in a box, in the font of a style. */
export function line(said, box, style, frame) {
  const { up, down } = ascentOf(style)
  const rightwards = style.direction !== 'rtl'
  const font = Object.fromEntries(FONT.map((name) => [name, style.getPropertyValue(name)]))
  return svg(
    'text',
    {
      ...font,
      x: round((rightwards ? box.left : box.right) - frame.left),
      y: round(box.top + (box.height - up - down) / 2 + up - frame.top),
      textLength: said.length > 1 && round(box.width),
      lengthAdjust: 'spacingAndGlyphs',
      fill: style.color,
      direction: !rightwards && 'rtl',
      'xml:space': 'preserve',
      style: 'white-space: pre',
    },
    said
  )
}

/** Where the lines of a text node begin and end, and the box of each. */
function linesOf(node) {
  const range = document.createRange()
  range.selectNodeContents(node)
  const boxes = [...range.getClientRects()]
  if (!boxes.length) return []
  if (boxes.every((box) => sameLine(box, boxes[0]))) return [{ from: 0, to: node.length, box: around(boxes) }]
  const lines = []
  for (let next = 0; next < node.length; ) {
    const at = next
    next += String.fromCodePoint(node.data.codePointAt(at)).length
    range.setStart(node, at)
    range.setEnd(node, next)
    const box = range.getClientRects()[0]
    if (!box?.width) continue
    const last = lines.at(-1)
    if (last && sameLine(box, last.box)) Object.assign(last, { to: next, box: around([last.box, box]) })
    else lines.push({ from: at, to: next, box })
  }
  return lines
}

const sameLine = (a, b) => Math.abs(a.top - b.top) < Math.min(a.height, b.height) / 2

/** The box around boxes. */
function around(boxes) {
  const [left, top] = ['left', 'top'].map((side) => Math.min(...boxes.map((box) => box[side])))
  const [right, bottom] = ['right', 'bottom'].map((side) => Math.max(...boxes.map((box) => box[side])))
  return new DOMRect(left, top, right - left, bottom - top)
}

/** What of a text can be seen: white space as the browser collapses it, letters as it transforms them. */
function shown(text, { whiteSpace, textTransform }) {
  const spaced = whiteSpace.startsWith('pre') || whiteSpace === 'break-spaces' ? text : text.replace(/\s+/g, ' ')
  const flat = spaced.replace(/[\n\r\t]/g, '')
  if (textTransform === 'uppercase') return flat.toUpperCase()
  return textTransform === 'capitalize' ? flat.replace(/\b\p{L}/gu, (letter) => letter.toUpperCase()) : flat
}

export const round = (value) => Math.round(value * 100) / 100
