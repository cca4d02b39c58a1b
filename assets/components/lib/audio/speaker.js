// Playing a stretch of a sound. One thing is heard at a time, on the whole page.

const FADE = 0.006 // seconds in which a stretch swells and dies, so that it does not click
let context = null
let playing = null // {source, gain, sound, from, to, began, ended}

/** Play `sound` from `from` to `to` seconds; `ended` is called once, when it has ended or was stopped.
 *  Returns whether it was started. */
export async function play(sound, from, to, ended) {
  stop()
  context ??= new AudioContext()
  const wanted = (playing = { sound, from, to, ended })
  if (context.state !== 'running') await context.resume()
  if (playing !== wanted) return false // something else was asked for meanwhile
  const source = new AudioBufferSourceNode(context, { buffer: buffered(sound) })
  const gain = new GainNode(context, { gain: 0 })
  source.connect(gain).connect(context.destination)
  const began = context.currentTime + 0.01
  const end = began + (to - from)
  gain.gain.setValueAtTime(0, began)
  gain.gain.linearRampToValueAtTime(1, began + FADE)
  gain.gain.setValueAtTime(1, Math.max(began + FADE, end - FADE))
  gain.gain.linearRampToValueAtTime(0, end)
  source.onended = () => playing === wanted && stop()
  source.start(began, from, to - from)
  Object.assign(wanted, { source, began })
  return true
}

/** Be silent. */
export function stop() {
  const was = playing
  playing = null
  was?.source?.stop()
  was?.ended?.()
}

/** Which second of `sound` is heard now, or null if it is not. */
export function heardNow(sound) {
  if (playing?.sound !== sound || playing.began === undefined) return null
  const late = context.outputLatency || 0 // from here to the ear
  const at = playing.from + context.currentTime - playing.began - late
  return Math.min(playing.to, Math.max(playing.from, at))
}

const buffers = new WeakMap()

function buffered(sound) {
  if (!buffers.has(sound)) {
    const buffer = new AudioBuffer({ length: sound.samples.length, sampleRate: sound.rate })
    buffer.copyToChannel(sound.samples, 0)
    buffers.set(sound, buffer)
  }
  return buffers.get(sound)
}
