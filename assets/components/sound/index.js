// A sound arrives: it is kept, and nothing is drawn.

import { keep } from '../lib/audio/sounds.js'
import { Component, component } from '../lib/component.js'

class Sound extends Component {
  /** @param {any} reading */
  redraw({ arrays, ...facts }) {
    keep({ ...facts, samples: arrays.samples.values, logMel: arrays.log_mel })
  }
}

export default component(Sound)
