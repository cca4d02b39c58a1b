// What the drawings of an alignment share: style sheets, colours, and whether anything has changed.

import { html } from '../microscope/dom.js'
import { rgb, sequential, visible } from '../paint.js'

const GLOW = 0.5 // how far a colour moves towards white on a dark page
const components = new URL('..', import.meta.url)

/** Style sheets for a shadow root, from files below the components' folder. */
export const sheets = (...paths) => Promise.all(paths.map(sheet))

async function sheet(path) {
  const made = new CSSStyleSheet()
  made.replaceSync(await (await fetch(new URL(path, components))).text())
  return made
}

/** A titled part of a picture: its name, and the sentence that says how to read it, before what it draws. */
export function part(name, title, how, ...content) {
  const heading = html('header', {}, html('h4', {}, title), html('p', {}, how))
  return html('section', { class: name, 'aria-label': title }, heading, ...content)
}

/** Whether two payloads are the same. */
export function same(bytes, others) {
  return bytes.length === others?.length && bytes.every((byte, k) => byte === others[k])
}

/** The colours of a share of attention, 0 to 1: from the page's background to a blue that stands out from it. */
export function attentionScale({ quantities }, theme) {
  const { colour } = quantities.alignment
  const lighter = rgb(colour).slice(0, 3).map((u) => Math.round(u + GLOW * (255 - u)))
  return sequential(theme.background, theme.dark ? `rgb(${lighter.join(' ')})` : colour)
}

/** CSS pixels of the widest token in `font`. */
export function widest(tokens, font) {
  const context = (widest.context ??= document.createElement('canvas').getContext('2d'))
  context.font = font
  return Math.ceil(Math.max(...tokens.map((token) => context.measureText(visible(token)).width)))
}

/** Whether there is more in `scroller` than it shows. */
export const overflows = ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
  scrollWidth > clientWidth || scrollHeight > clientHeight

/** Scroll `scroller`, and nothing else, as little as it takes to show a part of what is in it. */
export function keepInSight(scroller, { left, right, top = 0, bottom = 0 }) {
  if (scroller.matches(':hover')) return // never under the pointer
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = scroller
  scroller.scrollLeft = Math.min(left, Math.max(scrollLeft, right - clientWidth))
  scroller.scrollTop = Math.min(top, Math.max(scrollTop, bottom - clientHeight))
}
