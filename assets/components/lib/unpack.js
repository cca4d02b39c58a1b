// The other end of dashboard/components/pack.py: bytes in, a header and typed arrays out.

/**
 * @param {Uint8Array} bytes what `pack` returned
 * @returns {{header: object, arrays: Object<string, {shape: number[], values: Float32Array}>}}
 */
export function unpack(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)))
  const stored = new Uint16Array(bytes.slice(4 + length).buffer) // a copy, because a view must begin at an even address
  const arrays = {}
  for (const [name, { shape, offset, low, step }] of Object.entries(header.arrays)) {
    const size = shape.reduce((product, n) => product * n, 1)
    const values = new Float32Array(size)
    for (let k = 0; k < size; k++) values[k] = low + step * stored[offset + k]
    arrays[name] = { shape, values }
  }
  return { header, arrays }
}
