// Scrolling a picture that is larger than its frame, and nothing else.

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
