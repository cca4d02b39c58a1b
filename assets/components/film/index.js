// An alignment while it is learnt: what attention did at every checkpoint, over two sentences or over a sound.

import { Component, component } from '../lib/component.js'
import { MatrixFilm } from './matrix.js'
import { SoundFilm } from './sound.js'

class Film extends Component {
  static css = ['lib/matrix/matrix.css', 'lib/hearing/hearing.css', 'film/film.css']
  static frame = 'film'

  kind({ words, sound }) {
    return [words, sound !== undefined]
  }

  build(reading) {
    const sounding = reading.sound !== undefined
    const travel = (step) => this.report.trigger('step', step)
    this.film?.close()
    this.film = sounding ? new SoundFilm(reading) : new MatrixFilm(reading, travel)
    this.element.classList.toggle('hearing', sounding)
    this.element.classList.toggle('matrix', !sounding)
    this.element.replaceChildren(this.film.element)
  }

  redraw({ arrays, ...header }) {
    this.film.show({ header, arrays }, this.theme, this.memory)
  }

  paint() {
    this.film.paint()
  }

  close() {
    super.close()
    this.film?.close()
  }
}

export default component(Film)
