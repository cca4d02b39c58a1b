// Elements in one line each. Strings become text nodes, so nothing a viewer typed is ever read as markup.

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (value !== false && value != null) element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children)
  return element
}

export const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children)

export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children)

/** A titled part of a picture: its name and the sentence that says how to read it, then what it draws. */
export function part(name, title, how, ...content) {
  const heading = html('header', {}, html('h4', {}, title), html('p', {}, how))
  return html('section', { class: name, 'aria-label': title }, heading, ...content)
}

/** Set text only where it changed: layout is not asked for what stays. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text
}

/** `template` with its {fields} filled in. */
export const fillIn = (template, fields) => template.replace(/\{(\w+)\}/g, (_, name) => fields[name])

/** A symbol such as `c_{t−1}` as pieces: the letter, and its index if it has one. */
export function pieces(symbol) {
  const [, letter, index] = symbol.match(/^([^_]*)(?:_\{(.*)\})?$/)
  return { letter, index }
}

/** A symbol in HTML, set as in a formula. */
export function formula(symbol) {
  const { letter, index } = pieces(symbol)
  return html('span', { class: 'symbol' }, letter, ...(index ? [html('sub', {}, index)] : []))
}
