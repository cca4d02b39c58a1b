// The alignment being born: one sound, and what the decoder attended to at every checkpoint, to play and scrub.

import { Cursor } from '../pair_cursor.js'
import { html, part, write } from '../dom.js'
import { themeOf } from '../paint.js'
import { Player } from '../playing/player.js'
import { sheets } from '../sheets.js'
import { arrival, here } from '../audio/sounds.js'
import { heardNow, play } from '../audio/speaker.js'
import { same } from '../unpack.js'
import { Reading } from './reading.js'
import { Stage } from './stage.js'

const styles = await sheets('base.css', 'hearing/hearing.css')
const screens = new WeakMap() // by the shadow root that Streamlit keeps for the component

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement }) {
  let screen = screens.get(parentElement)
  if (!screen) screens.set(parentElement, (screen = new Screen(parentElement)))
  screen.show(data)
  return () => setTimeout(() => parentElement.isConnected || screen.close())
}

class Screen {
  constructor(root) {
    this.root = root
    root.adoptedStyleSheets = styles
    this.element = html('div')
    root.append(html('div', { class: 'picture' }, this.element))
    this.cursor = new Cursor(() => this.stage.point(), () => {})
    this.size = new ResizeObserver(() => this.stage?.paint())
    this.size.observe(this.element)
  }

  close() {
    this.cursor.close()
    this.player?.close()
    this.size.disconnect()
  }

  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    Object.assign(this, { bytes, theme, reading: new Reading(bytes) })
    const { reading, cursor } = this
    this.build(reading.words)
    this.element.style.colorScheme = theme.dark ? 'dark' : 'light'
    cursor.fit({ target: reading.target.length, source: reading.sources })
    this.player.fit(reading.frames.length, reading.current)
    this.fetch(reading.sound)
  }

  /** Make the parts, once for each language. */
  build(words) {
    const wanted = JSON.stringify(words)
    if (wanted === this.built) return
    this.built = wanted
    const acts = {
      hover: (place) => this.cursor.hover(place),
      leave: () => this.cursor.leave(),
      choose: ({ target }) => this.listen(...Object.values(this.reading.stretch(target))),
      listen: (from, to) => this.listen(from, to),
      key: (event) => this.player.key(event),
    }
    this.player?.close()
    this.player = new Player(words, (at) => this.frame(at), () => {})
    this.player.speed.value = '2'
    this.stage = new Stage(words, this.cursor, acts)
    this.step = html('output')
    this.off = html('output')
    const fact = (word, value) => html('p', {}, html('span', {}, word), value)
    const facts = html('div', { class: 'facts' }, fact(words.training_step, this.step), fact(words.off, this.off))
    this.element.replaceChildren(
      part('film', words.title, words.how, this.player.element, facts, this.stage.element, this.stage.legend),
    )
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
