// Buttons that save files. The server makes a file when its button is pressed: meanwhile the button fills up, and if it
// cannot be made the sentence that says why stands below.

import { Component, component } from '../lib/component.js'
import { html, write } from '../lib/dom.js'
import { keepFile } from '../lib/keep_file.js'

const OFTEN = 300 // milliseconds between two questions how much is done

class Save extends Component {
  static css = ['save/save.css']
  static frame = 'save'

  /** @param {any} reading */
  kind({ words, offers }) {
    return [words, offers.map(({ label }) => label)]
  }

  /** @param {any} reading */
  build({ offers }) {
    this.buttons = offers.map(({ label }, number) =>
      html('button', { type: 'button', onclick: () => this.save(number) }, label)
    )
    this.said = html('p', { role: 'status' })
    this.element.replaceChildren(html('div', { class: 'buttons' }, ...this.buttons), this.said)
  }

  /** @param {any} reading */
  redraw({ offers }) {
    this.buttons.forEach((button, number) => (button.title = offers[number].help))
  }

  /** @param {number} number of the button that was pressed */
  async save(number) {
    const button = this.buttons[number]
    if (button.ariaBusy === 'true') return
    const { address, name } = this.reading.offers[number]
    button.ariaBusy = 'true'
    this.tell(this.reading.words.working, false)
    const asking = setInterval(() => this.ask(button, address), OFTEN)
    try {
      const response = await fetch(new URL(address, document.baseURI), { cache: 'no-store' })
      const [fine, told] = [response.ok, response.status === 422]
      if (fine) keepFile(await response.blob(), name)
      else if (response.status === 404) this.report.trigger('missing', address)
      this.tell(fine ? '' : told ? await response.text() : this.reading.words.lost, !fine)
    } catch {
      this.tell(this.reading.words.lost, true)
    } finally {
      clearInterval(asking)
      button.ariaBusy = 'false'
      button.style.removeProperty('--share')
    }
  }

  /** Show how much of a file is done. */
  async ask(button, address) {
    const response = await fetch(new URL(`${address}/share`, document.baseURI)).catch(() => null)
    if (!response?.ok) return
    const { share } = await response.json()
    if (button.ariaBusy === 'true' && share) button.style.setProperty('--share', `${Math.round(100 * share)}%`)
  }

  /**
   * @param {string} text
   * @param {boolean} wrong
   */
  tell(text, wrong) {
    write(this.said, text)
    this.said.classList.toggle('wrong', wrong)
  }
}

export default component(Save)
