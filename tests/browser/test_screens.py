"""What a class sees on the projector, for every lab of the course: the picture first, still, large enough, in reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.lab import Lab
from tests.browser.looking import IGNORED, SMALL, faults, pictures, settled, shifted, watched
from tests.browser.test_journeys import PATIENCE, drawing, each_lab, some_labs, time_travel, until

HIGHEST = 250
"""Pixels of a page above its first picture, at 1280 × 800."""

STILL = 0.1
"""Layout shift up to which a page is called still."""

LEAST = 13.9
"""Pixels of the smallest letter: 14, but for rounding."""

STOPS = 8
"""Tab stops until the training step, by the link that skips to the page."""


@each_lab
def test_page_opens_without_a_jump_on_a_drawn_example_near_the_top_and_axe_finds_nothing_serious(
    viewer: Callable[..., Page], lab: Lab
):
    page = watched(viewer(color_scheme="light"), f"/{lab.key}")
    drawing(page, lab.first_picture)
    assert pictures(page).first.bounding_box()["y"] <= HIGHEST
    total, shifts = shifted(page)
    assert total < STILL, shifts[:8]
    assert faults(page) == []


@some_labs
def test_no_letter_is_smaller_than_14_pixels(page: Page, lab: Lab):
    watched(page, f"/{lab.key}")
    assert page.evaluate(SMALL, [LEAST, IGNORED]) == []
    drawn = {f"{one['text'][:40]} ({one['size']:.1f} px)" for one in page.evaluate("letters") if one["size"] < LEAST}
    assert sorted(drawn) == []


@some_labs
def test_a_phone_shows_a_picture_on_its_first_screen(viewer: Callable[..., Page], lab: Lab):
    page = watched(viewer(viewport={"width": 390, "height": 844}), f"/{lab.key}")
    assert pictures(page).first.bounding_box()["y"] < 844 - 150
    assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


@some_labs
def test_pictures_follow_the_thumb_of_time_travel_while_it_is_dragged(page: Page, lab: Lab):
    watched(page, f"/{lab.key}")
    named = page.locator(".st-key-scrub output")
    before = named.inner_text()
    track = page.locator(".st-key-step [role='group']").bounding_box()
    thumb = page.locator(".st-key-step div:has(> [data-testid='stSliderThumbValue'])").bounding_box()
    x, y = thumb["x"] + thumb["width"] / 2, thumb["y"] + thumb["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] / 2, y, steps=5)
    expect(named).not_to_have_text(before, timeout=PATIENCE)
    page.mouse.move(track["x"] - 20, y, steps=5)
    expect(named).to_have_text("Step 0", timeout=PATIENCE)  # the pictures are of this step, and the thumb is still held
    assert "step=" not in page.url
    page.mouse.up()
    page.wait_for_url("**step=0**", timeout=PATIENCE)
    expect(named).to_have_text("Step 0", timeout=PATIENCE)


@some_labs
def test_time_travel_stays_in_sight_when_the_page_is_scrolled(page: Page, lab: Lab):
    watched(page, f"/{lab.key}")
    main = page.get_by_test_id("stMain")
    main.evaluate("(main) => main.scrollTo(0, 900)")
    expect(page.locator(".st-key-scrub output")).to_be_in_viewport(timeout=PATIENCE)
    expect(page.locator(".st-key-step")).to_be_in_viewport(timeout=PATIENCE)
    expect(page.locator(".st-key-head")).not_to_have_css(
        "background-color", "rgba(0, 0, 0, 0)"
    )  # nothing shines through


@some_labs
def test_keyboard_reaches_the_training_step_in_eight_stops(page: Page, lab: Lab):
    watched(page, f"/{lab.key}")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")
    for _stop in range(STOPS - 1):
        page.keyboard.press("Tab")
        if time_travel(page).evaluate("(slider) => slider === document.activeElement"):
            return
    pytest.fail(f"the training step is not among the first {STOPS} stops")


@some_labs
def test_axe_finds_nothing_serious_in_the_dark(viewer: Callable[..., Page], lab: Lab):
    assert faults(watched(viewer(color_scheme="dark"), f"/{lab.key}")) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_start(viewer: Callable[..., Page], scheme: str):
    page = watched(viewer(color_scheme=scheme), "/")
    assert faults(page) == []


@some_labs
def test_training_a_new_network_keeps_the_page(page: Page, lab: Lab):
    watched(page, f"/{lab.key}")
    main = page.get_by_test_id("stMain")
    until(page, lambda: main.evaluate("(main) => (main.scrollTo(0, 300), main.scrollTop)") == 300)
    height = main.evaluate("(main) => main.scrollHeight")
    lowest = "() => (window.lowest = Math.min(window.lowest ?? 1e9, document.querySelector('[data-testid=stMain]')"
    page.evaluate(f"() => setInterval({lowest}.scrollHeight)), 20)")
    page.get_by_role("button", name="Train a new network").click()
    page.wait_for_url("**run=**", timeout=PATIENCE)
    settled(page)
    assert page.evaluate("() => lowest") > 0.7 * height
    assert main.evaluate("(main) => main.scrollTop") == pytest.approx(300, abs=40)
    page.locator(".st-key-stop button").first.click()
