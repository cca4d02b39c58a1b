"""The main journeys of a viewer, in a real browser: open, train, watch, travel back, share."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from core.course import LABS
from core.lab import Lab
from core.runs.store import RunStore

if TYPE_CHECKING:
    from tests.browser.openings import Opening  # stands on this file

PATIENCE = 240_000
"""Milliseconds after which a journey gives up; a few seconds are the rule."""

each_lab = pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.key)
TRAINED = [lab for lab in LABS if lab.trains]

each_trained_lab = pytest.mark.parametrize("lab", TRAINED, ids=lambda lab: lab.key)

CHOSEN = TRAINED if "EVERY_LAB" in os.environ else [TRAINED[0], TRAINED[-1]]
"""Labs on which is tried what the shared frame does alike on every page; with ``EVERY_LAB=1`` all that train."""

some_labs = pytest.mark.parametrize("lab", CHOSEN, ids=lambda lab: lab.key)


def opened(page: Page, path: str) -> Page:
    page.set_default_timeout(PATIENCE)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_count(1, timeout=PATIENCE)  # the last run's may still stand
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE)
    return page


def drawing(page: Page, picture: str) -> Locator:
    """The first drawn component of a page, once it has drawn."""
    named = page.locator(f"[class*='st-key-{picture}']")
    found = named.filter(has=page.locator("[data-drawn]")).first  # a control may have a name that begins alike
    expect(found.locator("[data-drawn]").first).to_be_visible(timeout=PATIENCE)
    return found


def until(page: Page, condition: Callable[[], object]) -> None:
    """Wait until `condition` holds."""
    begun, pause = time.monotonic(), 20
    while time.monotonic() - begun < PATIENCE / 1000:
        if condition():
            return
        page.wait_for_timeout(pause)
        pause = min(2 * pause, 250)
    raise AssertionError("nothing happened")


def run_in(page: Page) -> str:
    """The id of the run that the address names."""
    page.wait_for_url(re.compile(r"[?&]run=[0-9a-f]{12}"), timeout=PATIENCE)
    return re.search(r"[?&]run=([0-9a-f]{12})", page.url)[1]


def has_learnt(store: RunStore, run_id: str, lab: Lab) -> bool:
    """Whether the loss has fallen by a tenth; where it may go up and down, as between two players, whether there are
    enough steps to have moved everything.
    """
    losses = [row["train_loss"] for row in store.metrics(run_id) if "train_loss" in row]
    falls = lab.metrics[0].better == "lower"
    return len(losses) >= 12 and (not falls or sum(losses[-5:]) < 0.9 * sum(losses[:5]))


LOWEST = """(main) => {
  main.dataset.lowest = main.scrollHeight
  const seen = new ResizeObserver(() => (main.dataset.lowest = Math.min(main.dataset.lowest, main.scrollHeight)))
  for (const child of main.children) seen.observe(child)
}"""
"""Keeps on an element how low it has been from now on."""


def time_travel(page: Page) -> Locator:
    return page.get_by_role("slider", name="Training step").first  # other sliders are about steps of training too


@each_trained_lab
def test_training_keeps_the_page_lowers_the_loss_and_changes_the_picture_and_one_travels_back(
    at: Callable[[str], Opening], app_home: Path, lab: Lab
):
    page = at(f"/{lab.key}").page
    store = RunStore(folder=app_home)
    picture = lab.first_picture
    before = drawing(page, picture).screenshot()
    main = page.get_by_test_id("stMain")
    room = main.evaluate("(main) => main.scrollHeight - main.clientHeight")
    place = min(300, room)  # a short page cannot be scrolled so far
    until(page, lambda: main.evaluate("(main, at) => (main.scrollTo(0, at), main.scrollTop)", place) == place)
    height = main.evaluate("(main) => main.scrollHeight")
    main.evaluate(LOWEST)
    page.get_by_role("button", name="Train a new network").click()
    run_id = run_in(page)
    until(page, lambda: has_learnt(store, run_id, lab))
    assert int(main.get_attribute("data-lowest")) > 0.7 * height
    room = main.evaluate("(main) => main.scrollHeight - main.clientHeight")  # what is said at first may be short
    assert main.evaluate("(main) => main.scrollTop") == pytest.approx(min(place, room), abs=40)
    until(page, lambda: drawing(page, picture).screenshot() != before)

    stop = page.locator(".st-key-stop button").first
    until(page, lambda: stop.is_enabled() or store.get(run_id).state == "finished")
    stop.click(force=True)  # a small network may have finished meanwhile
    expect(page.get_by_text(re.compile("Stopped at step|Finished: "))).to_be_visible(timeout=PATIENCE)
    newest = str(store.checkpoint(run_id).step)
    expect(time_travel(page)).to_have_attribute("aria-valuetext", newest, timeout=PATIENCE)
    trained = drawing(page, picture).screenshot()
    time_travel(page).focus()
    page.keyboard.press("Home")
    page.wait_for_url(re.compile(r"[?&]step=0(&|$)"), timeout=PATIENCE)
    until(page, lambda: drawing(page, picture).screenshot() != trained)


@some_labs
def test_a_link_restores_the_step_in_a_browser_of_another_language(
    at: Callable[[str], Opening], viewer: Callable[..., Page], lab: Lab
):
    page = at(f"/{lab.key}").page
    drawing(page, lab.first_picture)
    time_travel(page).focus()
    page.keyboard.press("Home")
    page.wait_for_url(re.compile(r"[?&]step=0(&|$)"), timeout=PATIENCE)
    page.get_by_role("button", name="Share", exact=True).click()
    link = page.get_by_test_id("stCode").inner_text().strip()
    other = opened(viewer(locale="zh-CN"), link)
    expect(time_travel(other)).to_have_attribute("aria-valuetext", "0", timeout=PATIENCE)
    drawing(other, lab.first_picture)
    expect(other.get_by_role("heading", level=1)).to_have_text(lab.question)  # the link says the language too


def test_chinese_browser_is_greeted_in_chinese(viewer: Callable[..., Page]):
    page = opened(viewer(locale="zh-CN"), "/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("[\u4e00-\u9fff]"))
    page.get_by_role("radio", name="English").or_(page.get_by_role("button", name="English")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Watch sequence models think", timeout=PATIENCE)


def test_newcomer_reaches_a_lit_up_example_in_one_click(page: Page):
    opened(page, "/")
    page.get_by_role("button", name="Watch a network read").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which gates open, and when?", timeout=PATIENCE)
    drawing(page, "microscope")


def test_link_to_a_run_that_is_gone_says_so_and_the_page_goes_on(page: Page):
    opened(page, "/gates?run=000000000000")
    expect(page.get_by_test_id("stAlert")).to_be_visible(timeout=PATIENCE)
    drawing(page, "microscope")


def test_text_a_viewer_typed_is_shown_and_never_run(page: Page):
    opened(page, "/gates?text=%3Cimg%20src%3Dx%20onerror%3D%22document.title%3D'broken'%22%3E")
    drawing(page, "microscope")
    assert page.title() != "broken"


def test_click_pins_the_cursor_into_the_link(page: Page):
    opened(page, "/gates")
    drawing(page, "microscope").locator("canvas").first.click(position={"x": 40, "y": 30})
    page.wait_for_url(re.compile(r"[?&]cursor=\d+\.\d+\.\d+"), timeout=PATIENCE)
