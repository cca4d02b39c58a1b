"""Pointing in a real browser: drag a point, add one, take one away, follow the steps, send the link on."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened

SQUARE = "/pointer_network?text=0.1+0.1%3B+0.1+0.9%3B+0.5+0.4%3B+0.9+0.1%3B+0.9+0.9"


def centre(dot: Locator) -> tuple[float, float]:
    box = dot.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_dragged_point_is_followed_by_the_answer_and_the_link(viewer: Callable[..., Page]):
    page = opened(viewer(), SQUARE)
    picture = drawing(page, "pointing")
    rows = picture.locator(".grid .rows span")
    expect(rows).to_have_text(["1 → 1", "2 → 4", "3 → 5", "4 → 2", "5 → ■"])
    dots = picture.locator(".dot")
    x, y = centre(dots.nth(2))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 40, steps=4)
    page.mouse.move(x, picture.locator(".plane").bounding_box()["y"] + 5_000, steps=4)
    page.mouse.up()
    expect(rows).to_have_text(["1 → 1", "2 → 3", "3 → 4", "4 → 5", "5 → 2", "6 → ■"], timeout=PATIENCE)
    page.wait_for_url(re.compile(r"0\.\d+\+0%3B"), timeout=PATIENCE)

    other = opened(viewer(color_scheme="dark"), page.url)
    again = drawing(other, "pointing")
    expect(again.locator(".grid .rows span")).to_have_text(rows.all_inner_texts())


def test_points_come_and_go_and_come_back(page: Page):
    opened(page, SQUARE)
    picture = drawing(page, "pointing")
    dots, count = picture.locator(".dot"), picture.locator(".tools output")
    box = picture.locator(".plane").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 60)
    expect(count).to_have_text("6 points")
    expect(picture.locator(".grid .columns span")).to_have_count(7, timeout=PATIENCE)
    x, y = centre(dots.last)
    page.mouse.dblclick(x, y)
    expect(count).to_have_text("5 points")
    picture.get_by_role("button", name="Undo the last change").click()
    expect(count).to_have_text("6 points")
    dots.first.focus()
    page.keyboard.press("Delete")
    expect(count).to_have_text("5 points")
    expect(picture.locator(".grid .columns span")).to_have_count(6, timeout=PATIENCE)


def test_steps_are_followed_by_pointer_and_key_and_pinned_in_the_link(page: Page):
    opened(page, SQUARE)
    picture = drawing(page, "pointing")
    tale = picture.locator(".tale")
    expect(tale).to_contain_text("Step 3: point 5")
    picture.locator(".steps .frame").focus()
    page.keyboard.press("ArrowDown")
    expect(tale).to_contain_text("Step 4: point 2")
    page.wait_for_url(lambda url: "cursor=3" in url, timeout=PATIENCE)
    expect(picture.locator(".arithmetic")).to_contain_text("p(C₄ = 2) = exp(")
