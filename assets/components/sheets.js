// Style sheets for a component's shadow root.

/** From files below the components' folder, in the order of the cascade. */
export const sheets = (...paths) => Promise.all(paths.map(sheet))

async function sheet(path) {
  const made = new CSSStyleSheet()
  made.replaceSync(await (await fetch(new URL(path, import.meta.url))).text())
  return made
}
