// The film of a sound: what the decoder attended to at every checkpoint, on the axis of seconds, to play and scrub.

import { arrival, here } from '../lib/audio/sounds.js'
import { heardNow, play } from '../lib/audio/speaker.js'
import { html, part, write } from '../lib/dom.js'
import { Reading } from '../lib/hearing/reading.js'
import { Stage } from '../lib/hearing/stage.js'
import { pairCursor } from '../lib/pair_cursor.js'
import { Player } from '../lib/playing/player.js'

export class SoundFilm {
  /** @type {import('../lib/hearing/reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor({ words }) {
    this.cursor = pairCursor(() => this.stage.point(), () => {})
    const acts = {
      hover: (place) => this.cursor.hover(place),
      leave: () => this.cursor.leave(),
      choose: ({ target }) => this.listen(...Object.values(this.reading.stretch(target))),
      listen: (from, to) => this.listen(from, to),
      key: (event) => this.player.key(event),
    }
    this.player = new Player(words, (at) => this.frame(at), () => {})
    this.player.speed.value = '2'
    this.stage = new Stage(words, this.cursor, acts)
    this.step = html('output')
    this.off = html('output')
    const fact = (word, value) => html('p', {}, html('span', {}, word), value)
    const facts = html('div', { class: 'facts' }, fact(words.training_step, this.step), fact(words.off, this.off))
    const parts = [this.player.element, facts, this.stage.element, this.stage.legend]
    this.element = part('film', words.title, words.how, ...parts)
  }

  close() {
    this.cursor.close()
    this.player.close()
  }

  show(picture, theme) {
    const reading = new Reading(picture)
    this.reading = reading
    this.theme = theme
    this.cursor.fit({ target: reading.target.length, source: reading.sources })
    this.player.fit(reading.frames.length, reading.current)
    this.fetch(reading.sound)
  }

  paint() {
    this.stage.paint()
  }

  async fetch(name) {
    const sound = here(name) ?? (await arrival(name))
    if (name === this.reading.sound) this.stage.hear(sound)
  }

  /** Stand at a checkpoint. */
  frame(at) {
    const { reading, theme } = this
    const { step, off } = reading.frames[at]
    reading.turnTo(at)
    write(this.step, step.toLocaleString('en'))
    write(this.off, off === null ? '–' : `${Math.round(off)} ms`)
    this.stage.show(reading, theme)
  }

  async listen(from, to) {
    const sound = here(this.reading.sound)
    if (!sound) return
    let heard = true
    const run = () => {
      this.stage.playhead(heard ? heardNow(sound) : null)
      if (heard) requestAnimationFrame(run)
    }
    requestAnimationFrame(run)
    await play(sound, from, to, () => (heard = false))
  }
}
