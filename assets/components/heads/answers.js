// The sequence as a row of tokens, arcs to where the chosen head looks, and under each token what is answered.

import { fillIn, html, part, write } from '../lib/dom.js'
import { attentionScale } from '../lib/matrix/attention.js'
import { fitCanvas, percent, visible } from '../lib/paint.js'

const ARC = 78 // CSS pixels that the arcs may rise
const FAINT = 0.02 // the least weight that is drawn

export class Answers {
  /** @type {import('../lib/cursor.js').Cursor} */ cursor
  /** @type {import('./reading.js').Reading} */ reading
  /** @type {import('../lib/paint.js').Theme} */ theme

  constructor(cursor, words) {
    this.cursor = cursor
    this.words = words
    this.canvas = html('canvas')
    this.tokens = html('div', { class: 'tokens', onpointerleave: () => cursor.leave() })
    this.said = html('div', { class: 'said' })
    const listens = { class: 'scroller', tabindex: 0, onkeydown: (event) => this.pressed(event) }
    this.tale = html('p', { class: 'tale' })
    this.scroller = html('div', listens, html('div', { class: 'sheet' }, this.canvas, this.tokens, this.said))
    this.element = part('answers', words.answers_title, words.answers_how, this.tale, this.scroller)
  }

  show(reading, theme) {
    this.reading = reading
    this.theme = theme
    this.scroller.style.setProperty('--count', reading.tokens.length)
    this.tokens.replaceChildren(...reading.tokens.map((token, t) => this.token(token, t)))
    this.said.replaceChildren(...reading.tokens.map((_, t) => this.answer(t)))
    this.paint()
  }

  token(token, target) {
    const listens = {
      onpointermove: () => this.cursor.hover({ target }),
      onclick: () => this.cursor.click({ target }),
    }
    return html('span', listens, visible(token))
  }

  /** What is said under a token: green where it is right, with the truth beside it where it is not. */
  answer(target) {
    const { reading } = this
    const wanted = reading.answers[target]
    if (!wanted) return html('span')
    const [{ token, p }] = reading.candidates(target)
    const right = token === wanted
    const colour = reading.colours[right ? 'right' : 'wrong']
    const title = right ? this.words.right : fillIn(this.words.wrong, { answer: wanted })
    const box = html('span', { class: right ? 'right' : 'wrong', title }, visible(token))
    box.style.setProperty('--colour', colour)
    box.style.setProperty('--share', `${Math.round(20 + 60 * p)}%`)
    return box
  }

  paint() {
    if (!this.reading) return
    this.point()
  }

  point() {
    const { cursor, reading, theme } = this
    const { place } = cursor
    const weights = reading.row('alignment', place)
    const scale = attentionScale(reading, theme)
    const gold = reading.gold(place.target)
    Array.from(this.tokens.children).forEach((span, j) => {
      const hidden = !reading.sees(place.target, j)
      span.style.background = hidden ? '' : scale.css(weights[j])
      span.style.color = hidden ? '' : scale.ink(weights[j])
      span.classList.toggle('hidden', hidden)
      span.classList.toggle('cursor', j === place.target)
      span.classList.toggle('sought', j === gold)
    })
    Array.from(this.said.children).forEach((span, j) => span.classList.toggle('cursor', j === place.target))
    this.tokens.style.setProperty('--gold', reading.quantities.gold_alignment.colour)
    this.arcs(weights, scale)
    write(this.tale, this.told(place))
    this.tale.classList.toggle('pinned', place.pinned)
  }

  /** The marked position in words. */
  told({ target, layer, head }) {
    const { reading, words } = this
    const begin = `${words.position} ${target}: ${visible(reading.tokens[target])} · ${fillIn(words.head, { layer: layer + 1, head: head + 1 })}`
    const wanted = reading.answers[target]
    if (!wanted) return `${begin} · ${words.nothing}`
    const [{ token, p }] = reading.candidates(target)
    const verdict = token === wanted ? words.right : fillIn(words.wrong, { answer: wanted })
    return `${begin} · ${words.says} ${visible(token)} (${percent(p)}): ${verdict}`
  }

  arcs(weights, scale) {
    const { tokens, canvas, reading, cursor } = this
    const { target } = cursor.place
    const context = fitCanvas(canvas, tokens.offsetWidth, ARC)
    context.clearRect(0, 0, tokens.offsetWidth, ARC)
    const centre = (j) => {
      const { offsetLeft, offsetWidth } = tokens.children[j]
      return offsetLeft - tokens.offsetLeft + offsetWidth / 2
    }
    const from = centre(target)
    const longest = Math.max(1, reading.tokens.length - 1)
    context.lineCap = 'round'
    for (let j = 0; j < weights.length; j++) {
      if (weights[j] < FAINT || !reading.sees(target, j)) continue
      const to = centre(j)
      const rise = 18 + (ARC - 24) * Math.sqrt(Math.abs(j - target) / longest)
      context.beginPath()
      context.moveTo(from, ARC)
      if (j === target) context.ellipse(from, ARC - 8, 7, 9, 0, Math.PI / 2, 2.5 * Math.PI)
      else context.bezierCurveTo(from, ARC - 1.3 * rise, to, ARC - 1.3 * rise, to, ARC)
      context.strokeStyle = scale.css(0.35 + 0.65 * weights[j])
      context.lineWidth = 1 + 9 * weights[j]
      context.stroke()
    }
  }

  pressed(event) {
    const { cursor } = this
    const go = (target) => cursor.move({ target, pinned: true })
    const keys = {
      ArrowLeft: () => go(cursor.place.target - 1),
      ArrowRight: () => go(cursor.place.target + 1),
      Home: () => go(0),
      End: () => go(Infinity),
      Escape: () => cursor.release(),
    }
    if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    keys[event.key]()
  }
}
