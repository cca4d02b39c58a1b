"""The WaveNet in a real browser: write, drag, point at the tree, turn to another network."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import drawing, opened


def test_sound_is_written_dragged_and_its_tree_pointed_at(page: Page):
    opened(page, "/audio_generation")
    picture = drawing(page, "wavenet")
    told = picture.get_by_role("status")
    expect(told).to_contain_text("and costs")
    canvas = picture.locator("canvas")
    canvas.focus()
    page.keyboard.press("Home")
    expect(told).to_contain_text("Sample 1 (0.00 ms)")
    expect(picture.locator(".tale")).to_contain_text("Nothing is before it")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    picture.get_by_role("button", name="Write").click()
    expect(told).to_contain_text(re.compile(r"Sample (?!1 )\d+"))
    picture.get_by_role("button", name="Pause").click()
    page.keyboard.press("End")
    expect(told).to_contain_text("Sample 1500")
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    page.mouse.down()
    page.mouse.up()
    expect(told).to_contain_text(re.compile(r"Sample 6\d\d "))
