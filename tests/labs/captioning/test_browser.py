"""A viewer drags an object, recolours it, adds one and takes it back: the caption follows."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened


def test_caption_follows_an_object_that_is_dragged_and_changed(page: Page):
    picture = drawing(opened(page, "/captioning"), "seeing")
    said = picture.locator(".caption")
    expect(said).to_have_text(re.compile("a ?red ?circle ?above ?a ?blue ?square"), timeout=PATIENCE)
    canvas = picture.locator(".board canvas")
    box = canvas.bounding_box()
    assert box
    unit = box["width"] / 32

    def at(x: float, y: float) -> tuple[float, float]:
        return box["x"] + x * unit, box["y"] + y * unit

    page.mouse.move(*at(15, 8))
    page.mouse.down()
    page.mouse.move(*at(6, 21), steps=8)
    page.mouse.up()
    expect(said).to_have_text(re.compile("left"), timeout=PATIENCE)
    page.wait_for_url(re.compile(r"scene=red"), timeout=PATIENCE)
    picture.get_by_role("radio", name="green").click()
    expect(said).to_have_text(re.compile("green"), timeout=PATIENCE)
    picture.get_by_role("button", name="Undo").click()
    expect(said).to_have_text(re.compile("red"), timeout=PATIENCE)
    canvas.focus()
    page.keyboard.press("Delete")
    expect(said).not_to_have_text(re.compile("left"), timeout=PATIENCE)
    page.wait_for_url(re.compile(r"scene=blue"), timeout=PATIENCE)
