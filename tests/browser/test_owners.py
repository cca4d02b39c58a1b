"""A run belongs to who made it, in real browsers: private until shared, found again, kept, deleted, administered."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from core.runs.store import RunStore
from tests.browser.test_journeys import PATIENCE, opened, run_in, until

LAB = "slot_filling"


@pytest.fixture
def store(app_home: Path):
    store = RunStore(folder=app_home)
    yield store
    store.close()


def trains(page: Page) -> str:
    page.get_by_role("button", name="Train a new network").click()
    return run_in(page)


def whose(page: Page):
    """What says whose the run in view is, opened; again where the page turned to the run only then, and closed it."""
    told = page.get_by_test_id("stPopoverBody").filter(has_text=re.compile("Yours|Somebody"))

    def is_open() -> bool:
        page.locator(".st-key-rename button").first.click()
        with suppress(TimeoutError):
            told.wait_for(timeout=10_000)
        return told.is_visible()

    until(page, is_open)
    return told


def test_a_run_is_private_until_it_is_shared_and_stays_its_makers_to_change(
    viewer: Callable[..., Page], store: RunStore
):
    maker, other = viewer(), viewer()
    opened(maker, f"/{LAB}")
    run = trains(maker)
    opened(other, f"/{LAB}?run={run}")
    expect(other.get_by_text("The run of this link is private.")).to_be_visible(timeout=PATIENCE)
    expect(other.locator(".st-key-training_panel")).to_contain_text("Shipped with the app", timeout=PATIENCE)

    maker.locator(".st-key-share button").first.click()
    expect(maker.get_by_text("The run in view is private")).to_be_visible(timeout=PATIENCE)
    maker.get_by_role("button", name="Let everyone who has the link").click()
    until(maker, lambda: store.get(run).shared)

    opened(other, f"/{LAB}?run={run}")
    expect(other.get_by_text("It is not yours to change.")).to_be_visible(timeout=PATIENCE)
    for name in ("pause", "stop"):
        if (button := other.locator(f".st-key-{name} button")).count():
            expect(button.first).to_be_disabled()
    expect(whose(other)).to_contain_text("Somebody else’s", timeout=PATIENCE)
    other.keyboard.press("Escape")
    other.locator(".st-key-reset button").first.click()
    other.wait_for_url(lambda address: "run=" in address and run not in address, timeout=PATIENCE)
    own = store.get(run_in(other))
    assert own.owner not in (None, store.get(run).owner)
    assert own.config == store.get(run).config


def test_ones_runs_are_found_named_kept_and_deleted(viewer: Callable[..., Page], store: RunStore):
    page = opened(viewer(), f"/{LAB}")
    run = trains(page)
    expect(page.locator(".st-key-rename")).to_contain_text("lock", timeout=PATIENCE)  # the page has turned to the run
    field = whose(page).get_by_role("textbox", name="Name of this run").first
    field.fill("my <b>best</b> run")
    field.press("Enter")
    until(page, lambda: store.get(run).title == "my <b>best</b> run")

    opened(page, "/runs")
    expect(page.get_by_text("1 of 120 runs").or_(page.get_by_text("0 of 120 runs"))).to_be_visible(timeout=PATIENCE)
    find = page.get_by_label("Find a run")
    find.fill("nothing is called like that")
    find.press("Enter")
    expect(page.get_by_text("No run is called like that.")).to_be_visible(timeout=PATIENCE)
    find.fill("best run")
    find.press("Enter")
    table = page.get_by_test_id("stDataFrame")
    expect(table).to_be_visible(timeout=PATIENCE)
    tick(page)
    page.get_by_role("button", name="Keep").click()
    until(page, lambda: store.get(run).pinned)
    delete = page.get_by_role("button", name="Delete").last
    expect(delete).to_be_disabled(timeout=PATIENCE)  # what was ticked is not any more
    tick(page)
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("There is no run yet.")).to_be_visible(timeout=PATIENCE)
    assert run not in [one.id for one in store.runs(LAB)]


def tick(page: Page) -> None:
    """Choose the first run of the table."""
    delete = page.get_by_role("button", name="Delete").last

    def is_chosen() -> bool:
        page.get_by_test_id("stDataFrame").click(position={"x": 16, "y": 52})
        with suppress(AssertionError):  # another click would untick it
            expect(delete).to_be_enabled(timeout=10_000)
        return delete.is_enabled()

    until(page, is_chosen)


def test_a_browser_that_comes_back_is_known_again_and_one_that_forges_is_not(
    viewer: Callable[..., Page], store: RunStore
):
    page = opened(viewer(), f"/{LAB}")
    run = trains(page)
    again = page.context.new_page()
    opened(again, f"/{LAB}?run={run}")
    expect(whose(again)).to_contain_text("Yours.", timeout=PATIENCE)
    again.close()

    (given,) = [one for one in page.context.cookies() if one["name"].startswith("unrolled_visitor")]
    assert given["httpOnly"]
    thief = viewer()
    thief.context.add_cookies([{**given, "value": given["value"][:-2] + "AA"}])
    opened(thief, f"/{LAB}?run={run}")
    expect(thief.get_by_text("The run of this link is private.")).to_be_visible(timeout=PATIENCE)


def test_whoever_has_the_key_administers_and_nobody_else(viewer: Callable[..., Page], store: RunStore, app_home: Path):
    import hmac
    from hashlib import sha256

    page = opened(viewer(), f"/{LAB}")
    run = trains(page)
    keeper = viewer()
    opened(keeper, "/administrator")
    expect(keeper.get_by_text("This page is for whoever keeps the server.")).to_be_visible(timeout=PATIENCE)
    key = hmac.new((app_home / "secret").read_bytes(), b"key of the administrator", sha256).hexdigest()[:32]
    opened(keeper, f"/administrator/enter?key={key}")
    assert "key" not in keeper.url
    expect(keeper.get_by_text("All runs")).to_be_visible(timeout=PATIENCE)
    opened(keeper, f"/{LAB}?run={run}")
    keeper.locator(".st-key-stop button").first.click()
    until(keeper, lambda: store.get(run).state in ("stopped", "finished"))
