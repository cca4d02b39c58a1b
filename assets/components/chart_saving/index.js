// Charts of Vega and Plotly bring a button that saves them as PNG; this adds one that saves them as SVG, beside it, as soon
// as one points at a chart or reaches it by keyboard.

import { Component, component } from '../lib/component.js'
import { html } from '../lib/dom.js'
import { keepFile } from '../lib/keep_file.js'
import { themeOf } from '../lib/paint.js'

/** Where a chart stands, where its buttons are, what of it is drawn. */
const CHARTS = [
  ['[data-testid="stFullScreenFrame"]:has(.stVegaLiteChart)', '[data-testid="stElementToolbarButtonContainer"]', '.stVegaLiteChart'],
  ['.js-plotly-plot', '.modebar-container .modebar', '.svg-container'],
]

class ChartSaving extends Component {
  constructor(root, report) {
    super(root, report)
    this.look = (/** @type {Event} */ event) => this.equip(event.target)
    for (const name of ['pointerover', 'focusin']) document.addEventListener(name, this.look)
  }

  /** Give a chart its button, if it has none yet. */
  equip(target) {
    if (!(target instanceof Element) || !this.reading) return
    for (const [around, bar, drawn] of CHARTS) {
      const chart = target.closest(around)
      const buttons = chart?.querySelector(bar)
      if (buttons && !buttons.querySelector('.save-svg')) buttons.append(this.button(chart, drawn))
    }
  }

  button(chart, drawn) {
    const { label } = this.reading
    const save = () => this.save(chart, chart.querySelector(drawn))
    const look = 'border: 0; background: none; color: inherit; font: 600 0.875rem/1 inherit; padding: 0.25rem; cursor: pointer'
    return html('button', { type: 'button', class: 'save-svg', title: label, 'aria-label': label, style: look, onclick: save }, 'SVG')
  }

  async save(chart, drawn) {
    const { svgOf } = await import('../lib/saving/svg_of.js')
    const named = chart.closest('[class*="st-key-"]')?.className.match(/st-key-([\w-]+)/)?.[1] ?? 'chart'
    const { text } = svgOf(drawn, { background: themeOf(this.root).background, title: named, without: '.modebar-container' })
    keepFile(new Blob([text], { type: 'image/svg+xml' }), this.reading.file.replace('*', named))
  }

  close() {
    super.close()
    for (const name of ['pointerover', 'focusin']) document.removeEventListener(name, this.look)
  }
}

export default component(ChartSaving)
