"""What others ask this server: ``/health`` for whoever restarts it, ``/metrics`` for Prometheus.

Both hold counts alone: nothing that a user typed, and no name of a run.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core.errors import InputError
from dashboard.server.meters import meters
from dashboard.server.status import disk, status


def state_routes() -> list[Route]:
    """The routes; put them among those of the app."""
    return [Route("/health", health), Route("/metrics", metrics)]


def health(request: Request) -> Response:
    """200 and a small JSON object while all is as it should be; 503 with the same where it is not."""
    try:
        now = status()
    except InputError:
        return JSONResponse({"status": "not ok", "store": "does not answer"}, 503)
    return JSONResponse(now.as_record(), 200 if now.healthy else 503)


def metrics(request: Request) -> Response:
    """The meters of this process, and how the store stands, in Prometheus' text format."""
    said = generate_latest(meters().registry)
    try:
        said += generate_latest(_Stand())
    except InputError:
        said += b"unrolled_store_up 0\n"
    return Response(said, media_type=CONTENT_TYPE_LATEST)


class _Stand(Collector):
    """How the store stands, looked up when it is asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now, taken = status(), disk()
        runs = GaugeMetricFamily("unrolled_runs", "Runs by their state.", labels=["state"])
        for state, count in sorted(now.runs.items()):
            runs.add_metric([state], count)
        yield runs
        for name, said, value in (
            ("store_up", "Whether the run store answers.", 1),
            ("store_writable", "Whether it can be written to.", now.writable),
            ("line", "Runs that wait for a worker.", now.line),
            ("line_oldest_seconds", "How long the first of them has waited.", now.oldest),
            ("workers", "Runs that can be trained at once.", now.workers),
            ("rooms", "Rooms that are open.", now.rooms),
            ("disk_bytes", "What runs and viewers' data take.", taken.taken),
            ("disk_free_bytes", "What is free on that disk.", taken.free),
        ):
            yield GaugeMetricFamily(f"unrolled_{name}", said, value=float(value))
