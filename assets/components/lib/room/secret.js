// What makes a browser the one that drives a room: a secret that it made up. It is kept here alone and goes to the
// server alone; a cookie says that there is one, without saying it.

const KEY = 'unrolled:room'
const COOKIE = 'unrolled_room'
const BYTES = 32

/** @typedef {{code: string, secret: string}} Driven */

/** @returns {?Driven} the room that this browser drives */
export function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY))
  } catch {
    return null
  }
}

/**
 * @param {string} root the app's path
 * @param {Driven} driven
 */
export function keep(root, driven) {
  localStorage.setItem(KEY, JSON.stringify(driven))
  document.cookie = `${COOKIE}=${driven.code}; path=${root}; SameSite=Lax`
}

/** @param {string} root the app's path */
export function letGo(root) {
  localStorage.removeItem(KEY)
  document.cookie = `${COOKIE}=; path=${root}; max-age=0; SameSite=Lax`
}

/** Something that nobody can guess. */
export function madeUp() {
  return [...crypto.getRandomValues(new Uint8Array(BYTES))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
