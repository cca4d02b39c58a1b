// Where a page is scrolled to, told by what stands at its top, for two windows are not equally large.

/** What a pointing is called that says where the lecturer has scrolled to. */
export const SCROLLED = 'unrolled:scrolled'

const KEYED = '[class*="st-key-"]'
/** What does not go along. */
const STILL = ['head', 'language_switch', 'room_bar', 'walk_bar'].map((key) => `.st-key-${key}`).join()
const HEAD = 64 // CSS pixels of the row that stays in sight
const PATIENCE = 5000 // milliseconds in which the page should have been drawn
const OFTEN = 200

/** The part of the page that scrolls. */
export const main = () => document.querySelector('[data-testid="stMain"]')

const keyOf = (element) => [...element.classList].find((name) => name.startsWith('st-key-'))

/** The container that stands at the top, by its key, and how far its top is from that of the window. */
export function whereabouts() {
  if (!(main()?.scrollTop >= HEAD)) return { key: '', off: 0 }
  const seen = [...main().querySelectorAll(KEYED)].filter((element) => element.getClientRects().length)
  const moving = seen.filter((element) => !element.closest(STILL))
  const far = (element) => Math.abs(element.getBoundingClientRect().top - HEAD)
  const nearest = moving.reduce((best, element) => (best && far(best) <= far(element) ? best : element), null)
  return nearest ? { key: keyOf(nearest), off: Math.round(nearest.getBoundingClientRect().top) } : { key: '', off: 0 }
}

let waiting = null

/** Go where somebody else has scrolled to, as soon as what stands there is drawn. */
export function goTo({ key, off }) {
  clearInterval(waiting)
  const begun = performance.now()
  const go = () => {
    const found = key && document.querySelector(`.${CSS.escape(key)}`)
    if (found) main().scrollBy({ top: found.getBoundingClientRect().top - off, behavior: 'instant' })
    else if (!key) main()?.scrollTo({ top: 0, behavior: 'instant' })
    if (found || !key || performance.now() - begun > PATIENCE) clearInterval(waiting)
  }
  waiting = setInterval(go, OFTEN)
  go()
}
