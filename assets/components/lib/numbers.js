// The numbers of pictures: fetched once by their address, which names their content, and kept for all that draw them.

import { bring } from './bring.js'
import { unpack } from './unpack.js'

const KEPT = 64 // blocks; the browser's own cache has those that were let go
const [FIRST, TRIES] = [250, 8] // milliseconds until numbers are asked for again, doubled each time; how often at most

const kept = new Map() // by address, the longest unused first
const awaited = new Map() // by address: a promise of what is on its way

/** What is at an address, if it is here already. */
export function held(address) {
  const block = kept.get(address)
  if (block) keep(address, block)
  return block
}

/**
 * What is at an address, as soon as it is here.
 * @param {string} address
 * @param {(address: string) => void} missing called when the server has let go of it, so that Python publishes it again
 */
export function fetched(address, missing) {
  if (kept.has(address)) return Promise.resolve(held(address))
  if (!awaited.has(address)) awaited.set(address, load(address, missing).finally(() => awaited.delete(address)))
  return awaited.get(address)
}

async function load(address, missing) {
  for (let [tries, pause] = [0, FIRST]; ; tries++, pause *= 2) {
    const response = await bring(address, () => new URL(address, document.baseURI))
    if (response.ok) return keep(address, unpack(new Uint8Array(await response.arrayBuffer())))
    if (response.status !== 404 || tries === TRIES) throw new Error(`no numbers at ${address}: ${response.status}`)
    missing(address)
    await new Promise((again) => setTimeout(again, pause))
  }
}

function keep(address, block) {
  kept.delete(address)
  kept.set(address, block)
  if (kept.size > KEPT) kept.delete(kept.keys().next().value)
  return block
}
