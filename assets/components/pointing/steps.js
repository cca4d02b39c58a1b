// Every pointing step: the bars of the marked one above the matrix of all, its arithmetic below, and a clock over them.

import { fillIn, html, part, svg, write } from '../lib/dom.js'
import { Grid } from '../lib/matrix/grid.js'
import { number, percent, sequential } from '../lib/paint.js'
import { Walk } from '../lib/playing/player.js'

const LIMITS = { least: 15, most: 44, upright: false }
const PACE = 900 // milliseconds of a step
const BARS = 66 // CSS pixels of a probability of 1
const [TALLEST, WRITTEN] = [330, 26] // CSS pixels of the matrix; of a column whose bar has room for its number
const ICONS = { play: 'M8 4v16l12-8z', pause: 'M6 4h4v16H6zM14 4h4v16h-4z', back: 'M16 5v14L6 12z', forward: 'M8 5v14l10-7z' }

class Clock extends Walk {
  get pace() {
    return PACE
  }
}

export class Steps {
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.grid = new Grid(words.steps, words.truth, {
      hover: ({ row, column }) => cursor.hover({ target: row, source: column }),
      click: ({ row, column }) => cursor.click({ target: row, source: column }),
      leave: () => cursor.leave(),
    }, LIMITS, (name) => name)
    this.clock = new Clock((target) => cursor.change({ target }), (target) => cursor.choose({ target }, 0))
    this.clock.label = () => this.label()
    this.icon = svg('path', { d: ICONS.play })
    this.play = html('button', { type: 'button', class: 'play', onclick: () => this.toggle() }, svg('svg', { viewBox: '0 0 24 24' }, this.icon))
    const go = (icon, by) => html('button', { type: 'button', title: words[icon], 'aria-label': words[icon], onclick: () => this.go(by) }, svg('svg', { viewBox: '0 0 24 24' }, svg('path', { d: ICONS[icon] })))
    this.tale = html('p', { class: 'tale', role: 'status' })
    const line = html('div', { class: 'clock' }, go('back', -1), this.play, go('forward', 1), this.tale)
    this.bars = html('div', { class: 'bars', 'aria-hidden': 'true' })
    this.frame = html('div', { class: 'frame', tabindex: 0, 'aria-label': words.steps, onkeydown: (event) => this.key(event) }, this.bars, this.grid.element)
    this.arithmetic = html('p', { class: 'arithmetic' })
    this.element = part('steps', words.steps, words.steps_how, line, this.frame, this.grid.legend, this.arithmetic)
    this.label()
  }

  close() {
    this.clock.close()
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    for (const [name, colour] of Object.entries(reading.colours)) this.element.style.setProperty(`--${name}`, colour)
    this.paint()
  }

  paint() {
    if (!this.reading) return
    const { grid, reading, theme } = this
    const width = this.frame.clientWidth
    if (!width) return
    const rows = reading.said.map((place, target) => `${target + 1} → ${reading.names[place]}`)
    grid.fit({ rows, columns: reading.names }, width, TALLEST, theme)
    const gold = new Float32Array(rows.length * reading.places)
    rows.forEach((_, target) => reading.wanted(target) !== null && (gold[target * reading.places + reading.wanted(target)] = 1))
    const scale = sequential(theme.background, reading.colours.answer)
    grid.paint(reading.values.pointing.values, scale, reading.solution ? { values: gold, colour: reading.colours.truth } : null, theme)
    this.bars.style.cssText = `padding-left: ${grid.left}px; height: ${BARS + 22}px`
    this.bars.replaceChildren(...reading.names.map(() => html('div', { style: `width: ${grid.cell.width}px` }, html('output'), html('i'))))
    this.clock.length = rows.length
    this.point()
  }

  point() {
    const { reading, cursor, grid } = this
    if (!reading || !this.bars.children.length) return
    const { target, source } = cursor.place
    const p = reading.row('pointing', target)
    this.clock.at = target
    grid.point({ row: target, column: source })
    Array.from(this.bars.children).forEach((column, place) => {
      const [share, bar] = /** @type {HTMLElement[]} */ (Array.from(column.children))
      bar.style.height = `${Math.max(1, BARS * p[place])}px`
      column.classList.toggle('here', place === (source ?? reading.said[target]))
      write(share, p[place] >= 0.01 && grid.cell.width >= WRITTEN ? number(p[place]).replace(/^0/, '') : '')
    })
    write(this.tale, this.told(target))
    this.tale.classList.toggle('wrong', !reading.isRight(target))
    write(this.arithmetic, this.sum(target, source ?? reading.said[target]))
  }

  /** The marked step in words. */
  told(target) {
    const { reading, words } = this
    const place = reading.said[target]
    const fields = { step: target + 1, place: place + 1, p: percent(reading.row('pointing', target)[place]) }
    const said = fillIn(reading.isEnd(place) ? words.ends : words.says, fields)
    if (!reading.solution) return said
    const wanted = reading.wanted(target)
    if (place === wanted) return `${said} ${words.right}`
    if (reading.isRight(target)) return `${said} ${words.follows}`
    return `${said} ${wanted === null || reading.isEnd(wanted) ? words.should_end : fillIn(words.should, { place: wanted + 1 })}`
  }

  /** The probability of a place, written out. */
  sum(target, place) {
    const { reading, words } = this
    const name = `p(C${low(target + 1)} = ${reading.names[place]})`
    const p = reading.row('pointing', target)
    if (reading.isVisited(target, place)) return `${name} = 0   ${words.masked}`
    if (!reading.isEnd(place) && place >= reading.words_known) return `${name} = 0   ${words.unknown}`
    if (!reading.points_at || !p[place]) return `${name} = ${number(p[place], 3)}`
    const u = reading.row('score', target)
    const open = [...p.keys()].filter((k) => !reading.mask || p[k] > 0)
    const most = Math.max(...open.map((k) => u[k]))
    const total = open.reduce((sum, k) => sum + Math.exp(u[k] - most), 0)
    const less = `${number(u[place])} − ${most < 0 ? `(${number(most)})` : number(most)}`
    return `${name} = exp(${less}) / ${number(total)} = ${number(p[place], 3)}`
  }

  // ---- the clock ----

  go(by) {
    this.clock.jump(this.cursor.place.target + by)
  }

  toggle() {
    this.cursor.release()
    if (this.clock.clock) this.clock.pause()
    else this.clock.play()
  }

  label() {
    const word = this.words[this.clock.clock ? 'pause' : 'play']
    this.icon.setAttribute('d', this.clock.clock ? ICONS.pause : ICONS.play)
    this.play.title = word
    this.play.setAttribute('aria-label', word)
  }

  key(event) {
    const steps = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }
    if (event.key === 'Escape') return this.cursor.release()
    if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation() // the page has shortcuts of its own
    this.go(steps[event.key])
  }
}

const low = (index) => Array.from(String(index), (digit) => String.fromCharCode(0x2080 + Number(digit))).join('')
