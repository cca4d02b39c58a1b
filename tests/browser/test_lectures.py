"""A lecture in a real browser: keys and a presenter lead from view to view, and the lesson has the screen to itself."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from dashboard.lectures import lectures
from tests.browser.test_journeys import PATIENCE, drawing, opened


def at_stop(page: Page, number: int) -> None:
    """Wait until the page stands at a stop of the first lecture."""
    page.wait_for_url(re.compile(rf"[?&]walk=1\.{number}(&|$)"), timeout=PATIENCE)
    expect(page.locator(".st-key-walk_bar .said")).to_have_text(lectures()[0].stops[number - 1].said, timeout=PATIENCE)


def test_a_presenter_walks_through_a_lecture_and_leaves_it(page: Page):
    opened(page, "/lectures")
    page.locator(".st-key-begin_1").get_by_role("button").first.click()
    at_stop(page, 1)
    drawing(page, "by_hand")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    page.keyboard.press("PageDown")
    at_stop(page, 2)
    assert "forget_gate=0.5" in page.url
    page.keyboard.press("ArrowRight")  # the cell's own key, while nobody walks
    at_stop(page, 3)
    assert "forget_gate" not in page.url
    page.keyboard.press("PageDown")
    at_stop(page, 4)
    drawing(page, "microscope")
    expect(page.get_by_role("heading", level=1)).to_have_text("Which gates open, and when?", timeout=PATIENCE)
    page.keyboard.press("PageUp")
    at_stop(page, 3)
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text("Six lectures", timeout=PATIENCE)
    expect(page.locator(".st-key-walk_bar")).to_have_count(0)


def test_who_types_is_not_walked_on(page: Page):
    opened(page, "/lstm_by_hand?walk=1.1")
    at_stop(page, 1)
    field = page.get_by_role("textbox", name="Inputs")
    field.click()
    page.keyboard.type("1 2 3")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"[?&]x="), timeout=PATIENCE)
    at_stop(page, 1)
