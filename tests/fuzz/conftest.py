"""How much is tried: a small part, the same every time, in every run of the tests; thousands in ``make fuzz``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

COMMON = {"deadline": None, "suppress_health_check": list(HealthCheck), "print_blob": True, "database": None}
"""Time is measured in seconds of the processor, by the test itself."""

settings.register_profile("part", max_examples=20, derandomize=True, **COMMON)
settings.register_profile("fuzz", max_examples=400, **COMMON)
settings.load_profile("part")  # ``--hypothesis-profile fuzz`` comes after

TOLD: list[tuple[str, int, int]] = []
"""Of each kind, how many inputs were tried, and how many of them refused."""


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """Counts what is tried, to be told at the end."""
    counts: Counter[str] = Counter()
    yield counts
    request.node.user_properties.extend(counts.items())


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    counts = dict(report.user_properties)
    if report.when == "teardown" and "tried" in counts:
        kind = report.nodeid.partition("[")[2].removesuffix("]")
        TOLD.append((kind, counts["tried"], counts.get("refused", 0)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TOLD:
        terminalreporter.section("inputs of strangers")
        for kind, tried, refused in [
            *TOLD,
            ("together", *map(sum, zip(*[counts for _, *counts in TOLD], strict=True))),
        ]:
            terminalreporter.line(f"{kind:24} {tried:7,} tried {refused:7,} refused")
