"""What a class sees on the projector, on every page: the picture first, still, large enough, for everyone's eyes and
hands. Each page is opened once; what was seen then is read by the tests that only look.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.course import KEYS
from core.lab import Lab
from tests.browser.looking import PHONE
from tests.browser.openings import Opening
from tests.browser.test_journeys import PATIENCE, drawing, each_lab, each_trained_lab, some_labs

HIGHEST = 250
"""Pixels of a lab above its first picture, at 1280 × 800."""

STILL = 0.1
"""Layout shift up to which a page is called still."""

STOPS = 8
"""Tab stops until the training step, by the link that skips to the page."""

FILES = {path.stem for path in (Path(__file__).resolve().parents[2] / "pages").glob("*.py")}

each_page = pytest.mark.parametrize("name", [*KEYS, *sorted(FILES - set(KEYS))])


@pytest.fixture
def opening(at: Callable[[str], Opening], request: pytest.FixtureRequest) -> Opening:
    """The page that the test names, or whose lab it names."""
    named = request.node.callspec.params
    name = named["lab"].key if "lab" in named else named["name"]
    return at("/" if name == "home" else f"/{name}")


@pytest.fixture
def page(opening: Opening) -> Page:
    """The same as Playwright knows it, at its top."""
    opening.page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")
    return opening.page


@each_page
def test_a_page_asks_nobody_but_the_app_and_complains_of_nothing(opening: Opening, name: str):
    assert opening.seen.faults == []


@each_page
def test_a_page_opens_without_a_jump(opening: Opening, name: str):
    assert opening.seen.shift < STILL, opening.seen.shifts[:8]


@each_lab
def test_the_first_picture_of_a_lab_stands_near_the_top(page: Page, opening: Opening, lab: Lab):
    drawing(page, lab.first_picture)
    assert opening.seen.top <= HIGHEST


@each_page
def test_no_letter_is_smaller_than_14_pixels(opening: Opening, name: str):
    assert opening.seen.small == []


@each_page
def test_axe_finds_nothing_serious_by_day(opening: Opening, name: str):
    assert opening.seen.light == []


@each_page
def test_axe_finds_nothing_serious_by_night(opening: Opening, name: str):
    assert opening.seen.dark == []


@each_page
def test_a_phone_shows_a_page_without_scrolling_sideways(opening: Opening, name: str):
    assert opening.seen.phone <= PHONE["width"], opening.seen.wider


@each_lab
def test_a_phone_shows_a_picture_on_its_first_screen(opening: Opening, lab: Lab):
    assert opening.seen.phone_top < PHONE["height"] - 150


@each_page
def test_the_keyboard_reaches_every_picture_and_comes_round(opening: Opening, name: str):
    walk = opening.seen.walk
    assert walk.trapped == ""
    assert walk.missed == []


@each_trained_lab
def test_the_keyboard_reaches_the_training_step_in_eight_stops(opening: Opening, lab: Lab):
    walk = opening.seen.walk
    assert walk.skips
    assert walk.step is not None, walk.stops
    assert walk.step <= STOPS, walk.stops[: walk.step]


@some_labs
def test_time_travel_stays_in_sight_when_the_page_is_scrolled(page: Page, lab: Lab):
    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 900)")
    expect(page.locator(".st-key-scrub output")).to_be_in_viewport(timeout=PATIENCE)
    expect(page.locator(".st-key-step")).to_be_in_viewport(timeout=PATIENCE)
    expect(page.locator(".st-key-head")).not_to_have_css(
        "background-color", "rgba(0, 0, 0, 0)"
    )  # nothing shines through


@some_labs
def test_pictures_follow_the_thumb_of_time_travel_while_it_is_dragged(page: Page, lab: Lab):
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
