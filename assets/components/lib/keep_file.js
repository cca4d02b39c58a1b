// A file that was made in the browser, or fetched, put among the viewer's downloads.

/**
 * @param {Blob} content
 * @param {string} name
 */
export function keepFile(content, name) {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  Object.assign(link, { href: address, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000) // by then the browser has taken it
}
