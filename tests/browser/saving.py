"""What a picture becomes when it is saved: an SVG whose text is text, and a PNG twice as large."""

from __future__ import annotations

import base64
import io
import xml.etree.ElementTree as ET

import numpy as np
from PIL import Image
from playwright.sync_api import Page

SVG = "{http://www.w3.org/2000/svg}"

SAVED = """async () => {
  const picture = document.querySelector('#host').shadowRoot.querySelector('[data-drawn]')
  const said = []
  const walker = document.createTreeWalker(picture, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    const range = document.createRange()
    range.selectNodeContents(node)
    const { width, height } = range.getBoundingClientRect()
    const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    const drawn = node.data.trim() && width && height && !element.closest('option, style, title, defs')
    if (seen && drawn) said.push(node.data)
  }
  const { svgOf } = await import('/components/lib/saving/svg_of.js')
  const { pngOf } = await import('/components/lib/saving/png_of.js')
  const { width, height } = picture.getBoundingClientRect()
  const drawing = svgOf(picture, { background: '#ffffff', title: 'A & <b>' })
  const bytes = new Uint8Array(await (await pngOf(drawing)).arrayBuffer())
  let png = ''
  for (let k = 0; k < bytes.length; k += 32768) png += String.fromCharCode(...bytes.subarray(k, k + 32768))
  return { said, width: Math.ceil(width), height: Math.ceil(height), svg: drawing.text, png: btoa(png) }
}"""


def check_saved(page: Page) -> None:
    """Save the picture of a bare page, and look whether all of it is there."""
    saved = page.evaluate(SAVED)
    width, height = saved["width"], saved["height"]
    drawing = ET.fromstring(saved["svg"])
    assert (drawing.tag, drawing.get("width"), drawing.get("height")) == (f"{SVG}svg", str(width), str(height))
    assert drawing.findtext(f"{SVG}title") == "A & <b>"
    assert not [part.tag for part in drawing.iter() if not part.tag.startswith(SVG)]  # no program has to know HTML
    told = letters("".join("".join(text.itertext()) for text in drawing.iter(f"{SVG}text")))
    assert [text for text in saved["said"] if letters(text) not in told] == []
    image = Image.open(io.BytesIO(base64.b64decode(saved["png"])))
    assert image.size == (2 * width, 2 * height)
    assert len(np.unique(np.asarray(image.convert("L")))) > 3  # it is not empty


def letters(text: str) -> str:
    """A text without spaces, which a browser collapses, nor the case of its letters, which a style may change."""
    return "".join(text.split()).lower()
