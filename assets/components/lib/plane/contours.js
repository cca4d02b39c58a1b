// Lines along which a surface has one height: marching squares.

/**
 * @param {Float32Array} values rows × columns, row by row
 * @param {number} columns
 * @param {number} level
 * @returns {number[][]} pieces of the line, [x, y, x, y] in columns and rows from 0
 */
export function contour(values, columns, level) {
  const rows = values.length / columns
  const pieces = []
  for (let y = 0; y + 1 < rows; y++) {
    for (let x = 0; x + 1 < columns; x++) {
      const at = y * columns + x
      const corners = [values[at], values[at + 1], values[at + columns + 1], values[at + columns]]
      const crossed = crossings(corners, level).map(([u, v]) => [x + u, y + v])
      for (let k = 0; k + 1 < crossed.length; k += 2) pieces.push([...crossed[k], ...crossed[k + 1]])
    }
  }
  return pieces
}

/**
 * Where the line enters and leaves a square, side after side: below, right, above, left.
 * @param {number[]} corners from the lower left, against the clock
 * @param {number} level
 */
function crossings(corners, level) {
  const [a, b, c, d] = corners
  const share = (from, to) => (level - from) / (to - from)
  const crossed = (from, to) => from < level !== to < level
  return [
    ...(crossed(a, b) ? [[share(a, b), 0]] : []),
    ...(crossed(b, c) ? [[1, share(b, c)]] : []),
    ...(crossed(d, c) ? [[share(d, c), 1]] : []),
    ...(crossed(a, d) ? [[0, share(a, d)]] : []),
  ]
}
