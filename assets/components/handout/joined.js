// Numbers out of the file of a handout.

/**
 * Numbers whose lower and upper bytes lie apart, which packs smaller, as Python packed them.
 * @param {Uint8Array} bytes
 */
export function joined(bytes) {
  const begin = 4 + new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)
  const count = (bytes.length - begin) / 2
  const whole = new Uint8Array(bytes.length)
  whole.set(bytes.subarray(0, begin))
  for (let k = 0; k < count; k++) {
    whole[begin + 2 * k] = bytes[begin + k]
    whole[begin + 2 * k + 1] = bytes[begin + count + k]
  }
  return whole
}
