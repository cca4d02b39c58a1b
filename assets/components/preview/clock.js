// A drawing that appears step by step, once.

import { calm } from '../lib/paint.js'

export class Clock {
  /** Call `draw` with 1, 2 … `steps`, `seconds` apart; at once with `steps` where less motion is wanted. */
  run(steps, seconds, draw) {
    this.stop()
    if (calm()) return draw(steps)
    const started = performance.now()
    const frame = (now) => {
      const step = Math.min(steps, Math.floor((now - started) / 1000 / seconds) + 1)
      draw(step)
      if (step < steps) this.timer = requestAnimationFrame(frame)
    }
    this.timer = requestAnimationFrame(frame)
  }

  stop() {
    cancelAnimationFrame(this.timer)
  }
}
