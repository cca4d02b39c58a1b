"""Every picture can be saved from its corner: as an SVG whose text is text, and as a PNG twice as large."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from dashboard.components.base import declared
from tests.browser.test_bare_page import bare, show  # noqa: F401  (a fixture)
from tests.drawings import drawings_of

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = [name for name, component in declared().items() if component.picture]

SEEN = """() => {
  const root = document.querySelector('#host').shadowRoot
  const picture = root.querySelector('[data-drawn]')
  const { width, height } = picture.getBoundingClientRect()
  const walker = document.createTreeWalker(picture, NodeFilter.SHOW_TEXT)
  const said = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    const range = document.createRange()
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect()
    const style = getComputedStyle(element)
    const skipped = element.closest('option, style, title, defs')
    if (!skipped && node.data.trim() && box.width && box.height && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) {
      said.push(node.data)
    }
  }
  return { width: Math.ceil(width), height: Math.ceil(height), said }
}"""


def saved(page: Page, kind: str, folder: Path) -> tuple[str, bytes]:
    """What the button at the corner saves: the file's name and its content."""
    page.locator(".saving [aria-expanded]").focus()
    page.keyboard.press("Enter")
    with page.expect_download() as begun:
        page.locator(".saving").get_by_role("button", name=kind, exact=True).click()
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    return path.name, path.read_bytes()


def letters(text: str) -> str:
    """A text without the spaces that a browser collapses."""
    return "".join(text.split())


@pytest.mark.parametrize("component", PICTURES)
def test_every_picture_is_saved_as_svg_with_its_text_and_as_png_with_its_pixels(bare: Page, tmp_path: Path, component):
    picture = drawings_of(component)[0]
    show(bare, picture, tmp_path)
    seen = bare.evaluate(SEEN)
    asked: list[str] = []
    bare.on("request", lambda request: asked.append(request.url))
    name, data = saved(bare, "SVG", tmp_path)
    assert name.startswith("unrolled-")
    drawing = ET.fromstring(data)
    assert (drawing.tag, drawing.get("width"), drawing.get("height")) == (
        f"{SVG}svg",
        str(seen["width"]),
        str(seen["height"]),
    )
    told = letters("".join("".join(text.itertext()) for text in drawing.iter(f"{SVG}text")))
    missing = [text for text in seen["said"] if letters(text).lower() not in told.lower()]
    assert missing == []
    assert not list(drawing.iter(f"{SVG}foreignObject"))
    _, data = saved(bare, "PNG", tmp_path)
    image = Image.open(io.BytesIO(data))
    assert image.size == (2 * seen["width"], 2 * seen["height"])
    pixels = np.asarray(image.convert("L")).reshape(-1)
    assert len(np.unique(pixels)) > 3  # it is not empty
    outside = [url for url in asked if not url.startswith(("data:", "blob:")) and "/components/" not in url]
    assert outside == []
