"""A room in real browsers: one shows, another follows, lets go, comes back, answers; and the lecture ends."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.room.trail import LEAST
from tests.browser.keyboard import walk
from tests.browser.looking import PHONE, found_by_axe, settled, turn
from tests.browser.test_journeys import PATIENCE, drawing, opened, until

STRIP, BAR = ".st-key-room_bar", "#unrolled-room"


CARRIED = """async () => {
  const { src } = document.querySelector('script[src*="room/follow.js"]')
  const { touched } = await import(new URL('../lib/room/chosen.js', src).href)
  const around = (node) => (node ? [node, ...around(node.parentElement)] : [])
  const acts = '.stButton button, .stPopover button, [data-testid=stSidebar] :is(button, label)'
  const acting = [...document.querySelectorAll(acts)]
  const carried = acting.filter((node) => touched({ composedPath: () => around(node) }))
  return [acting.length, carried.map((node) => node.textContent)]
}"""
"""How many controls of a follower's page act on something, and which of them would be clicked again on one's own."""


def driving(viewer: Callable[..., Page]) -> tuple[Page, str]:
    """A lecturer who has opened a room, and its code."""
    page = viewer()
    opened(page, "/lectures")
    page.get_by_role("button", name="Open a room").click()
    code = page.locator(f"{STRIP} .code")
    expect(code).to_have_text(re.compile(r"^\w{5}$"), timeout=PATIENCE)
    return page, code.inner_text()


def following(viewer: Callable[..., Page], code: str) -> Page:
    """One who follows."""
    page = viewer()
    page.goto(f"/room/{code.lower()}")
    expect(page.locator(f"{BAR} .state")).to_have_text("Following", timeout=PATIENCE)
    return page


def read(picture: Locator, part: str) -> str:
    """What stands in a part of a picture, without the button that saves it."""
    return picture.locator(part).first.inner_text().replace("⤓", "").strip()


def test_what_the_lecturer_shows_and_where_the_lecturer_points_is_seen(viewer: Callable[..., Page]):
    lecturer, code = driving(viewer)
    follower = following(viewer, code)
    expect(follower.get_by_role("heading", level=1)).to_have_text("Six lectures", timeout=PATIENCE)
    opened(lecturer, "/gates")
    drawing(follower, "microscope")
    expect(follower.get_by_role("heading", level=1)).to_have_text("Which gates open, and when?", timeout=PATIENCE)
    expect(follower.locator(f"{BAR} .row p")).to_contain_text("Gates", timeout=PATIENCE)

    shown, seen = drawing(lecturer, "microscope"), drawing(follower, "microscope")
    here = "[data-drawn]"
    before = read(seen, here)
    shown.locator(".text span").nth(7).hover()
    until(follower, lambda: read(seen, here) == read(shown, here) != before)

    step = lecturer.locator(".stMain [data-testid=stSlider] [role=slider], .stMain [data-testid=stSlider] input").first
    step.focus()
    lecturer.keyboard.press("Home")
    expect(lecturer.locator("[class*='st-key-here']")).to_contain_text("Step 0", timeout=PATIENCE)
    expect(follower.locator("[class*='st-key-here']")).to_contain_text("Step 0", timeout=PATIENCE)


def test_a_student_lets_go_with_a_click_and_comes_back_with_one(viewer: Callable[..., Page]):
    lecturer, code = driving(viewer)
    opened(lecturer, "/gates")
    follower = following(viewer, code)
    drawing(follower, "microscope")
    acting, carried = follower.evaluate(CARRIED)
    assert acting > 3
    assert carried == []
    follower.get_by_text("writes", exact=True).click()  # any click that wants something
    follower.wait_for_url(re.compile(rf"/gates\?.*room={code}"), timeout=PATIENCE)
    expect(follower.get_by_role("radio", name="writes")).to_be_checked(timeout=PATIENCE)  # and it gets it there
    follower.wait_for_url(re.compile("mode=write"), timeout=PATIENCE)
    drawing(follower, "microscope")
    away = follower.locator(".st-key-away_bar")
    expect(away.locator(".state")).to_have_text("On your own", timeout=PATIENCE)
    away.get_by_role("button", name="Back to the lecture").click()
    expect(follower.locator(f"{BAR} .state")).to_have_text("Following", timeout=PATIENCE)
    drawing(follower, "microscope")
    follower.get_by_role("button", name="Explore on my own").click()
    expect(away.locator(".state")).to_have_text("On your own", timeout=PATIENCE)
    follower.keyboard.press("Escape")
    expect(follower.locator(f"{BAR} .state")).to_have_text("Following", timeout=PATIENCE)


def test_the_room_answers_before_it_sees_what_is_right(viewer: Callable[..., Page]):
    lecturer, code = driving(viewer)
    opened(lecturer, "/gates?look=predict")
    follower = following(viewer, code)
    lecturer.get_by_role("button", name="Ask the room").click(timeout=PATIENCE)
    answers = follower.locator(f"{BAR} .answer")
    expect(answers).to_have_count(4, timeout=PATIENCE)
    answers.nth(1).click()
    expect(answers.nth(1)).to_have_attribute("aria-pressed", "true", timeout=PATIENCE)
    strip = lecturer.locator(STRIP)
    expect(strip.get_by_text("Answers: 1", exact=True)).to_be_visible(timeout=PATIENCE)
    assert strip.locator(".bars").count() == 0, "nobody sees yet what was answered"
    follower.reload()
    expect(answers.nth(1)).to_have_attribute("aria-pressed", "true", timeout=PATIENCE)
    strip.get_by_role("button", name="Show the answers").click()
    expect(follower.locator(f"{BAR} .bars")).to_have_count(4, timeout=PATIENCE)
    lecturer.get_by_role("button", name="Show what comes out").click()
    expect(follower.locator(f"{BAR} .right")).to_contain_text("Only the cell state c", timeout=PATIENCE)
    expect(answers.first).to_be_disabled()


def test_the_speakers_window_says_what_comes_next(viewer: Callable[..., Page]):
    lecturer, code = driving(viewer)
    follower = following(viewer, code)
    opened(lecturer, "/lstm_by_hand?walk=1.1")
    with lecturer.context.expect_page() as opening:
        lecturer.locator(STRIP).get_by_role("button", name="Speaker’s window").click()
    speaker = opening.value
    expect(speaker.locator(".notes")).to_contain_text("1 / ", timeout=PATIENCE)
    follower.get_by_role("button", name="Too fast").click()
    expect(speaker.locator(".people")).to_contain_text("Too fast: 1", timeout=PATIENCE)
    seen = speaker.frame_locator("iframe")
    expect(seen.get_by_role("heading", level=1)).to_have_text("What do the gates do?", timeout=PATIENCE)
    stranger = viewer()
    stranger.goto(f"/room/{code}/speaker")
    expect(stranger.get_by_role("status")).to_contain_text("only in the browser that drives it", timeout=PATIENCE)


def test_its_pages_are_for_everyones_eyes_and_hands(viewer: Callable[..., Page]):
    lecturer, code = driving(viewer)
    follower, door = following(viewer, code), viewer()
    door.goto("/room")
    with lecturer.context.expect_page() as opening:
        lecturer.locator(STRIP).get_by_role("button", name="Speaker’s window").click()
    speaker = opening.value
    expect(speaker.locator(".notes")).not_to_be_empty(timeout=PATIENCE)
    settled(follower)
    for page in (follower, door, speaker):
        assert found_by_axe(page) == []
        assert walk(page).trapped == ""
        turn(page, "dark") if page is follower else page.emulate_media(color_scheme="dark")
        assert found_by_axe(page) == []
        page.set_viewport_size(PHONE)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"], page.url


def test_a_closed_room_keeps_its_last_picture(viewer: Callable[..., Page]):
    lecturer, code = driving(viewer)
    opened(lecturer, "/lstm_by_hand")
    follower = following(viewer, code)
    drawing(follower, "by_hand")
    for name in ("Close the room", "Close it for everyone?"):
        lecturer.locator(STRIP).get_by_role("button", name=name).click()
    expect(lecturer.locator(STRIP)).to_have_count(0, timeout=PATIENCE)
    expect(follower.locator(f"{BAR} .state")).to_contain_text("The lecture has ended", timeout=PATIENCE)
    late = viewer()
    late.goto(f"/room/{code}")
    drawing(late, "by_hand")


@pytest.mark.parametrize("typed", ["nonsense", "<b>22</b>"])
def test_a_wrong_code_at_the_door_is_one_sentence(viewer: Callable[..., Page], typed: str):
    page = viewer()
    page.goto("/room")
    page.get_by_role("textbox").fill(typed)
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("is not the name of a room", timeout=PATIENCE)


def test_what_a_room_was_shown_becomes_a_lecture_of_ones_own(viewer: Callable[..., Page]):
    lecturer, _code = driving(viewer)
    lecturer.get_by_role("button", name="Begin the walk").first.click()
    bar = lecturer.locator(".st-key-walk_bar")
    expect(bar).to_contain_text("1 of 8", timeout=PATIENCE)
    lecturer.wait_for_timeout(1000 * (LEAST + 2))  # one stands there
    said = bar.locator(".said").inner_text()
    lecturer.keyboard.press("Escape")
    lecturer.get_by_role("button", name="what your room was shown: 1 views").first.click(timeout=PATIENCE)
    expect(lecturer.get_by_text(said).last).to_be_visible(timeout=PATIENCE)
    expect(lecturer.locator(".st-key-handout_own")).to_be_visible(timeout=PATIENCE)
