// A handout: pages of the app as they were recorded, drawn by the same components from what lies in this file.

import { bringFrom } from '../lib/bring.js'
import { html } from '../lib/dom.js'
import { Chapter } from './chapter.js'
import { joined } from './joined.js'
import { built } from './markup.js'

const NEAR = '1200px' // how near to the window a chapter is drawn

/**
 * @param {{page: HTMLElement, book: any, sheets: Object<string, string>, bytes: (id: string) => Promise<Uint8Array>}} file
 */
export async function begin({ page, book, sheets, bytes }) {
  bringFrom(async (address) => {
    if (address in sheets) return new Response(sheets[address])
    const id = address.slice(address.lastIndexOf('/') + 1)
    return document.getElementById(id) ? new Response(/** @type {any} */ (joined(await bytes(id)))) : new Response(null, { status: 404 })
  })
  const setting = 'katex'
  const setter = book.formulas ? (await import(setting)).default : null
  const chapters = book.chapters.map((told, number) => new Chapter(told, number, book, setter))
  page.append(...head(book, setter), ...chapters.map(({ element }) => element), ...book.foot.map((markup) => built(markup, setter)))
  const near = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) if (isIntersecting) chapters.find(({ element }) => element === target).begin()
    },
    { rootMargin: NEAR },
  )
  for (const { element } of chapters) near.observe(element)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chapters.forEach(({ leaves }) => leaves.again()))
  addEventListener('beforeprint', () => chapters.forEach((chapter) => chapter.begin()))
  await chapters[0].begin()
  document.body.dataset.drawn = '' // for whoever waits for it
}

/** What stands above the chapters; of many, a list of them. */
function head(book, setter) {
  const list = book.chapters.map(({ title, said }, k) =>
    html('li', {}, html('a', { href: `#stop-${k + 1}` }, title), ...(said ? [html('span', {}, ` ${said}`)] : [])),
  )
  return [...book.head.map((markup) => built(markup, setter)), ...(list.length > 1 ? [html('nav', {}, html('ol', {}, ...list))] : [])]
}
