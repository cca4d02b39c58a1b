"""A picture is saved from the button at its corner, by mouse or keyboard, without a request leaving the browser."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from dashboard.components.base import pictures_of
from tests.browser.saving import SVG
from tests.browser.test_bare_page import bare, show  # noqa: F401  (a fixture)
from tests.drawings import drawings_of

PIECES = {
    "arabic": "السلام عليكم",
    "chinese": "你好，世界",
    "hindi": "नमस्ते",
    "markup": "<b>&amp;</b>",
    "emoji": "👩‍🔬 ok",
}
"""Words in scripts whose letters stand otherwise than one after the other, or mean something to a program."""


def saved(page: Page, kind: str, folder: Path) -> tuple[str, bytes]:
    """What the button at the corner saves, by keyboard alone: the file's name and its content."""
    page.locator(".saving [aria-expanded]").focus()
    page.keyboard.press("Enter")
    page.locator(".saving").get_by_role("button", name=kind, exact=True).focus()
    with page.expect_download() as begun:
        page.keyboard.press("Enter")
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    return path.name, path.read_bytes()


def test_a_picture_is_saved_by_keyboard_under_a_name_that_says_lab_picture_and_step(bare: Page, tmp_path: Path):
    with pictures_of("gates", 600):
        picture = drawings_of("microscope")[0]
    show(bare, picture, tmp_path)
    asked: list[str] = []
    bare.on("request", lambda request: asked.append(request.url))
    name, data = saved(bare, "SVG", tmp_path)
    assert name == "unrolled-gates-k-step-600.svg"
    assert ET.fromstring(data).tag == f"{SVG}svg"
    name, data = saved(bare, "PNG", tmp_path)
    assert name == "unrolled-gates-k-step-600.png"
    assert Image.open(io.BytesIO(data)).format == "PNG"
    assert [
        url for url in asked if not url.startswith(("data:", "blob:")) and "/components/lib/saving/" not in url
    ] == []


def test_the_button_is_seen_where_one_points_and_gone_where_not(bare: Page, tmp_path: Path):
    show(bare, drawings_of("sentence")[0], tmp_path)
    button = bare.locator(".saving [aria-expanded]")
    assert bare.locator(".saving").evaluate("each => getComputedStyle(each).opacity") == "0"
    bare.locator("#host [data-drawn]").hover()
    bare.wait_for_function(
        "() => getComputedStyle(document.querySelector('#host').shadowRoot.querySelector('.saving')).opacity === '1'"
    )
    assert button.get_attribute("aria-label") == "Save this picture"


@pytest.mark.parametrize("script", PIECES)
def test_words_of_every_script_stay_whole_words(bare: Page, tmp_path: Path, script: str):
    bare.set_content("")
    show(bare, drawings_of("scrub")[0], tmp_path)
    said = bare.evaluate(
        """async (said) => {
          const { svgOf } = await import('/components/lib/saving/svg_of.js')
          const line = document.body.appendChild(document.createElement('p'))
          line.textContent = said
          const text = svgOf(line, { background: '#ffffff', title: '' }).text
          const drawing = new DOMParser().parseFromString(text, 'image/svg+xml')
          return [...drawing.querySelectorAll('text')].map((each) => each.textContent)
        }""",
        PIECES[script],
    )
    assert said == [PIECES[script]]  # in one piece: so its letters join as they do on the page
