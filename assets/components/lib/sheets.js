// Style sheets for a component's shadow root.

import { bring } from './bring.js'

const made = new Map() // by path, so that each is fetched once for all components

/** From files below assets/components, in the order of the cascade. */
export const sheets = (...paths) => Promise.all(paths.map(sheet))

function sheet(path) {
  if (!made.has(path)) made.set(path, fetched(path))
  return made.get(path)
}

async function fetched(path) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(await (await bring(path, () => new URL(`../${path}`, import.meta.url))).text())
  return sheet
}
