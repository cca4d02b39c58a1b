// An SVG as the pixels of a PNG, with the fonts that the page has loaded.

const LARGEST = 16_000 // pixels of a side that every browser paints

/**
 * @param {{text: string, width: number, height: number}} drawing an SVG and its size in CSS pixels
 * @param {number} scale pixels of the image a CSS pixel
 * @returns {Promise<Blob>}
 */
export async function pngOf({ text, width, height }, scale = 2) {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await withFonts(text))}`
  await image.decode()
  const ratio = Math.min(scale, LARGEST / width, LARGEST / height)
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) })
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((made) => canvas.toBlob(made, 'image/png'))
}

/** The SVG with the page's own fonts in it: an image sees no others than those of the machine. */
async function withFonts(text) {
  const faces = [...document.styleSheets].flatMap(rulesOf).filter((rule) => rule instanceof CSSFontFaceRule)
  const family = (rule) => rule.style.getPropertyValue('font-family').replace(/["']/g, '')
  const used = faces.filter((rule) => text.includes(family(rule)))
  const rules = await Promise.all(used.map(embedded))
  return text.replace(/(<svg[^>]*>)/, (tag) => `${tag}<style>${rules.join('').replaceAll('<', '')}</style>`)
}

/** The rules of a style sheet; none of one that another host has made. */
function rulesOf(sheet) {
  try {
    return [...sheet.cssRules]
  } catch {
    return []
  }
}

/** A font with its file in it, which the browser has already; nothing where it has not. */
async function embedded(rule) {
  const address = rule.style.getPropertyValue('src').match(/url\(["']?([^"')]+)/)?.[1]
  if (!address) return ''
  try {
    const base = rule.parentStyleSheet.href ?? document.baseURI
    const file = await (await fetch(new URL(address, base), { cache: 'force-cache' })).blob()
    const held = await new Promise((read) => {
      const reader = new FileReader()
      reader.onload = () => read(reader.result)
      reader.readAsDataURL(file)
    })
    return rule.cssText.replace(/src:[^;]*;/, `src: url("${held}");`)
  } catch {
    return ''
  }
}
