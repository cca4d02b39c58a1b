// The boxes of a picture as SVG: backgrounds, colour ramps, borders, outlines and the hard shadows that frame a cell.

import { svg } from '../dom.js'
import { round } from './texts.js'

const CLEAR = /^(transparent|rgba\(.*, 0\))$/
const SIDES = ['Top', 'Right', 'Bottom', 'Left']

/**
 * What is painted of an element itself, behind its content.
 * @param {CSSStyleDeclaration} style
 * @param {{left: number, top: number, width: number, height: number}} box in the picture's own pixels
 */
export function boxOf(style, box) {
  const radius = Math.min(parseFloat(style.borderTopLeftRadius) || 0, box.width / 2, box.height / 2)
  const round = style.borderTopLeftRadius.endsWith('%') ? box.width / 2 : radius
  return [
    ...shadowsOf(style, box, round, false),
    ...(CLEAR.test(style.backgroundColor) ? [] : [rect(box, { fill: style.backgroundColor, rx: round })]),
    ...gradientOf(style, box, round),
    ...bordersOf(style, box, round),
    ...shadowsOf(style, box, round, true),
    ...outlineOf(style, box, round),
  ]
}

/** A rectangle, made larger by `grow` on every side. */
function rect({ left, top, width, height }, { rx = 0, ...paint }, grow = 0) {
  const [across, down] = [width + 2 * grow, height + 2 * grow]
  if (across <= 0 || down <= 0) return svg('g')
  const place = { x: round(left - grow), y: round(top - grow), width: round(across), height: round(down) }
  return svg('rect', { ...place, rx: rx && round(Math.max(0, rx + grow)), ...paint })
}

/** A frame of some width, its outer edge `outside` the box. */
const frame = (box, radius, width, colour, outside, dashes) =>
  rect(
    box,
    { rx: radius, fill: 'none', stroke: colour, 'stroke-width': round(width), 'stroke-dasharray': dashes },
    outside - width / 2
  )

const dashesOf = (kind, width) => ({ dashed: `${3 * width} ${2 * width}`, dotted: `${width} ${width}` })[kind]

function bordersOf(style, box, radius) {
  const sides = SIDES.map((side) => ({
    width: style[`border${side}Style`] === 'none' ? 0 : parseFloat(style[`border${side}Width`]),
    colour: style[`border${side}Color`],
    dashes: dashesOf(style[`border${side}Style`], parseFloat(style[`border${side}Width`])),
  }))
  const seen = sides.map(({ width, colour }) => width > 0 && !CLEAR.test(colour))
  if (!seen.some(Boolean)) return []
  const same = sides.every(({ width, colour }) => width === sides[0].width && colour === sides[0].colour)
  if (same) return [frame(box, radius, sides[0].width, sides[0].colour, 0, sides[0].dashes)]
  const { left, top, width, height } = box
  const edges = [
    (w) => [left, top + w / 2, left + width, top + w / 2],
    (w) => [left + width - w / 2, top, left + width - w / 2, top + height],
    (w) => [left, top + height - w / 2, left + width, top + height - w / 2],
    (w) => [left + w / 2, top, left + w / 2, top + height],
  ]
  return sides.flatMap(({ width: w, colour, dashes }, k) => {
    const [x1, y1, x2, y2] = edges[k](w).map(round)
    return seen[k] ? [svg('line', { x1, y1, x2, y2, stroke: colour, 'stroke-width': w, 'stroke-dasharray': dashes })] : []
  })
}

function outlineOf(style, box, radius) {
  const width = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth)
  if (!width || CLEAR.test(style.outlineColor)) return []
  const outside = parseFloat(style.outlineOffset) + width
  return [frame(box, radius, width, style.outlineColor, outside, dashesOf(style.outlineStyle, width))]
}

/** Shadows without blur: frames, and lines along an edge. */
function shadowsOf(style, box, radius, inside) {
  if (style.boxShadow === 'none') return []
  return split(style.boxShadow).flatMap((shadow) => {
    const inset = shadow.includes('inset')
    const [x, y, blur, spread] = (shadow.replace(/\w+\([^)]*\)|#\w+/g, '').match(/-?[\d.]+(?=px)/g) ?? []).map(Number)
    const colour = shadow.match(/\w+\([^)]*\)|#\w+/)?.[0] ?? style.color
    if (inset !== inside || blur || CLEAR.test(colour)) return []
    if (spread > 0) return [frame(box, radius, spread, colour, inset ? 0 : spread)]
    if (!inset) return []
    const { left, top, width, height } = box
    const [across, down] = [Math.abs(x), Math.abs(y)]
    const edges = [
      ...(across ? [{ left: x > 0 ? left : left + width - across, top, width: across, height }] : []),
      ...(down ? [{ left, top: y > 0 ? top : top + height - down, width, height: down }] : []),
    ]
    return edges.map((edge) => rect(edge, { fill: colour }))
  })
}

let named = 0 // gradients so far: each has an id of its own

/** A linear gradient as the background, one layer. */
function gradientOf(style, box, radius) {
  const layer = split(style.backgroundImage)[0]
  const [, repeats, inner] = layer?.match(/^(repeating-)?linear-gradient\((.*)\)$/) ?? []
  if (!inner) return []
  const parts = split(inner)
  const angle = angleOf(parts[0])
  const stops = parts.slice(angle === null ? 0 : 1)
  const place = placed(style, box)
  const turn = ((angle ?? 180) * Math.PI) / 180
  const [dx, dy] = [Math.sin(turn), -Math.cos(turn)]
  const length = Math.abs(place.width * dx) + Math.abs(place.height * dy)
  const list = stopsOf(stops, length)
  const end = repeats ? list.at(-1).at : length
  const [cx, cy] = [place.left + place.width / 2 - (dx * length) / 2, place.top + place.height / 2 - (dy * length) / 2]
  const id = `gradient-${++named}`
  const fill = svg(
    'linearGradient',
    {
      id,
      gradientUnits: 'userSpaceOnUse',
      spreadMethod: repeats && 'repeat',
      ...{ x1: round(cx), y1: round(cy), x2: round(cx + dx * end), y2: round(cy + dy * end) },
    },
    ...list.map(({ at, colour }) => svg('stop', { offset: round((100 * at) / (end || 1)) + '%', 'stop-color': colour }))
  )
  return [fill, rect(place, { fill: `url(#${id})`, rx: radius })]
}

/** Where a background of its own size lies in the box. */
function placed({ backgroundSize, backgroundPosition }, box) {
  const share = (text, whole, auto) => (text.endsWith('%') ? (parseFloat(text) / 100) * whole : parseFloat(text) || auto)
  const [across, down = 'auto'] = backgroundSize.split(' ')
  const width = across === 'auto' ? box.width : share(across, box.width, 0)
  const height = down === 'auto' ? box.height : share(down, box.height, 0)
  const [x, y] = backgroundPosition.split(' ')
  return { left: box.left + share(x, box.width - width, 0), top: box.top + share(y, box.height - height, 0), width, height }
}

/** Degrees, clockwise from upwards; null if a text names none. */
function angleOf(text) {
  if (text.endsWith('deg')) return parseFloat(text)
  return { 'to right': 90, 'to left': 270, 'to top': 0, 'to bottom': 180 }[text] ?? null
}

/** The stops of a gradient, those without a place spread evenly between their neighbours. */
function stopsOf(texts, length) {
  const list = texts.flatMap((text) => {
    const colour = text.match(/^\w+\([^)]*\)|^#\w+|^\w+/)[0]
    const places = text.slice(colour.length).match(/-?[\d.]+(%|px)/g) ?? [null]
    return places.map((place) => ({
      colour: colour === 'transparent' ? 'rgba(0, 0, 0, 0)' : colour,
      at: place && (place.endsWith('%') ? (parseFloat(place) / 100) * length : parseFloat(place)),
    }))
  })
  list[0].at ??= 0
  list.at(-1).at ??= length
  for (let k = 1; k < list.length - 1; k++) {
    const next = list.findIndex(({ at }, other) => other > k && at != null)
    list[k].at ??= list[k - 1].at + (list[next].at - list[k - 1].at) / (next - k + 1)
  }
  return list
}

/** The parts of a list that is separated by commas, but for those inside brackets. */
function split(list) {
  if (list === 'none') return []
  const parts = ['']
  let depth = 0
  for (const letter of list) {
    depth += Number(letter === '(') - Number(letter === ')')
    if (letter === ',' && !depth) parts.push('')
    else parts[parts.length - 1] += letter
  }
  return parts.map((part) => part.trim())
}
