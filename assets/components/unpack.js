// The other end of dashboard/components/pack.py: bytes in, a header and typed arrays out.

/**
 * @param {Uint8Array} bytes what `pack` returned
 * @returns {{header: object, arrays: Object<string, {shape: number[], values: Float32Array}>}}
 */
export function unpack(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)))
  const arrays = {}
  for (const [name, { shape, offset, low, step }] of Object.entries(header.arrays)) {
    const size = shape.reduce((product, n) => product * n, 1)
    const values = new Float32Array(size)
    const start = 4 + length + 2 * offset
    for (let k = 0; k < size; k++) values[k] = low + step * view.getUint16(start + 2 * k, true)
    arrays[name] = { shape, values }
  }
  return { header, arrays }
}
