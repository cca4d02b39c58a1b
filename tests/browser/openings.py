"""Pages that are opened once: what was seen of them then is what the tests that only look read, and those that act
follow on the same page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.looking import DESK, WATCHED, Seen, look
from tests.browser.test_journeys import opened
from tests.browser.viewers import OUTCOME, Log, administer, listen, photograph, stop_what_trains

KEEPERS = "/administrator"
"""The page that is shown to whoever has entered with the key of the server."""


class Opening:
    """A page that is open.

    Attributes
    ----------
    path : str
        What was opened.
    page : Page
        As the last test has left it; who asks for it may change it.
    seen : Seen
        What was seen of it before anybody touched it.
    faults : list of str
        What it has complained of since.
    """

    seen: Seen

    def __init__(self, context: BrowserContext, app: str, path: str) -> None:
        self.path = path
        self.faults: list[str] = []
        self.touched = False
        self._page = context.new_page()
        listen(self._page, app, self.faults)

    @property
    def page(self) -> Page:
        self.touched = True
        return self._page

    def look(self) -> None:
        """Open it, and see what there is to see."""
        try:
            self.seen = look(self._page, self.path, self.faults)
        except BaseException:
            photograph(self.path, [self._page])
            raise
        self.faults.clear()  # they are among what was seen

    def close(self) -> None:
        """Close it."""
        self._page.close()


class Openings:
    """The pages that tests ask for, each open until another one is asked for."""

    def __init__(self, app: str, app_home: Path, browser: Browser) -> None:
        options = {"base_url": app, "viewport": DESK, "color_scheme": "light"}
        self.app, self.app_home = app, app_home
        self.contexts = {keeper: browser.new_context(**options) for keeper in (False, True)}
        for context in self.contexts.values():
            context.add_init_script(WATCHED)
        self.open: Opening | None = None

    def of(self, path: str) -> Opening:
        """The page at a path: the one that is open, or opened now and looked at."""
        if self.open is None or self.open.path != path:
            self.close()
            if path == KEEPERS:
                administer(self.contexts[True], self.app_home)
            opening = Opening(self.contexts[path == KEEPERS], self.app, path)
            try:
                opening.look()
            except BaseException:
                opening.close()
                raise
            self.open = opening
        return self.open

    def turn(self, link: str) -> Opening:
        """A link, opened where another page was before, and not looked at."""
        if self.open is None:
            self.open = Opening(self.contexts[False], self.app, link)
        self.open.path = link
        opened(self.open.page, link)
        return self.open

    def close(self) -> None:
        """Close the page that is open: the next test gets a new one."""
        if self.open is not None:
            self.open.close()
        self.open = None

    def end(self) -> None:
        """Close everything."""
        self.close()
        for context in self.contexts.values():
            context.close()


@pytest.fixture(scope="session")
def openings(app: str, app_home: Path, browser: Browser) -> Iterator[Openings]:
    """All pages of this session of tests; one viewer opens them, in one browser that need not load its parts anew."""
    pages = Openings(app, app_home, browser)
    yield pages
    pages.end()


@pytest.fixture
def visits(openings: Openings, app_home: Path, request: pytest.FixtureRequest) -> Iterator[Openings]:
    """The pages, for one test.

    A page on which a test has failed is closed, so that the next one finds none of its traces; one that was only looked
    at stays. What was started to train is stopped; an error, a request to anywhere but the app, or a traceback that the
    app printed, fails the test.
    """
    log = Log(app_home)
    yield openings
    outcome = request.node.stash.get(OUTCOME, None)
    faults = log.tracebacks() + (openings.open.faults if openings.open else [])
    touched = openings.open is not None and openings.open.touched
    if touched and (faults or outcome is None or outcome.failed):
        photograph(request.node.name, [openings.open.page])
        openings.close()
    if touched:
        stop_what_trains(app_home)
    assert not faults, "the page or the app told of errors:\n" + "\n".join(faults)


@pytest.fixture
def at(visits: Openings) -> Callable[[str], Opening]:
    """``at("/gates")`` is that page: opened once for all tests that ask for it one after another."""
    return visits.of


@pytest.fixture
def turned(visits: Openings) -> Callable[[str], Opening]:
    """``turned("/gates?step=0")`` is that link, opened in a browser that has been at other pages."""
    return visits.turn
