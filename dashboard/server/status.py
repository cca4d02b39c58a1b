"""How a server stands: its runs, its line, its workers, its disk, its rooms."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.errors import InputError
from core.runs.queue import LEASE_SECONDS
from core.runs.rows import SELECT_STANDINGS, state_of
from core.runs.tables import ENGINES
from core.runs.upkeep import DiskUse, space
from dashboard.resources import store
from dashboard.room.hub import hub


@dataclass(frozen=True)
class Status:
    """What is asked of a server from outside.

    Attributes
    ----------
    runs : dict of str to int
        How many runs are in each state.
    line : int
        How many wait for a worker.
    workers : int
        How many runs can be trained at once, by the engines that give signs of life.
    oldest : float
        Seconds that the first run in line has waited.
    rooms : int
        Rooms that are open.
    writable : bool
        Whether the run store can be written to.
    """

    runs: dict[str, int]
    line: int
    workers: int
    oldest: float
    rooms: int
    writable: bool

    @property
    def stuck(self) -> bool:
        """Whether runs wait and there is nobody to train them."""
        return self.line > 0 and self.workers == 0

    @property
    def healthy(self) -> bool:
        """Whether all is as it should be."""
        return self.writable and not self.stuck

    def as_record(self) -> dict[str, Any]:
        """What ``/health`` says."""
        return {
            "status": "ok" if self.healthy else "not ok",
            "store": "ok" if self.writable else "read-only",
            "runs": self.runs,
            "line": self.line,
            "workers": self.workers,
            "rooms": self.rooms,
        }


def status() -> Status:
    """How this server stands now.

    Raises
    ------
    InputError
        If its database does not answer.
    """
    database, now = store().database, time.time()
    with database.read() as connection:
        runs = [(state_of(row), row.queued, row.worker) for row in connection.execute(SELECT_STANDINGS)]
        alive = ENGINES.c.heartbeat > now - LEASE_SECONDS
        columns = (ENGINES.c.id, ENGINES.c.cluster, ENGINES.c.workers)
        engines = connection.execute(sa.select(*columns).where(alive).order_by(ENGINES.c.workers)).all()
    waiting = [queued or now for state, queued, worker in runs if state == "queued" and worker is None]
    return Status(
        runs=dict(Counter(state for state, _queued, _worker in runs)),
        line=len(waiting),
        workers=sum({engine.cluster or engine.id: engine.workers for engine in engines}.values()),
        oldest=now - min(waiting, default=now),
        rooms=_rooms(),
        writable=store().refusal is None,
    )


def disk() -> DiskUse:
    """What the run store takes on the disk."""
    return space(store())


def _rooms() -> int:
    try:
        return len(hub().open_rooms())
    except InputError:  # a server without rooms
        return 0
