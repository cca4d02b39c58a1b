// A lab at a glance, for the home page: a text read by one unit, an alignment, or a picture; numbers of the shipped run.

import { calm, diverging, fitCanvas, reachOf, sequential, themeOf, visible } from '../paint.js'

const SECONDS_A_TOKEN = 0.06
const SECONDS_A_PIXEL = 0.05

export default function ({ data: [data], parentElement }) {
  const root = parentElement.querySelector('.preview') ?? parentElement.appendChild(document.createElement('div'))
  root.className = 'preview'
  const theme = themeOf(parentElement)
  const clock = root.clock ?? (root.clock = { timer: 0 })
  cancelAnimationFrame(clock.timer)
  root.replaceChildren()
  root.style.cssText = 'width:100%;box-sizing:border-box'
  if (data.alignment) matrix(root, data, theme)
  else if (data.slots) tagged(root, data, theme)
  else if (data.pixels) painted(root, data, theme, clock)
  else reading(root, data, theme, clock)
  return () => cancelAnimationFrame(clock.timer)
}

/** The text, each character on the colour of the unit's state; under it the state as a line; a head that reads. */
function reading(root, data, theme, clock) {
  const reach = reachOf(data.values)
  const scale = diverging(theme.background, data.negative, data.positive, reach)
  const text = root.appendChild(document.createElement('div'))
  text.setAttribute('role', 'img')
  text.setAttribute('aria-label', data.label)
  text.style.cssText = `font:600 clamp(14px,1.6vw,22px)/1.65 ${theme.mono};white-space:pre-wrap;overflow-wrap:anywhere;letter-spacing:.02em`
  const spans = data.tokens.map((token, t) => {
    const span = text.appendChild(document.createElement('span'))
    span.textContent = token === '\n' ? '↵\n' : token
    span.style.background = scale.css(data.values[t])
    span.style.color = scale.ink(data.values[t])
    return span
  })
  const canvas = root.appendChild(document.createElement('canvas'))
  canvas.style.display = 'block'
  const draw = (upTo) => {
    const [width, height] = [root.clientWidth, 84]
    const pen = fitCanvas(canvas, width, height)
    const x = (t) => ((t + 0.5) / data.values.length) * width
    const y = (value) => height / 2 - (value / reach) * (height / 2 - 8)
    pen.clearRect(0, 0, width, height)
    pen.strokeStyle = theme.line
    pen.strokeRect(0, y(0), width, 0)
    pen.strokeStyle = data.colour
    pen.lineWidth = 2.5
    pen.lineJoin = 'round'
    pen.beginPath()
    for (let t = 0; t < upTo; t++) pen.lineTo(x(t), y(data.values[t]))
    pen.stroke()
    if (upTo > 0 && upTo < data.values.length) {
      pen.fillStyle = data.colour
      pen.beginPath()
      pen.arc(x(upTo - 1), y(data.values[upTo - 1]), 5, 0, 7)
      pen.fill()
    }
    spans.forEach((span, t) => (span.style.opacity = t < upTo ? 1 : 0.25))
  }
  if (calm()) return draw(spans.length)
  const started = performance.now()
  const frame = (now) => {
    const upTo = Math.min(spans.length, Math.floor((now - started) / 1000 / SECONDS_A_TOKEN) + 1)
    draw(upTo)
    if (upTo < spans.length && root.isConnected) clock.timer = requestAnimationFrame(frame)
  }
  clock.timer = requestAnimationFrame(frame)
}

/** The words of a sentence, each on the colour of its slot. */
function tagged(root, data, theme) {
  root.style.cssText += ';display:flex;flex-wrap:wrap;gap:.35em'
  root.setAttribute('role', 'img')
  root.setAttribute('aria-label', data.label)
  data.tokens.forEach((token, t) => {
    const word = root.appendChild(document.createElement('span'))
    word.textContent = token
    const share = data.slots[t] === 'other' ? 6 : 34 * data.values[t]
    word.style.cssText = `font:650 clamp(18px,2vw,28px)/1.5 ${theme.font};padding:0 .4em;border-radius:.3em`
    word.style.background = `color-mix(in oklab, ${data.colours[t]} ${share}%, ${theme.background})`
    if (data.slots[t] !== 'other') word.style.boxShadow = `inset 0 -4px ${data.colours[t]}`
  })
}

/** A picture and, on its right, what each of its pixels cost; both appear pixel by pixel, row by row from the top left. */
function painted(root, data, theme, clock) {
  const [rows, columns] = [data.pixels.length, data.pixels[0].length]
  const scale = sequential(theme.background, data.colour, 0, Math.max(...data.surprise.flat()))
  const canvas = root.appendChild(document.createElement('canvas'))
  canvas.setAttribute('role', 'img')
  canvas.setAttribute('aria-label', data.label)
  const draw = (upTo) => {
    const gap = 24
    const side = Math.max(4, Math.min(200 / rows, (root.clientWidth - gap) / (2 * columns)))
    const pen = fitCanvas(canvas, 2 * columns * side + gap, rows * side)
    pen.strokeStyle = theme.line
    for (const left of [0, columns * side + gap]) pen.strokeRect(left + 0.5, 0.5, columns * side - 1, rows * side - 1)
    for (let t = 0; t < upTo; t++) {
      const [row, column] = [Math.floor(t / columns), t % columns]
      pen.fillStyle = `rgb(${data.palette[data.pixels[row][column]].join(' ')})`
      pen.fillRect(column * side, row * side, side, side)
      pen.fillStyle = scale.css(data.surprise[row][column])
      pen.fillRect((columns + column) * side + gap, row * side, side - 1, side - 1)
    }
  }
  if (calm()) return draw(rows * columns)
  const started = performance.now()
  const frame = (now) => {
    const upTo = Math.min(rows * columns, Math.floor((now - started) / 1000 / SECONDS_A_PIXEL) + 1)
    draw(upTo)
    if (upTo < rows * columns && root.isConnected) clock.timer = requestAnimationFrame(frame)
  }
  clock.timer = requestAnimationFrame(frame)
}

/** The alignment, target rows over source columns, tokens at its edges. */
function matrix(root, data, theme) {
  const scale = sequential(theme.background, data.colour)
  const canvas = root.appendChild(document.createElement('canvas'))
  canvas.setAttribute('role', 'img')
  canvas.setAttribute('aria-label', data.label)
  const draw = () => {
    const [rows, columns] = [data.target.length, data.source.length]
    const side = Math.max(8, Math.min(22, (root.clientWidth - 64) / columns))
    const [left, top] = [56, 30]
    const pen = fitCanvas(canvas, left + columns * side, top + rows * side)
    pen.font = `600 ${Math.min(16, side * 0.72)}px ${theme.font}`
    pen.fillStyle = theme.text
    pen.textAlign = 'center'
    data.source.forEach((token, j) => token && pen.fillText(token.length > 1 ? token : visible(token), left + (j + 0.5) * side, top - 10))
    pen.textAlign = 'right'
    data.target.forEach((token, i) => pen.fillText(visible(token), left - 10, top + (i + 0.72) * side))
    data.alignment.forEach((row, i) =>
      row.forEach((weight, j) => {
        pen.fillStyle = scale.css(weight)
        pen.fillRect(left + j * side, top + i * side, side - 1, side - 1)
      }),
    )
  }
  draw()
  root.watch?.disconnect()
  root.watch = new ResizeObserver(draw)
  root.watch.observe(root)
}
