"""The WaveNet in a real browser: write, drag, point at the tree, turn to another network."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened


def test_sound_is_written_dragged_and_its_tree_pointed_at(page: Page):
    opened(page, "/audio_generation")
    picture = drawing(page, "wavenet")
    told = picture.locator(".verdict")
    expect(told).to_contain_text("and costs")
    canvas = picture.locator("canvas")
    canvas.focus()
    page.keyboard.press("Home")
    expect(told).to_contain_text("Sample 1 (0.0 ms)")
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
    step = (box["width"] - 64 - 236) / 70  # CSS pixels of a sample, between the names and the levels
    page.mouse.move(box["x"] + box["width"] - 236 - 1.5 * step, box["y"] + 54)
    expect(picture.locator(".tale")).to_contain_text("Layer 6, d = 32, unit 1, 0 samples earlier: filter tanh = ")


def test_a_checkpoint_is_travelled_to_from_what_is_heard_of_it(page: Page):
    opened(page, "/audio_generation?look=learning&samples=400")
    wall = drawing(page, "learning")
    cards = wall.locator("article")
    expect(cards).to_have_count(12)
    expect(cards.nth(0)).to_contain_text("no pitch")
    cards.nth(6).get_by_role("button", name="Go there").click()
    expect(page).to_have_url(re.compile(r"[?&]step=54\b"), timeout=PATIENCE)
    expect(cards.nth(6)).to_have_class(re.compile("current"), timeout=PATIENCE)
