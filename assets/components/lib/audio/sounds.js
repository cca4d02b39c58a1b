// The sounds that have arrived, by name; each stands here once, however many pictures draw it.

const MOST = 24
const kept = new Map()
const awaited = new Map() // by name: whom to tell of a sound that is still on its way

/** Keep a sound {name, rate, duration, samples, logMel, frames, phonemes, said}; of too many, the oldest goes. */
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
