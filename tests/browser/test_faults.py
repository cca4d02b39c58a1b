"""What a viewer sees of faults: of a server that is killed, and of a store that others hold or that is damaged."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

from core.runs.store import RunStore
from tests.browser.test_journeys import PATIENCE, drawing, opened, run_in, until
from tests.core.test_faults import scramble
from tests.serving import free_port, serve, server_of

APP = "dashboard/app.py"


def page_of(browser: Browser, address: str) -> Page:
    return browser.new_context(base_url=address, viewport={"width": 1280, "height": 800}).new_page()


def train_longer(store: RunStore, run: str) -> None:
    """Give a run so many steps that it still trains when it is looked at, however slow the page is."""
    with closing(sqlite3.connect(store.database.place)) as database, database:
        database.execute("UPDATE runs SET max_steps = 10000000 WHERE id = ?", (run,))


def try_again(button: Locator, done: Locator) -> bool:
    """Press a button unless what it does is done: the first press may have waited until it could be."""
    with suppress(TimeoutError):
        if not done.is_visible():
            button.click(timeout=2_000)
    return done.is_visible()


def test_viewers_are_told_what_has_happened_and_the_way_on_works(browser: Browser, tmp_path: Path):
    port, home = free_port(), tmp_path / "home"
    with closing(RunStore(folder=home)) as store:
        with serve(APP, home, port=port) as address:
            page = opened(page_of(browser, address), "/gates")
            page.get_by_role("button", name="Train a new network").click()
            run = run_in(page)
            until(page, lambda: store.get(run).step > 0)
            server_of(address).kill()
        train_longer(store, run)
        with serve(APP, home, port=port):
            expect(page.get_by_text("Press play to go on from its last checkpoint")).to_be_visible(timeout=PATIENCE)
            before, points = store.get(run).step, store.checkpoints(run)
            page.get_by_role("button", name="Play", exact=True).click()
            until(page, lambda: store.get(run).step > before)
            assert store.checkpoints(run)[: len(points)] == points

            pause = page.get_by_role("button", name="Pause", exact=True)
            with closing(sqlite3.connect(store.database.place, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                pause.click()
                expect(page.get_by_text("busy with another program. Try again")).to_be_visible(timeout=PATIENCE)
            until(page, lambda: try_again(pause, page.get_by_text(re.compile("Paused at step"))))

            assert "Traceback (most recent call last)" not in (home / "server.log").read_text()

            scramble(Path(store.database.place))
            page.get_by_role("button", name="Play", exact=True).click()
            expect(page.get_by_text("is damaged").first).to_be_visible(timeout=PATIENCE)
            opened(page, "/gates")
            expect(page.get_by_text("Restore a backup into an empty folder").first).to_be_visible(timeout=PATIENCE)
            drawing(page, "microscope")
    page.context.close()
