// A scene that one can touch, what the network says of it, and the picture under the attention of every word.

import { Component, component } from '../lib/component.js'
import { fillIn, html, write } from '../lib/dom.js'
import { memoryOf } from '../lib/memory.js'
import { pairCursor } from '../lib/pair_cursor.js'
import { number, percent, sequential } from '../lib/paint.js'
import { Player } from '../lib/playing/player.js'
import { Board } from './board.js'
import { outline, paintPicture } from '../lib/scenes/picture.js'
import { drawn, read, written } from './scene.js'

const EOS = '⟨EOS⟩'
const [SMALLEST, LARGEST] = [240, 360] // CSS pixels of the picture's side

class Seeing extends Component {
  static css = ['lib/playing/playing.css', 'seeing/seeing.css']
  static frame = 'seeing'

  constructor(root, report) {
    super(root, report)
    this.cursor = pairCursor(() => this.moved(), (place) => this.settled(place))
    this.board = new Board(() => this.soon(), () => this.tell(), (at) => this.pointed(at))
    this.how = html('p', { class: 'how' })
    this.caption = html('ol', { class: 'caption' })
    this.verdict = html('p', { class: 'verdict', role: 'status' })
    this.told = html('p', { class: 'told', role: 'status' })
    this.strip = html('div', { class: 'looks' })
    this.ahead = html('ol', { class: 'ahead' })
    this.stripTitle = html('h5')
    this.aheadTitle = html('h5')
    this.side = html('div', { class: 'side' })
    this.element.append(
      this.how,
      html('div', { class: 'says' }, this.caption, this.verdict),
      html('div', { class: 'both' }, html('div', { class: 'left' }, this.board.element, this.told), this.side)
    )
  }

  read({ header, arrays }) {
    return { ...header, arrays, attends: 'alignment' in arrays }
  }

  kind({ words, colours }) {
    return [words, colours]
  }

  build(reading) {
    this.board.build(reading)
    this.player?.close()
    this.player = new Player(reading.words, (at) => this.walked(at), () => this.cursor.settle(0))
    this.player.speed.value = '2'
    this.side.replaceChildren(this.player.element, this.stripTitle, this.strip, this.aheadTitle, this.ahead)
  }

  redraw(reading) {
    const { cursor, memory, board } = this
    const { words, attends, radius } = reading
    this.scenes = memoryOf(`scene ${reading.key}`)
    const other = this.scenes.ask(this, reading.scene)
    const [, usual] = radius
    if (other) this.scene = other === 'asked' ? reading.scene : this.scenes.place
    if (other) this.scenes.place = this.scene
    board.show(!reading.touch ? [] : other ? read(this.scene, usual) : null, reading)
    cursor.group = reading.group
    cursor.fit({ target: reading.tokens.length, source: reading.grid ** 2 })
    const asked = memory.ask(this, reading.cursor.target)
    if (asked === 'asked') cursor.set({ ...reading.cursor, by: 'target' })
    if (asked === 'kept') cursor.set(memory.place)
    memory.place = cursor.place
    this.player.fit(reading.tokens.length, cursor.place.target)
    write(this.how, !attends ? words.how_blind : reading.touch ? words.how : words.how_still)
    write(this.stripTitle, attends ? words.words : words.words_blind)
    write(this.aheadTitle, words.next)
    this.judge(reading)
    this.list(reading)
    this.paint()
  }

  /** Whether the caption is right. */
  judge({ words, known, output, reference }) {
    const right = known && output === reference
    write(this.verdict, !known ? words.unknown : right ? words.right : fillIn(words.wrong, { reference }))
    this.verdict.className = `verdict ${!known ? 'unknown' : right ? 'right' : 'wrong'}`
  }

  /** The words, each with its own picture below. */
  list({ tokens, words, arrays, attends }) {
    const scale = sequential(this.theme.background, this.reading.probability)
    const shown = (token) => (token === EOS ? words.end : token)
    const listens = (target) => ({
      onpointerenter: () => this.cursor.hover({ target }),
      onclick: () => this.cursor.click({ target }),
      'data-target': target,
    })
    this.chips = tokens.map((token, target) => {
      const p = arrays.written.values[target]
      const bar = html('i', { style: `width: ${100 * p}%; background: ${scale.css(1)}` })
      const attributes = { type: 'button', class: token === EOS ? 'end' : '', title: percent(p), ...listens(target) }
      return html('li', {}, html('button', attributes, html('span', {}, shown(token)), bar))
    })
    this.caption.replaceChildren(...this.chips)
    this.strip.hidden = this.stripTitle.hidden = !attends
    this.small = attends
      ? tokens.map((token, target) => {
          const canvas = html('canvas')
          const figure = html('button', { type: 'button', ...listens(target) }, canvas, html('span', {}, shown(token)))
          return { canvas, figure }
        })
      : []
    this.strip.replaceChildren(...this.small.map(({ figure }) => figure))
    const ranks = this.reading.likely[0].length
    this.rows = Array.from({ length: ranks }, () => {
      const [token, bar, share] = [html('b'), html('i', { style: `background: ${scale.css(1)}` }), html('output')]
      return { token, bar, share, element: html('li', {}, token, html('div', {}, bar), share) }
    })
    this.ahead.replaceChildren(...this.rows.map(({ element }) => element))
  }

  /** The picture as the network saw it, or, while that is still on its way, as the viewer made it. */
  get pixels() {
    const { reading, board } = this
    if (!reading.touch) return reading.arrays.pixel.values
    const same = written(board.things, reading.radius[1]) === written(read(reading.scene, reading.radius[1]), reading.radius[1])
    return same ? reading.arrays.pixel.values : drawn(board.things, reading)
  }

  /** Row `target` of a matrix over the cells. */
  cells(name, target) {
    const matrix = this.reading.arrays[name]
    return matrix ? matrix.values.subarray(target * matrix.shape[1], (target + 1) * matrix.shape[1]) : null
  }

  paint() {
    if (!this.reading || !this.width) return
    const pixels = this.pixels
    for (const [target, { canvas }] of this.small.entries()) {
      const size = canvas.clientWidth || 88
      const pen = paintPicture(canvas, size, pixels, this.cells('alignment', target))
      const gold = this.cells('gold', target)
      if (gold) outline(pen, size, gold, this.reading.gold, 1.5)
    }
    this.point()
  }

  point() {
    const { reading, cursor, board } = this
    if (!reading || !this.width) return
    const { target, source } = cursor.place
    if (this.player.at !== target) this.player.go(target)
    const size = Math.min(LARGEST, Math.max(SMALLEST, this.board.element.clientWidth))
    const weights = this.cells('alignment', target)
    const pen = paintPicture(board.canvas, size, this.pixels, weights)
    const gold = this.cells('gold', target)
    if (gold) outline(pen, size, gold, reading.gold)
    this.mark(pen, size, source)
    this.chips.forEach((chip, k) => chip.classList.toggle('here', k === target))
    this.small.forEach(({ figure }, k) => figure.classList.toggle('here', k === target))
    this.rows.forEach(({ token, bar, share, element }, rank) => {
      const p = reading.arrays.likely.values[target * this.rows.length + rank]
      const word = reading.likely[target][rank]
      write(token, word === EOS ? reading.words.end : word)
      write(share, percent(p))
      bar.style.transform = `scaleX(${p})`
      element.classList.toggle('written', word === reading.tokens[target])
    })
    this.tellWeight(weights, source)
  }

  /** The object that the buttons change, and the cell at the cursor. */
  mark(pen, size, source) {
    const { object } = this.board
    const unit = size / this.reading.side
    if (object && (this.board.dragging || this.root.activeElement === this.board.canvas || this.board.touched)) {
      pen.setLineDash([6, 4])
      pen.lineWidth = 2
      for (const [colour, offset] of [['#fff', 0], ['#111418', 5]]) {
        pen.strokeStyle = /** @type {string} */ (colour)
        pen.lineDashOffset = Number(offset)
        pen.strokeRect((object.x - object.radius - 1) * unit, (object.y - object.radius - 1) * unit, 2 * (object.radius + 1) * unit, 2 * (object.radius + 1) * unit)
      }
      pen.setLineDash([])
    }
    if (source === null || !this.reading.attends) return
    const cell = size / this.reading.grid
    pen.strokeStyle = '#fff'
    pen.lineWidth = 2
    pen.strokeRect((source % this.reading.grid) * cell, Math.floor(source / this.reading.grid) * cell, cell, cell)
  }

  tellWeight(weights, source) {
    if (!weights) return write(this.told, '')
    const { grid, words } = this.reading
    const at = source ?? weights.indexOf(Math.max(...weights))
    const fields = { row: Math.floor(at / grid) + 1, column: (at % grid) + 1, weight: number(weights[at], 3) }
    write(this.told, fillIn(source === null ? words.most : words.cell, fields))
  }

  /** The pointer is over the picture, or has left it. */
  pointed(at) {
    const { side, grid, attends } = this.reading
    if (!attends) return
    const cell = (value) => Math.min(grid - 1, Math.max(0, Math.floor((value / side) * grid)))
    this.cursor.change({ source: at ? cell(at.y) * grid + cell(at.x) : null })
  }

  /** The player is at a word. */
  walked(target) {
    if (target !== this.cursor.place.target) this.cursor.change({ target, source: null })
  }

  moved() {
    this.memory.place = this.cursor.place
    this.soon()
  }

  /** Tell Python where the viewer settled. */
  settled({ target, source }) {
    const weights = this.cells('alignment', target)
    const at = { target, source: source ?? (weights ? weights.indexOf(Math.max(...weights)) : 0) }
    const pins = this.memory.tell(target)
    this.report.state('cursor', { ...at, pins })
  }

  /** Tell Python what the viewer made of the scene. */
  tell() {
    this.scene = written(this.board.things, this.reading.radius[1])
    this.board.touched = true
    this.scenes.place = this.scene
    this.scenes.tell(this.scene)
    this.report.state('scene', this.scene)
  }

  close() {
    super.close()
    this.cursor.close()
    this.board.close()
    this.player?.close()
  }
}

export default component(Seeing)
