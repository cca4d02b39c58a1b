// The beginning of a handout: open what lies in this file, say what has which name, and let the page be drawn.
;(async () => {
  const page = document.getElementById('page')
  /** The bytes of an element of this file. */
  const bytes = async (id) => {
    const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (sign) => sign.charCodeAt(0))
    const opened = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'))
    return new Uint8Array(await new Response(opened).arrayBuffer())
  }
  const told = async (id) => JSON.parse(new TextDecoder().decode(await bytes(id)))
  try {
    const { scripts, sheets } = await told('code')
    const addresses = Object.entries(scripts).map(([name, source]) => [
      name,
      `data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`,
    ])
    const map = document.createElement('script')
    map.type = 'importmap'
    map.textContent = JSON.stringify({ imports: Object.fromEntries(addresses) })
    document.head.append(map)
    const reader = 'unrolled/handout/index.js'
    const { begin } = await import(reader)
    await begin({ page, book: await told('book'), sheets, bytes })
  } catch (error) {
    page.append(page.dataset.old)
    throw error
  }
})()
