// A decoder in the browser: the same layers as core/labs/autoencoders/model.py, from the same weights.

/** @typedef {{sizes: number[], weights: string}} Packed layer sizes from code to picture; all weights and biases in base64 */

export class Decoder {
  /** @param {Packed} packed of each layer its weights, row by row, and then its biases, as little-endian float32 */
  constructor({ sizes, weights }) {
    const bytes = Uint8Array.from(atob(weights), (character) => character.charCodeAt(0))
    const all = new Float32Array(bytes.buffer)
    this.layers = []
    for (let k = 0, at = 0; k + 1 < sizes.length; k++) {
      const [inputs, outputs] = [sizes[k], sizes[k + 1]]
      const end = at + inputs * outputs
      this.layers.push({ inputs, outputs, weight: all.subarray(at, end), bias: all.subarray(end, end + outputs) })
      at = end + outputs
    }
  }

  /**
   * The picture of a code: its pixels from black, 0, to white, 1.
   * @param {ArrayLike<number>} code
   */
  decode(code) {
    let values = Float64Array.from(code)
    this.layers.forEach(({ inputs, outputs, weight, bias }, k) => {
      const next = new Float64Array(outputs)
      const last = k === this.layers.length - 1
      for (let row = 0, at = 0; row < outputs; row++) {
        let sum = bias[row]
        for (let column = 0; column < inputs; column++, at++) sum += weight[at] * values[column]
        next[row] = last ? 1 / (1 + Math.exp(-sum)) : Math.tanh(sum)
      }
      values = next
    })
    return values
  }
}
