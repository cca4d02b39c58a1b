// A frame of a room: the record as JSON behind four bytes of its length, then the messages that draw what has changed.

/**
 * @param {Blob} blob zlib, as the server packs it
 * @returns {Promise<{record: any, messages: ArrayBuffer[]}>}
 */
export async function unframed(blob) {
  const whole = await new Response(blob.stream().pipeThrough(new DecompressionStream('deflate'))).arrayBuffer()
  const length = new DataView(whole).getUint32(0)
  const record = JSON.parse(new TextDecoder().decode(new Uint8Array(whole, 4, length)))
  let start = 4 + length
  const messages = record.sizes.map((/** @type {number} */ size) => whole.slice(start, (start += size)))
  return { record, messages }
}
