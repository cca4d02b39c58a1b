// The cursor by keyboard, the same wherever the focus is; only ↑ and ↓ depend on what is drawn there.

/**
 * @param {import('./text_cursor.js').TextCursor} cursor
 * @param {KeyboardEvent} event
 * @param {(direction: number) => void} vertical called with −1 for ↑ and 1 for ↓
 * @returns {boolean} whether the key was one of the cursor's
 */
export function steer(cursor, event, vertical) {
  const keys = {
    ArrowLeft: () => cursor.go(-1),
    ArrowRight: () => cursor.go(1),
    ArrowUp: () => vertical(-1),
    ArrowDown: () => vertical(1),
    PageUp: () => cursor.go(-10),
    PageDown: () => cursor.go(10),
    Home: () => cursor.go(-Infinity),
    End: () => cursor.go(Infinity),
    Enter: () => cursor.click({ time: cursor.time }),
    ' ': () => cursor.click({ time: cursor.time }),
    Escape: () => cursor.release(),
  }
  if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return false
  event.preventDefault()
  event.stopPropagation() // the page has shortcuts of its own
  keys[event.key]()
  return true
}
