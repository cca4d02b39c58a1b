// Groups of pictures that are painted at the same time, under one player.

import { Component, component } from '../lib/component.js'
import { html, write } from '../lib/dom.js'
import { PixelPlayer } from '../lib/pictures/player.js'
import { Sheet } from '../lib/pictures/sheet.js'

class PaintingGallery extends Component {
  static css = ['lib/playing/playing.css', 'lib/pictures/pictures.css', 'painting_gallery/gallery.css']
  static frame = 'holder gallery'

  constructor(root, report) {
    super(root, report)
    this.groups = []
    this.element.onkeydown = (event) => this.player.key(event)
  }

  close() {
    super.close()
    this.player?.close()
  }

  redraw({ size, steps, step }) {
    this.hang()
    this.fit()
    this.player.lay({ length: steps, width: size.width, queue: this.queue() })
    this.player.fit(steps, this.steps === steps ? this.player.at : (step ?? steps - 1))
    this.steps = steps
  }

  /** The steps at which something is still to be painted. */
  queue() {
    const { given, moments } = this.reading.arrays
    const todo = new Set(moments.values.filter((_, k) => given.values[k] < 0.5).map(Math.round))
    const queue = Array.from({ length: this.reading.steps }, (_, step) => step).filter((step) => todo.has(step))
    return queue.length ? queue : [this.reading.steps - 1]
  }

  /** Make the player, once for each language. */
  build({ words }) {
    this.player?.close()
    this.player = new PixelPlayer(words, (at) => this.stand(at), () => {})
    this.all = html('div', { class: 'groups' }, ...this.groups.map(({ element }) => element))
    this.element.replaceChildren(this.all, this.player.element)
  }

  /** The groups with their titles, each on a sheet. */
  hang() {
    const { groups, size, steps, palette, clickable } = this.reading
    for (const { element } of this.groups.splice(groups.length)) element.remove()
    while (this.groups.length < groups.length) this.begin()
    const colours = palette.map((colour) => `rgb(${colour.join(' ')})`)
    const N = size.height * size.width
    let first = 0
    groups.forEach(({ title, notes, names }, g) => {
      const sketches = names.map((name, k) => {
        const part = (array) => Array.from(this.reading.arrays[array].values.subarray((first + k) * N, (first + k + 1) * N), Math.round)
        const waves = Array.from({ length: steps }, () => [])
        part('moments').forEach((moment, pixel) => waves[moment].push(pixel))
        return { name, waves, marks: part('marks'), given: part('given').map(Boolean), colours: part('pictures').map((level) => colours[level]) }
      })
      first += names.length
      write(this.groups[g].title, title)
      write(this.groups[g].notes, notes.join(' · '))
      this.groups[g].sheet.show(size, sketches, this.theme)
      this.groups[g].sheet.element.classList.toggle('clickable', clickable)
    })
    const many = groups.length > 3
    this.all.classList.toggle('many', many)
    this.all.style.gridTemplateColumns = many ? '' : groups.map(({ columns }) => `minmax(0, ${0.2 + 0.4 * columns}fr)`).join(' ')
  }

  begin() {
    const [title, notes, sheet] = [html('h4'), html('p', { class: 'notes' }), new Sheet()]
    sheet.canvas.addEventListener('click', (event) => this.clicked(sheet.under(event)))
    const element = html('section', { class: 'group' }, html('header', {}, title, notes), sheet.element)
    this.groups.push({ element, title, notes, sheet })
    this.all.append(element)
  }

  clicked(pixel) {
    if (this.reading.clickable && pixel !== null) this.report.trigger('pixel', pixel)
  }

  fit() {
    if (!this.element.clientWidth) return
    this.groups.forEach(({ element, sheet }, g) => sheet.fit(element.clientWidth, this.reading.groups[g]))
  }

  stand(at) {
    for (const { sheet } of this.groups) sheet.point(at, this.reading.lit)
  }

  paint() {
    this.fit()
    this.stand(this.player.at)
  }
}

export default component(PaintingGallery)
