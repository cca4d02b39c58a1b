// The sounds that have arrived, by name; each stands here once, however many pictures draw it.

/**
 * @typedef {object} Sound
 * @property {string} name
 * @property {number} rate samples a second
 * @property {number} duration seconds
 * @property {Float32Array} samples
 * @property {import('../component.js').Numbers} logMel frame by frame
 * @property {{start: number, hop: number}} frames seconds: the beginning of the first, from one to the next
 * @property {Segment[]} phonemes
 * @property {Segment[]} said words
 */
/** @typedef {{symbol: string, start: number, end: number}} Segment where something is spoken, in seconds */

const MOST = 24
const kept = new Map()
const awaited = new Map() // by name: whom to tell of a sound that is still on its way

/**
 * Keep a sound; of too many, the oldest goes.
 * @param {Sound} sound
 */
export function keep(sound) {
  kept.delete(sound.name)
  kept.set(sound.name, sound)
  if (kept.size > MOST) kept.delete(kept.keys().next().value)
  for (const tell of awaited.get(sound.name) ?? []) tell(sound)
  awaited.delete(sound.name)
}

/** The sound of that name, as soon as it is here. */
export function arrival(name) {
  if (kept.has(name)) return Promise.resolve(kept.get(name))
  return new Promise((tell) => awaited.set(name, [...(awaited.get(name) ?? []), tell]))
}

/** The sound of that name if it is here. */
export const here = (name) => kept.get(name)
