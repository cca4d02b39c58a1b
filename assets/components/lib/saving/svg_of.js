// A picture as one SVG that any program opens: boxes become rectangles, text stays text, drawings stay drawings, and what
// is painted on a canvas becomes an image in it.

import { svg } from '../dom.js'
import { boxOf } from './boxes.js'
import { line, round, textsOf } from './texts.js'

const XHTML = 'http://www.w3.org/1999/xhtml'
const UNSEEN = new Set(['SCRIPT', 'STYLE', 'AUDIO', 'VIDEO', 'TEMPLATE', 'OPTION'])
const CLIPS = new Set(['hidden', 'auto', 'scroll', 'clip'])

/** What of a drawing's style its look depends on; each is an attribute of SVG too. */
const PAINT = (
  'fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap ' +
  'stroke-linejoin opacity color font-family font-size font-weight font-style letter-spacing text-anchor ' +
  'dominant-baseline paint-order visibility marker-start marker-end clip-path transform'
).split(' ')

/**
 * @param {HTMLElement} element
 * @param {{background: string, title: string, without?: string}} options `without`: a selector of what is left out
 * @returns {{text: string, width: number, height: number}} the SVG and its size in CSS pixels
 */
export function svgOf(element, { background, title, without = '' }) {
  const frame = element.getBoundingClientRect()
  const [width, height] = [Math.ceil(frame.width), Math.ceil(frame.height)]
  const drawing = svg(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' },
    svg('title', {}, title),
    svg('rect', { width, height, fill: background })
  )
  drawing.append(...new Walk(frame, without).element(element))
  return { text: new XMLSerializer().serializeToString(drawing), width, height }
}

class Walk {
  /**
   * @param {DOMRect} frame of the picture
   * @param {string} without a selector
   */
  constructor(frame, without) {
    this.frame = frame
    this.without = without
    this.clips = 0
  }

  /** @returns {Element[]} what is painted of a node */
  node(node, style) {
    if (node.nodeType === Node.TEXT_NODE) return style.visibility === 'visible' ? textsOf(node, style, this.frame) : []
    return node.nodeType === Node.ELEMENT_NODE ? this.element(node) : []
  }

  /** @param {Element} element */
  element(element) {
    if (this.without && element.matches(this.without)) return []
    const style = getComputedStyle(element)
    if (style.display === 'none' || style.opacity === '0' || UNSEEN.has(element.tagName)) return []
    const box = this.boxOf(element)
    if (element instanceof SVGSVGElement) return [...boxOf(style, box), this.drawing(element, box)]
    const seen = style.visibility === 'visible' && box.width > 0 && box.height > 0
    const own = seen ? [...boxOf(style, box), ...this.pseudo(element, '::before', box), ...special(element, style, box, this)] : []
    const inside = element instanceof HTMLSelectElement ? [] : inOrder(element).flatMap((node) => this.node(node, style))
    const after = seen ? this.pseudo(element, '::after', box) : []
    const content = CLIPS.has(style.overflowX) && seen ? this.clipped(inside, box) : inside
    const all = [...own, ...content, ...after]
    return style.opacity === '1' || !all.length ? all : [svg('g', { opacity: style.opacity }, ...all)]
  }

  /** The box of an element in the picture's own pixels. */
  boxOf(element) {
    const { left, top, width, height } = element.getBoundingClientRect()
    return { left: left - this.frame.left, top: top - this.frame.top, width, height }
  }

  clipped(content, { left, top, width, height }) {
    if (!content.length) return []
    const id = `clip-${++this.clips}`
    const hole = svg('rect', { x: round(left), y: round(top), width: round(width), height: round(height) })
    return [svg('clipPath', { id }, hole), svg('g', { 'clip-path': `url(#${id})` }, ...content)]
  }

  /** What the style puts before or after the content: small marks, whose place has to be worked out. */
  pseudo(element, which, box) {
    const style = getComputedStyle(element, which)
    if (style.content === 'none' || style.content === 'normal' || style.display === 'none') return []
    const [width, height, left, top] = [style.width, style.height, style.left, style.top].map((text) => parseFloat(text) || 0)
    const around = getComputedStyle(element)
    const inner = parseFloat(around.paddingLeft) + parseFloat(around.borderLeftWidth)
    const place =
      style.position === 'absolute'
        ? { left: box.left + left, top: box.top + top }
        : { left: box.left + inner, top: box.top + (style.display === 'block' ? 0 : (box.height - height) / 2) }
    const said = style.content.replace(/^"|"$/g, '')
    const whole = { ...place, width, height }
    if (!said) return boxOf(style, whole)
    const { left: x, top: y } = this.frame
    return [line(said, new DOMRect(place.left + x, box.top + y, width, box.height), style, this.frame)]
  }

  /** A drawing with the look that its style gives it. */
  drawing(element, { left, top, width, height }) {
    const copy = /** @type {SVGSVGElement} */ (element.cloneNode(true))
    const [from, to] = [element, copy].map((each) => [each, ...each.querySelectorAll('*')])
    from.forEach((original, k) => {
      const style = getComputedStyle(original)
      if (style.display === 'none') return to[k].setAttribute('display', 'none')
      for (const name of PAINT) {
        const value = style.getPropertyValue(name)
        if (value && value !== 'none' ? true : name === 'fill' || name === 'stroke') to[k].setAttribute(name, value.replace(/"/g, "'"))
      }
      for (const name of ['class', 'style', 'tabindex']) to[k].removeAttribute(name)
    })
    copy.removeAttribute('transform')
    for (const [name, value] of Object.entries({ x: left, y: top, width, height })) copy.setAttribute(name, String(round(value)))
    copy.setAttribute('overflow', getComputedStyle(element).overflow)
    return copy
  }
}

/** The child nodes in the order in which they are painted: those that are placed by themselves come over the others. */
function inOrder(element) {
  const level = (node) => {
    const { position, zIndex } = node instanceof Element ? getComputedStyle(node) : { position: 'static', zIndex: 'auto' }
    return position === 'static' ? 0 : 0.5 + (Number(zIndex) || 0)
  }
  const closed = element instanceof HTMLDetailsElement && !element.open
  const nodes = closed ? [...element.childNodes].filter((node) => node.nodeName === 'SUMMARY') : [...element.childNodes]
  return nodes.map((node) => ({ node, at: level(node) })).sort((a, b) => a.at - b.at).map(({ node }) => node)
}

/** What elements show that have no child nodes for it: canvases, images, controls. */
function special(element, style, box, walk) {
  const place = { x: round(box.left), y: round(box.top), width: round(box.width), height: round(box.height) }
  if (element instanceof HTMLCanvasElement && element.width && element.height) {
    return [svg('image', { ...place, href: element.toDataURL(), preserveAspectRatio: 'none', style: smooth(style) })]
  }
  if (element instanceof HTMLSelectElement) {
    const said = element.selectedOptions[0]?.text ?? ''
    const { frame } = walk
    const left = box.left + frame.left + parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth)
    const width = Math.min(box.width, widthOf(said, style))
    return said ? [line(said, new DOMRect(left, box.top + frame.top, width, box.height), style, frame)] : []
  }
  return element instanceof HTMLInputElement ? control(element, style, box, walk) : []
}

/** A slider, a box to tick, or what stands in a field. */
function control(input, style, box, walk) {
  const middle = box.top + box.height / 2
  if (input.type === 'range') {
    const share = (Number(input.value) - Number(input.min)) / (Number(input.max || 100) - Number(input.min) || 1)
    const at = box.left + 8 + share * (box.width - 16)
    const rail = { x1: box.left + 8, x2: box.left + box.width - 8, y1: middle, y2: middle }
    return [
      svg('line', { ...rail, stroke: style.color, 'stroke-opacity': 0.25, 'stroke-width': 4, 'stroke-linecap': 'round' }),
      svg('circle', { cx: round(at), cy: round(middle), r: 7, fill: style.accentColor === 'auto' ? style.color : style.accentColor }),
    ]
  }
  if (input.type === 'checkbox' || input.type === 'radio') {
    const [cx, cy] = [round(box.left + box.width / 2), round(middle)]
    const rim = svg('circle', { cx, cy, r: 6, fill: 'none', stroke: style.color })
    return input.checked ? [rim, svg('circle', { cx, cy, r: 4, fill: style.color })] : [rim]
  }
  const { frame } = walk
  const width = widthOf(input.value, style)
  const edge = parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth)
  const left = box.left + frame.left + (style.textAlign === 'center' ? (box.width - width) / 2 : edge)
  const place = new DOMRect(left, box.top + frame.top, width, box.height)
  return input.value ? [line(input.value, place, style, frame)] : []
}

const smooth = ({ imageRendering }) => imageRendering === 'pixelated' && 'image-rendering: pixelated'

/** Pixels that a text takes in the font of a style. */
function widthOf(text, style) {
  const probe = document.createElementNS(XHTML, 'canvas')
  const context = /** @type {HTMLCanvasElement} */ (probe).getContext('2d')
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  return context.measureText(text).width
}
