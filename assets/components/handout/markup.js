// Markup as elements: texts become text nodes, so nothing that anybody typed is ever read as HTML.

const SVG = 'http://www.w3.org/2000/svg'
const FORMULA = 'x-formula'

/** @typedef {any} Markup a text, or its tag, its attributes and its children */
/** @typedef {{render: (tex: string, element: HTMLElement, options: object) => void}} Setter of formulas */

/**
 * @param {Markup} markup
 * @param {?Setter} setter
 * @returns {Node}
 */
export function built(markup, setter) {
  if (typeof markup === 'string') return document.createTextNode(markup)
  const [tag, attributes, ...children] = markup
  if (tag === FORMULA) return set(children[0], attributes.class === 'display', setter)
  const drawn = tag.startsWith('svg:')
  const element = drawn ? document.createElementNS(SVG, tag.slice(4)) : document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children.map((child) => built(child, setter)))
  return element
}

function set(tex, displayMode, setter) {
  const place = document.createElement(displayMode ? 'div' : 'span')
  place.className = displayMode ? 'formula' : ''
  setter.render(tex, place, { displayMode, throwOnError: false, strict: 'ignore' })
  return place
}
