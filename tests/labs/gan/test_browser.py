"""Forger and detective in a real browser: drag a distribution away, mark a sample, draw a world of one's own."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened


def test_distribution_is_dragged_a_sample_is_marked_and_a_world_is_drawn(page: Page):
    opened(page, "/gan?look=own")
    line = drawing(page, "distances")
    told = line.locator(".told")
    expect(told).to_contain_text("JS = 1.000 of 1 bit, W = 2.200")
    line.get_by_role("slider", name="Where the forged distribution stands").focus()
    page.keyboard.press("End")
    expect(told).to_contain_text("JS = 1.000 of 1 bit, W = 3.500")
    box = line.locator("canvas").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * (0.5 + 3.5 / 10.2), box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 100, steps=3)
    page.mouse.up()
    expect(told).to_contain_text("W = 0.0")

    picture = drawing(page, "forging")
    picture.locator(".stage").focus()
    page.keyboard.press("ArrowRight")
    expect(picture.locator(".tale")).to_contain_text("Sample 2:")
    switch = picture.get_by_role("button", name="pull")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")

    board = drawing(page, "point_board")
    board.get_by_role("button", name="A spiral").click()
    expect(board.get_by_role("status")).to_have_text("300 points")
    expect(page.get_by_text(re.compile(r"\d+ different points stand at the side"))).to_be_visible(timeout=PATIENCE)
