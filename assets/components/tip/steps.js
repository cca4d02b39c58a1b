// The cursor by keyboard: one step is the next word or note.

/**
 * @param {import('../lib/cursor.js').Cursor} cursor
 * @param {KeyboardEvent} event
 */
export function steer(cursor, event) {
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity }
  const { step } = cursor.place
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key in by) cursor.choose({ step: step + by[event.key] })
  else if (event.key === 'Enter' || event.key === ' ') cursor.click({ step })
  else return
  event.preventDefault()
  event.stopPropagation() // the page has shortcuts of its own
}
