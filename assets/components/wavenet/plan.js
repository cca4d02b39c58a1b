// Where everything lies: the whole sound on top, under it the tree of dilations over the samples that it reaches, and
// beside these, at the same heights, the levels of the sample that comes next.

const NARROW = 620 // CSS pixels below which there is less room for the distribution
const OVERVIEW = { top: 4, height: 34 }
const GAP = 12 // between the whole sound and the tree
const WAVE = 150 // height of the stretch, at least
const WINDOW = 800 // height of a window beyond which it is higher, by half of what is left
const MORE = 120 // and by no more than this
const [LEFT, BETWEEN, FOOT] = [64, 26, 24] // CSS pixels: for names, between samples and levels, for the scale of time
const ROWS = { least: 7, most: 22, all: 132 } // height of a layer, and of all
const SPARE = 6 // samples shown beyond those that are seen
const FEWEST = 24 // samples that are shown at least

export class Plan {
  /**
   * @param {import('./score.js').Score} score
   * @param {number} width
   * @param {import('../lib/paint.js').Theme} theme
   */
  constructor(score, width, theme) {
    this.score = score
    this.width = width
    this.narrow = width < NARROW
    this.left = this.narrow ? 44 : LEFT
    const beliefs = this.narrow ? 84 : 210
    this.right = width - beliefs - BETWEEN // where the samples end
    this.beliefs = { x: this.right + BETWEEN, width: beliefs }
    this.overview = { x: this.left, width: width - this.left, y: OVERVIEW.top, height: OVERVIEW.height }
    const L = score.dilations.length
    this.row = Math.max(ROWS.least, Math.min(ROWS.most, ROWS.all / L))
    this.treeTop = OVERVIEW.top + OVERVIEW.height + GAP
    this.waveTop = this.treeTop + L * this.row + 20
    this.waveHeight = WAVE + Math.min(MORE, Math.max(0, (window.innerHeight - WINDOW) / 2))
    this.height = this.waveTop + this.waveHeight + FOOT
    this.count = Math.max(FEWEST, score.field + SPARE) // samples in the stretch
    this.step = (this.right - this.left) / this.count
    this.font = `14px ${theme.font}`
    this.at = 0
  }

  /** The stretch ends with the sample that is being drawn. */
  stand(at) {
    this.at = at
  }

  /** The middle of a sample in the stretch. */
  x(sample) {
    return this.right - (this.at - sample + 0.5) * this.step
  }

  /** The height of a level: the same for samples and for what is believed. */
  y(level) {
    return this.waveTop + this.waveHeight - ((level + 0.5) / this.score.depth) * this.waveHeight
  }

  /** The height of a layer's outputs, 0 the first one; −1 what it reads. */
  layer(number) {
    return this.waveTop - 16 - (number + 1) * this.row
  }

  /** The middle of a sample in the whole sound. */
  xOfOverview(sample) {
    return this.overview.x + ((sample + 0.5) / this.score.length) * this.overview.width
  }

  sampleOfOverview(x) {
    return Math.floor(((x - this.overview.x) / this.overview.width) * this.score.length)
  }

  part(_x, y) {
    return y < OVERVIEW.top + OVERVIEW.height + GAP / 2 ? 'overview' : 'stretch'
  }

  /** The node of the tree nearest to a place, or null if none is near. */
  node(x, y) {
    const { score, at } = this
    const L = score.dilations.length
    const layer = Math.round((this.layer(-1) - y) / this.row) - 1
    if (layer < 0 || layer >= L) return null
    let [best, distance] = [null, 12]
    for (const ago of score.offsets[layer + 1]) {
      const away = Math.abs(this.x(at - ago - 1) - x)
      if (away < distance) [best, distance] = [{ layer, reading: at - ago }, away]
    }
    return best
  }
}
