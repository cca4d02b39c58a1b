"""The tree of beam search in a real browser: drag a fork, use its keys, and send the link on."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened


def test_forks_are_dragged_and_turned_until_greedy_wins_and_the_link_keeps_them(viewer: Callable[..., Page]):
    page = opened(viewer(), "/generation_tips?run=shipped-generation_tips.beam")
    picture = drawing(page, "tip")
    told = picture.locator(".board .told")
    expect(told).to_have_text("Greedy finds AAA, 22 %. A beam of 2 finds BBB, 32 %. The likeliest is BBB, 32 %.")
    picture.locator(".fork[data-fork='']").focus()
    for _press in range(3):
        page.keyboard.press("ArrowUp")
    expect(told).to_contain_text("Greedy finds AAA, 27 %")
    box = picture.locator(".fork[data-fork='A']").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"], box["y"] - 400, steps=4)
    page.mouse.up()
    expect(told).to_contain_text("Greedy finds AAA, 45 %. A beam of 2 finds AAA, 45 %")
    page.wait_for_url(re.compile(r"tree=75\.100\.10"), timeout=PATIENCE)

    again = drawing(opened(viewer(color_scheme="dark"), page.url), "tip")
    expect(again.locator(".board .told")).to_contain_text("Greedy finds AAA, 45 %")
