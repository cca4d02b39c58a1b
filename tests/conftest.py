"""What every test stands on: a home of its own, one thread, and the browser when it is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from altair.utils import schemapi
from streamlit.components.v2 import manifest_scanner
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from core.course import KEYS
from tests.browser.openings import at, openings, turned, visits  # noqa: F401  (fixtures)
from tests.browser.viewers import app, app_home, page, pytest_runtest_makereport, viewer  # noqa: F401  (fixtures)
from tests.databases import served
from tests.serving import chromium

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported: the same sums on every machine

ROOT = Path(__file__).resolve().parent.parent

LONGEST = (
    "tests/test_example_lab.py",
    "tests/dashboard/test_view.py",
    "tests/core/test_plain_files.py",
    "tests/core/test_faults.py",
    "tests/core/test_killed_workers.py",
    "tests/core/test_engine.py",
    "tests/core/test_shared_nothing.py",
    "tests/dashboard/test_prediction.py",
    "tests/dashboard/test_links.py",
    "tests/core/test_checkpoints.py",
    "tests/browser/test_pages.py",
    "tests/browser/test_journeys.py",
    "tests/browser/test_injection.py",
)
"""Files that take longest, which come first: so that two processes that share the files end together; with a browser,
those of one lab in this order.
"""

OUTSIDE = ("DATABASE_URL", "DASK_SCHEDULER_ADDRESS", "LANGUAGE")
"""Settings of the person who runs the tests that must not reach them."""


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in which this session of tests keeps its runs."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNROLLED_HOME", str(folder))
        patch.setenv("UNROLLED_ADMINISTRATORS", "everyone")  # a page without a browser has no cookie, and owns nothing
        for name in OUTSIDE:
            patch.delenv(name, raising=False)
        yield folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server of this session's own; empty of our tables when a test gets it."""
    with served() as address:
        yield address


@pytest.fixture(autouse=True)
def main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep ``__main__`` what it is: AppTest leaves its script there, which a spawned process would then run again."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session", autouse=True)
def validated_once() -> Iterator[None]:
    """What Altair has found to be valid Vega-Lite is not checked again: a quarter of the time of a page went there."""
    check, valid = schemapi.validate_jsonschema, set()

    def check_once(spec: object, schema: object, rootschema: object = None, *, raise_error: bool = True) -> object:
        asked = hash((repr(spec), repr(schema) if schema is not rootschema else "", id(rootschema)))
        if asked in valid:
            return None
        found = check(spec, schema, rootschema=rootschema, raise_error=raise_error)
        if found is None:
            valid.add(asked)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schemapi, "validate_jsonschema", check_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """Packages are searched for components once: every page that is opened without a browser searched them anew."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium, driven by Playwright; one for the whole session."""
    with chromium() as launched:
        yield launched


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark tests by where they stand; the longest files first, those with a browser last: it keeps an event loop.

    Tests with a browser that are about one lab go together, whatever their file: its page is opened once for them, and
    one process of two draws it.
    """
    for item in items:
        if "tests/browser/" in item.path.as_posix() or item.path.name.endswith("_browser.py"):
            item.add_marker("browser")
        if "tests/benchmarks/" in item.path.as_posix():
            item.add_marker("benchmark")
    yield
    files = {name: number for number, name in enumerate(LONGEST)}
    named = [group_of(item.nodeid) if item.get_closest_marker("browser") else "" for item in items]
    groups = {name: number for number, name in enumerate(dict.fromkeys(["", *KEYS, *named]))}

    def place(item: pytest.Item) -> tuple[int, int]:
        name = item.path.relative_to(ROOT).as_posix() if item.path.is_relative_to(ROOT) else ""
        group = group_of(item.nodeid) if item.get_closest_marker("browser") else ""
        return groups[group], files.get(name, len(files))

    items.sort(key=place)


def group_of(nodeid: str) -> str:
    """The lab that a test with a browser is about; else the page or the component; else its file."""
    file, _, test = nodeid.partition("::")
    _, _, chosen = test.rstrip("]").partition("[")
    return next((name for name in (chosen, *file.split("/")) if name in KEYS), f"{file} {chosen}" if chosen else file)


class ByLab(LoadScopeScheduling):
    """Gives each of two processes one group of tests after the other."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByLab | None:
    """Let processes share groups where they are asked to (``--dist loadgroup``)."""
    return ByLab(config, log) if config.getvalue("dist") == "loadgroup" else None
