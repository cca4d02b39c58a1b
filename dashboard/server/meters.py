"""What this process counts while it serves: viewers, how long pages take, what went wrong; as Prometheus reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from starlette.types import ASGIApp, Receive, Scope, Send

SECONDS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Borders of the histogram of pages."""


@dataclass(frozen=True)
class Meters:
    """The meters of this process, and the registry that they stand in."""

    registry: CollectorRegistry
    viewers: Gauge
    followers: Gauge
    pages: Histogram
    faults: Counter

    @property
    def open_pages(self) -> float:
        """How many pages are open now."""
        return self.registry.get_sample_value("unrolled_viewers") or 0.0


@cache
def meters() -> Meters:
    """Those of this process."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    return Meters(
        registry=registry,
        viewers=Gauge("unrolled_viewers", "Pages that are open.", registry=registry),
        followers=Gauge("unrolled_followers", "Lines to rooms that are open.", registry=registry),
        pages=Histogram(
            "unrolled_page_seconds", "How long the script of a whole page ran.", buckets=SECONDS, registry=registry
        ),
        faults=Counter("unrolled_faults", "Pages that ended in a fault of ours.", registry=registry),
    )


@contextmanager
def page_timed() -> Iterator[None]:
    """Count a page, and how long its script runs, however it ends."""
    began = perf_counter()
    try:
        yield
    finally:
        meters().pages.observe(perf_counter() - began)


class Counted:
    """Counts the lines that are open: one for each page, one for each follower of a room."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        gauge = meters().viewers if scope["path"].endswith("/_stcore/stream") else meters().followers
        with gauge.track_inprogress():
            await self.app(scope, receive, send)
