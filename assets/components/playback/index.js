// The writing of a text, played step by step, without asking the server.

import { Component, component } from '../lib/component.js'
import { Player } from '../lib/playing/player.js'
import { Dice } from './dice.js'
import { Losses } from './losses.js'
import { OneHot } from './onehot.js'
import { Table } from './table.js'
import { Text } from './text.js'
import { Writing } from './writing.js'

/** @extends {Component<Writing>} */
class Playback extends Component {
  static css = ['lib/playing/playing.css']

  read(picture) {
    return new Writing(picture)
  }

  kind({ words, taught }) {
    return [words, taught]
  }

  build({ words, taught }) {
    const before = this.player
    before?.close()
    this.player = new Player(words, (at) => this.stand(at), (at) => this.rested(at))
    const go = (at) => this.player.jump(at)
    const text = new Text(words, go)
    const onehot = new OneHot(words)
    const table = new Table(words, taught)
    const last = taught ? new Losses(words, go) : new Dice(words)
    this.views = taught ? [text, last, onehot, table] : [text, onehot, table, last]
    this.element.replaceChildren(this.player.element, ...this.views.map(({ element }) => element))
    if (before) this.player.at = before.at
  }

  /** While a network trains, every call brings another text. */
  redraw(writing) {
    for (const view of this.views) view.show(writing, this.theme)
    const asked = this.memory.ask(this, writing.step)
    this.player.fit(writing.length, asked === 'asked' ? writing.step : this.memory.place)
  }

  rested(at) {
    this.memory.tell(at)
    this.report.state('place', { step: at })
  }

  stand(at) {
    this.memory.place = at
    for (const view of this.views) view.point(at)
  }

  paint() {
    this.stand(this.player.at)
  }

  close() {
    super.close()
    this.player?.close()
  }
}

export default component(Playback)
