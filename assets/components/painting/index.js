// A picture painted pixel by pixel, with what was believed before each pixel, without asking the server.

import { Component, component } from '../lib/component.js'
import { Cursor } from '../lib/cursor.js'
import { html, part, write } from '../lib/dom.js'
import { PixelPlayer } from '../lib/pictures/player.js'
import { Dice } from './dice.js'
import { Easel } from './easel.js'
import { Painted } from './painted.js'
import { Table } from './table.js'
import { Wall } from './wall.js'

/** How far it is painted, and the pixel that the pointer is over. */
const AXES = { at: {}, glance: { otherwise: null } }
const WIDE = 760 // CSS pixels from which on the distribution stands beside the picture
const SHARE = 0.56 // of the width, what the picture takes then
const TALL = 0.55 // of the window's height, the most that it takes

/** @extends {Component<Painted>} */
class Painting extends Component {
  static css = ['lib/playing/playing.css', 'lib/pictures/pictures.css']
  static frame = 'holder painting'

  constructor(root, report) {
    super(root, report)
    this.cursor = new Cursor(AXES, () => this.followed(), () => {})
    this.typed = (event) => this.overheard(event)
    window.addEventListener('keydown', this.typed)
  }

  close() {
    super.close()
    this.player?.close()
    this.cursor.close()
    window.removeEventListener('keydown', this.typed)
  }

  /** Space plays from anywhere on the page, if nothing else has taken it. */
  overheard(event) {
    if (event.key === ' ' && event.target === document.body && !event.defaultPrevented && this.reading?.space) this.player.key(event)
  }

  read(picture) {
    return new Painted(picture)
  }

  build({ words }) {
    const before = this.player
    before?.close()
    this.player = new PixelPlayer(words, (at) => this.stand(at), (at) => this.rested(at))
    const hover = (glance) => this.cursor.change({ glance })
    this.easel = new Easel(words.picture, { hover, click: (pixel) => this.player.jump(pixel) })
    this.table = new Table(words)
    this.dice = new Dice(words)
    this.wall = new Wall((picture) => this.report.trigger('picture', picture))
    this.verdict = html('p', { class: 'verdict', role: 'status' })
    this.together = part('all', words.wall, words.wall_how, this.wall.element)
    const left = html('section', { class: 'left', 'aria-label': words.picture }, this.easel.element, this.verdict)
    const right = html('div', { class: 'right' }, this.table.element, this.dice.element)
    this.element.replaceChildren(this.player.element, html('div', { class: 'desk' }, left, right), this.together)
    this.element.onkeydown = (event) => this.player.key(event)
    if (before) this.player.at = before.at
  }

  /** While a network trains, every call brings another painting. */
  redraw(painted) {
    const { cursor, memory, player, theme } = this
    for (const view of [this.table, this.dice, this.wall]) view.show(painted, theme)
    player.lay(painted)
    cursor.group = painted.group && `${painted.group} ${painted.length}` // those of another size have other pixels
    cursor.fit({ at: painted.length, glance: painted.length })
    this.hangEasel()
    memory.untouched ??= true
    const asked = memory.ask(this, painted.pixel)
    player.fit(painted.length, asked === 'asked' ? painted.pixel : memory.place)
  }

  rested(pixel) {
    this.memory.tell(pixel)
    this.report.state('place', { pixel })
  }

  /** The player stands at a pixel. */
  stand(at) {
    const { memory } = this
    memory.untouched = memory.untouched && at === this.reading.length - 1
    memory.place = at
    if (!this.cursor.change({ at })) this.point()
  }

  /** The cursor has moved, here or in another painting of the group. */
  followed() {
    const { at } = this.cursor.place
    if (at !== this.player.at) this.player.go(at)
    else this.point()
  }

  point() {
    const { at } = this.player
    const glance = this.cursor.place.glance ?? this.telling(at)
    const seen = glance ?? at
    this.easel.point(at, glance)
    this.wall.point(at)
    this.table.point(seen)
    this.dice.point(seen)
    write(this.verdict, this.dice.say(seen))
  }

  /** On a finished picture that nobody has touched yet: a pixel more telling than the last one. */
  telling(at) {
    const { look, length } = this.reading
    return at === length - 1 && this.memory.untouched ? look : null
  }

  hangEasel() {
    const { clientWidth } = this.element
    if (!clientWidth) return
    const wide = clientWidth >= WIDE
    this.element.classList.toggle('wide', wide)
    this.together.hidden = this.reading.count === 1
    const room = Math.min(wide ? SHARE * clientWidth : clientWidth, Math.max(320, TALL * window.innerHeight))
    this.easel.show(this.reading, this.theme, room)
    if (this.reading.count > 1) this.wall.fit(clientWidth)
  }

  paint() {
    this.hangEasel()
    this.point()
  }
}

export default component(Painting)
