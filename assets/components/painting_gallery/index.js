// Groups of pictures that are painted at the same time, under one player.

import { html, write } from '../dom.js'
import { themeOf } from '../paint.js'
import { PixelPlayer } from '../pictures/player.js'
import { Sheet } from '../pictures/sheet.js'
import { sheets } from '../sheets.js'
import { same, unpack } from '../unpack.js'

const styles = await sheets('base.css', 'playback/playback.css', 'painting/painting.css', 'painting_gallery/gallery.css')
const screens = new WeakMap() // by the shadow root that Streamlit keeps for the component

/** What Streamlit calls at every rerun, and when its theme changes. */
export default function mount({ data, parentElement, setTriggerValue }) {
  let screen = screens.get(parentElement)
  if (!screen) screens.set(parentElement, (screen = new Screen(parentElement)))
  screen.report = (pixel) => setTriggerValue('pixel', pixel)
  screen.show(data)
  return () => setTimeout(() => parentElement.isConnected || screen.close())
}

class Screen {
  constructor(root) {
    this.root = root
    this.groups = []
    root.adoptedStyleSheets = styles
    this.element = html('div', { class: 'holder gallery' })
    this.element.onkeydown = (event) => this.player.key(event)
    root.append(html('div', { class: 'picture' }, this.element))
    this.size = new ResizeObserver(([{ contentRect }]) => this.resized(contentRect.width))
    this.size.observe(this.element)
  }

  close() {
    this.player?.close()
    this.size.disconnect()
  }

  show(bytes) {
    const theme = themeOf(this.root)
    if (theme.key === this.theme?.key && same(bytes, this.bytes)) return
    Object.assign(this, { bytes, theme, ...unpack(bytes) })
    const { words, size, steps } = this.header
    this.element.style.colorScheme = theme.dark ? 'dark' : 'light'
    this.element.classList.toggle('dark', theme.dark)
    this.build(words)
    this.hang()
    this.fit()
    this.player.lay({ length: steps, width: size.width, queue: this.queue() })
    this.player.fit(steps, this.steps === steps ? this.player.at : (this.header.step ?? steps - 1))
    this.steps = steps
  }

  /** The steps at which something is still to be painted. */
  queue() {
    const { given, moments } = this.arrays
    const todo = new Set(moments.values.filter((_, k) => given.values[k] < 0.5).map(Math.round))
    const queue = Array.from({ length: this.header.steps }, (_, step) => step).filter((step) => todo.has(step))
    return queue.length ? queue : [this.header.steps - 1]
  }

  /** Make the player, once for each language. */
  build(words) {
    const wanted = JSON.stringify(words)
    if (wanted === this.built) return
    this.built = wanted
    this.player?.close()
    this.player = new PixelPlayer(words, (at) => this.point(at), () => {})
    this.all = html('div', { class: 'groups' }, ...this.groups.map(({ element }) => element))
    this.element.replaceChildren(this.all, this.player.element)
  }

  /** The groups with their titles, each on a sheet. */
  hang() {
    const { groups, size, steps, palette, clickable } = this.header
    for (const { element } of this.groups.splice(groups.length)) element.remove()
    while (this.groups.length < groups.length) this.begin()
    const colours = palette.map((colour) => `rgb(${colour.join(' ')})`)
    const N = size.height * size.width
    let first = 0
    groups.forEach(({ title, notes, names }, g) => {
      const sketches = names.map((name, k) => {
        const part = (array) => Array.from(this.arrays[array].values.subarray((first + k) * N, (first + k + 1) * N), Math.round)
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
    if (this.header.clickable && pixel !== null) this.report(pixel)
  }

  fit() {
    if (!this.element.clientWidth) return
    this.groups.forEach(({ element, sheet }, g) => sheet.fit(element.clientWidth, this.header.groups[g]))
  }

  point(at) {
    for (const { sheet } of this.groups) sheet.point(at, this.header.lit)
  }

  resized(width) {
    if (width === this.width || !this.header) return
    this.width = width
    this.fit()
    this.point(this.player.at)
  }
}
