"""The running app, and viewers of it whose browsers tell every fault."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from core.runs.store import RunStore
from dashboard.panels.runs import ACTIVE
from tests.serving import serve

FAILURES = Path(__file__).parent / "failures"
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""Where Streamlit itself looks, below every page's address, when it is opened by a link; they are not there, and 404s
are logged.
"""

OUTCOME = pytest.StashKey[pytest.TestReport]()


@pytest.fixture(scope="session")
def app_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the app under test keeps its runs, and what it printed (``server.log``)."""
    return tmp_path_factory.mktemp("app")


@pytest.fixture(scope="session")
def app(app_home: Path) -> Iterator[str]:
    """The address of the app, started once for all journeys."""
    with serve("dashboard/app.py", app_home) as address:
        yield address


@pytest.fixture
def viewer(app: str, app_home: Path, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """``viewer(**options)`` opens another viewer's browser (options of ``new_context``: ``locale``, ``color_scheme``,
    …).

    When the test has failed, what each viewer saw is saved below ``failures/`` and what the app printed is shown.
    What it has started to train is stopped when it ends, so that the next test has the cores to itself.
    An error that a page threw or logged, a request to anywhere but the app, or a traceback that the app printed, fails
    it in any case.
    """
    pages: list[Page] = []
    faults: list[str] = []
    log = Log(app_home)

    def open_page(**options: object) -> Page:
        context = browser.new_context(**{"base_url": app, "viewport": {"width": 1280, "height": 800}, **options})
        page = context.new_page()
        listen(page, app, faults)
        pages.append(page)
        return page

    yield open_page
    outcome = request.node.stash.get(OUTCOME, None)
    if outcome is None or outcome.failed:
        photograph(request.node.name, pages)
    for page in pages:
        page.context.close()
    stop_what_trains(app_home)
    faults += log.tracebacks()
    assert not faults, "the pages or the app told of errors:\n" + "\n".join(faults)


def listen(page: Page, app: str, faults: list[str]) -> None:
    """Note every fault of a page among `faults`: what it throws or logs as an error, and whom it asks but the app."""

    def hear(line: ConsoleMessage) -> None:
        if line.type == "error" and not line.location["url"].endswith(PROBES):
            faults.append(f"logged: {line.text} ({line.location['url']})")

    def see(asked: Request) -> None:
        address = urlsplit(asked.url)
        if address.scheme not in ("data", "blob") and address.port != urlsplit(app).port:
            faults.append(f"asked a stranger: {asked.url}")

    page.on("pageerror", lambda error: faults.append(f"thrown: {error}"))
    page.on("console", hear)
    page.on("request", see)


class Log:
    """What the app prints from now on."""

    def __init__(self, app_home: Path) -> None:
        self.file = app_home / "server.log"
        self.begin = self.file.stat().st_size

    def tracebacks(self) -> list[str]:
        """All of it, if there is a traceback in it; else it is printed."""
        printed = self.file.read_bytes()[self.begin :].decode(errors="replace")
        if "Traceback (most recent call last)" in printed:
            return [f"printed by the app:\n{printed}"]
        print(printed)
        return []


@pytest.fixture
def page(viewer: Callable[..., Page]) -> Page:
    """One viewer's page; ``page.goto("/gates")`` opens a lab."""
    return viewer()


def administer(context: BrowserContext, app_home: Path) -> None:
    """Let a viewer's browser enter with the key of the server, which stands there once it has answered."""
    context.request.get("/administrator")
    key = hmac.new((app_home / "secret").read_bytes(), b"key of the administrator", sha256).hexdigest()[:32]
    context.request.get(f"/administrator/enter?key={key}")


def stop_what_trains(app_home: Path) -> None:
    """Let the workers be free for the next test."""
    store = RunStore(folder=app_home)
    for run in store.runs(limit=1_000):
        if run.state in ACTIVE:
            store.queue.stop(run.id)
    store.close()


def photograph(test: str, pages: list[Page]) -> None:
    """Save what each of the pages shows."""
    FAILURES.mkdir(exist_ok=True)
    for number, page in enumerate(pages):
        page.screenshot(path=FAILURES / f"{re.sub(r'[^A-Za-z0-9_-]+', '-', test)}-{number}.png", full_page=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Remember how the test itself ended, for the fixtures that clean up after it."""
    report = yield
    if call.when == "call":
        item.stash[OUTCOME] = report
    return report
