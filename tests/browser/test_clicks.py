"""Train, Fork and Replay: one click makes one run and turns the page to it, and no rate changes by itself.

``EVERY_LAB=1 CLICKS=50 BUSY=4 python -m pytest tests/browser/test_clicks.py`` clicks each of them fifty times in
every lab beside four processes that take all the time they get.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.lab import Lab
from core.runs.records import rates_of
from core.runs.store import Run, RunStore
from tests.browser.test_journeys import PATIENCE, opened, run_in, some_labs, until

CLICKS = int(os.environ.get("CLICKS", "1"))
BUSY = int(os.environ.get("BUSY", "0"))
ROUNDS = os.environ.get("CLICKED_COUNTS")
"""A file to which each round writes a line, so that a long run that is broken off has told how far it came."""


@pytest.fixture(autouse=True)
def load() -> Iterator[None]:
    """Processes that take all the time they get, if the environment asks for them."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(BUSY)]
    yield
    for process in busy:
        process.kill()
        process.wait()


@dataclass
class Clicked:
    """What clicking has made so far."""

    page: Page
    store: RunStore
    lab: Lab

    def __post_init__(self) -> None:
        self.earlier = self.stored().keys()

    def stored(self) -> dict[str, Run]:
        return {run.id: run for run in self.store.runs(self.lab.key, limit=10_000) if run.state != "shipped"}

    def all_runs(self) -> dict[str, Run]:
        """The runs that are there now, but for those of tests that ran earlier."""
        return {run_id: run for run_id, run in self.stored().items() if run_id not in self.earlier}

    def click(self, place: str, *, twice: bool = False) -> Run:
        """Press a button that makes a run, and return that run, which is the only one and the one in view."""
        before = self.all_runs()
        button = self.page.locator(f".st-key-{place} button").first
        expect(button).to_be_enabled(timeout=PATIENCE)
        button.dblclick() if twice else button.click()
        until(self.page, lambda: len(self.all_runs()) > len(before))
        until(self.page, lambda: run_in(self.page) not in before)
        until(self.page, lambda: self.is_said(run_in(self.page)[:4]))
        self.rest()
        made = [run for run_id, run in self.all_runs().items() if run_id not in before]
        assert [run.id for run in made] == [run_in(self.page)], "one click makes one run, and turns the page to it"
        return made[0]

    def is_said(self, letters: str) -> bool:
        """Whether the list of runs stands at the run whose id begins so."""
        return letters in self.page.locator(".st-key-run_choice").inner_text()

    def rest(self) -> None:
        """Wait until the server has nothing more to say of the click."""
        self.page.wait_for_function(
            "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'", timeout=PATIENCE
        )

    def check_rates(self) -> None:
        """No viewer has touched a rate: every run has those that it was made with."""
        for run in self.all_runs().values():
            assert run.interventions == [], f"{run.id} of {self.lab.key}: {run.interventions}"
            assert run.rates == rates_of(run.config)
            for knob in self.lab.rates:
                assert run.rates[knob.name] == knob.default

    def end(self, *runs: Run) -> None:
        for run in runs:
            self.store.queue.stop(run.id)


@some_labs
def test_one_click_makes_one_run_in_view_and_changes_no_rate(viewer: Callable[..., Page], app_home: Path, lab: Lab):
    page = opened(viewer(), f"/{lab.key}")
    clicked = Clicked(page, RunStore(folder=app_home), lab)
    for count in range(CLICKS):
        trained = clicked.click("train")
        assert (trained.parent, trained.seed) == (None, 0)
        until(page, lambda trained=trained: clicked.store.checkpoints(trained.id))
        fork = clicked.click("fork")
        assert fork.parent == trained.id
        again = clicked.click("reset", twice=count % 2 == 0)
        assert (again.parent, again.parent_step) == (fork.parent, fork.parent_step)
        clicked.check_rates()
        clicked.end(trained, fork, again)
        if ROUNDS:
            with Path(ROUNDS).open("a") as file:
                file.write(f"{lab.key} {count + 1} rounds of 3 clicks, {len(clicked.all_runs())} runs\n")
    assert len(clicked.all_runs()) == 3 * CLICKS


def test_space_in_a_film_player_does_not_pause_the_training(viewer: Callable[..., Page], app_home: Path):
    page, store = opened(viewer(), "/gates"), RunStore(folder=app_home)
    page.get_by_role("button", name="Train a new network").click()
    run_id = run_in(page)
    expect(page.locator(".st-key-pause button").first).to_have_text(re.compile("Pause"), timeout=PATIENCE)
    until(page, lambda: store.get(run_id).step > 2)
    page.locator(".st-key-run_choice").hover()
    page.keyboard.press("Space")
    step = store.get(run_id).step
    until(page, lambda: store.get(run_id).step > step + 2)
    assert store.get(run_id).state == "running"
    page.locator(".st-key-pause button").first.focus()
    page.keyboard.press("Space")
    until(page, lambda: store.get(run_id).state == "paused")
    expect(page.locator(".st-key-play button").first).to_have_text(re.compile("Play"), timeout=PATIENCE)
    store.queue.stop(run_id)
