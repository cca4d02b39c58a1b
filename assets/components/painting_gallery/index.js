// Groups of pictures that are painted at the same time, under one player.

import { html, write } from '../dom.js'
import { rgb, themeOf } from '../paint.js'
import { Frame, packed } from '../painting/frame.js'
import { PixelPlayer } from '../painting/player.js'
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
    root.adoptedStyleSheets = styles
    this.element = html('div', { class: 'holder gallery' })
    this.element.onkeydown = (event) => this.player.key(event)
    root.append(html('div', { class: 'picture' }, this.element))
  }

  close() {
    this.player?.close()
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
    const [given, moments] = [this.arrays.given.values, this.arrays.moments.values]
    const todo = new Set(moments.filter((_, k) => given[k] < 0.5).map(Math.round))
    const queue = Array.from({ length: steps }, (_, step) => step).filter((step) => todo.has(step))
    this.player.lay({ length: steps, width: size.width, queue: queue.length ? queue : [steps - 1] })
    this.player.fit(steps, this.steps === steps ? this.player.at : (this.header.step ?? steps - 1))
    this.steps = steps
  }

  /** Make the player, once for each language. */
  build(words) {
    const wanted = JSON.stringify(words)
    if (wanted === this.built) return
    this.built = wanted
    this.player?.close()
    this.player = new PixelPlayer(words, (at) => this.point(at), () => {})
    this.groups = html('div', { class: 'groups' })
    this.element.replaceChildren(this.groups, this.player.element)
    this.laid = null
  }

  /** The frames in their groups; made anew only when there are others. */
  hang() {
    const { header } = this
    const layout = JSON.stringify(header.groups.map(({ names, columns }) => [names.length, columns]))
    if (layout !== this.laid) this.lay()
    this.laid = layout
    const { length } = this.frames
    const N = header.size.height * header.size.width
    const colours = header.palette.map(packed)
    for (let k = 0; k < length; k++) {
      const part = (name) => Array.from(this.arrays[name].values.subarray(k * N, (k + 1) * N), Math.round)
      const waves = Array.from({ length: header.steps }, () => [])
      part('moments').forEach((moment, pixel) => waves[moment].push(pixel))
      const given = part('given').map(Boolean)
      this.frames[k].frame.lay(header.size, Uint32Array.from(part('pictures'), (level) => colours[level]), given, waves)
      this.mark(this.frames[k].board, part('marks'))
      this.edge(this.frames[k].board, given)
    }
    header.groups.forEach(({ title, notes, names }, g) => {
      write(this.titles[g].title, title)
      write(this.titles[g].notes, notes.join(' · '))
      names.forEach((name, k) => write(this.titles[g].names[k], name))
    })
  }

  lay() {
    this.frames = []
    this.titles = []
    const groups = this.header.groups.map(({ names, columns }) => {
      const [title, notes] = [html('h4'), html('p', { class: 'notes' })]
      const hung = names.map(() => this.frame())
      const inside = html('div', { class: 'frames' }, ...hung.map(({ element }) => element))
      inside.style.setProperty('--columns', columns)
      this.titles.push({ title, notes, names: hung.map(({ name }) => name) })
      return html('section', { class: 'group' }, html('header', {}, title, notes), inside)
    })
    const many = groups.length > 3
    this.groups.classList.toggle('many', many)
    const shares = this.header.groups.map(({ columns }) => `minmax(0, ${0.2 + 0.4 * columns}fr)`)
    this.groups.style.gridTemplateColumns = many ? '' : shares.join(' ')
    this.groups.replaceChildren(...groups)
  }

  frame() {
    const [frame, name, board] = [new Frame(), html('figcaption'), html('div', { class: 'board' })]
    board.append(frame.canvas)
    board.addEventListener('click', (event) => this.header.clickable && this.report(this.under(event, frame.canvas)))
    const hung = { frame, name, board, element: html('figure', {}, board, name) }
    this.frames.push(hung)
    return hung
  }

  /** A ring around every pixel that is to be noticed. */
  mark(board, marks) {
    const { width, height } = this.header.size
    board.querySelectorAll('i').forEach((ring) => ring.remove())
    board.classList.toggle('clickable', this.header.clickable)
    marks.forEach((kind, pixel) => {
      if (!kind) return
      const ring = html('i', { class: kind === 1 ? 'differs' : 'changed' })
      Object.assign(ring.style, {
        left: `${(100 * (pixel % width)) / width}%`,
        top: `${(100 * Math.floor(pixel / width)) / height}%`,
        width: `${100 / width}%`,
        height: `${100 / height}%`,
      })
      board.append(ring)
    })
  }

  /** A line between what was given and what is painted. */
  edge(board, given) {
    const { width, height } = this.header.size
    board.querySelectorAll('b').forEach((line) => line.remove())
    given.forEach((known, pixel) => {
      const [x, y] = [(pixel % width) + 1, Math.floor(pixel / width) + 1]
      const sides = [x < width && known !== given[pixel + 1] && 'right', y < height && known !== given[pixel + width] && 'below']
      for (const side of sides.filter(Boolean)) {
        const line = html('b', { class: side })
        const [left, top] = side === 'right' ? [x, y - 1] : [x - 1, y]
        Object.assign(line.style, { left: `${(100 * left) / width}%`, top: `${(100 * top) / height}%` })
        line.style[side === 'right' ? 'height' : 'width'] = `${100 / (side === 'right' ? height : width)}%`
        board.append(line)
      }
    })
  }

  under({ clientX, clientY }, canvas) {
    const box = canvas.getBoundingClientRect()
    const { width, height } = this.header.size
    const at = (offset, extent, count) => Math.min(count - 1, Math.max(0, Math.floor((offset / extent) * count)))
    return at(clientY - box.top, box.height, height) * width + at(clientX - box.left, box.width, width)
  }

  point(at) {
    const { lit } = this.header
    for (const { frame } of this.frames) frame.point(at, lit ? packed(rgb(lit)) : null)
  }
}
