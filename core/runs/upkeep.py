"""Upkeep of a run store: what it takes on the disk, and which runs are removed when they are old or space is short."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from core.errors import InputError
from core.limits import limits
from core.runs.records import Run
from core.runs.rows import SELECT_RUNS, run_of
from core.runs.store import RunStore
from core.runs.tables import RUNS

DAY = 86_400.0

GRACE_SECONDS = DAY
"""A run that was open within this time is not removed, however short space is; nor is data that no run has yet."""

LOW = 0.9
"""When space is short, so much of what is allowed for is left."""


@dataclass(frozen=True)
class DiskUse:
    """What a store takes on the disk.

    Attributes
    ----------
    runs : dict of str to int
        Bytes of each run's files.
    data : dict of str to int
        Bytes of each file of the viewers' own data.
    free : int
        Bytes that are free on that disk.
    """

    runs: dict[str, int]
    data: dict[str, int]
    free: int

    @property
    def taken(self) -> int:
        """Bytes of all of it."""
        return sum(self.runs.values()) + sum(self.data.values())

    @property
    def share(self) -> float:
        """How much of what is allowed for is taken, 0 … 1 and beyond."""
        return self.taken / (limits().disk_gb * 2**30)


def space(store: RunStore) -> DiskUse:
    """Measure what a store takes on the disk."""
    runs = sizes(store, [folder.name for folder in _inside(store.folder / "runs")])
    data = {file.name: _size(file) for file in _inside(store.folder / "data")}
    for path, size in store.files.sizes().items():  # where the database has them, that is what counts
        place, _, name = path.partition("/")
        kind = runs if place == "runs" else data
        kind[name.partition("/")[0]] = kind.get(name.partition("/")[0], 0) + size
    return DiskUse(runs, data, shutil.disk_usage(store.folder).free)


def sizes(store: RunStore, run_ids: Iterable[str]) -> dict[str, int]:
    """Bytes that each of these runs takes on the disk."""
    return {run_id: sum(map(_size, (store.folder / "runs" / run_id).rglob("*"))) for run_id in run_ids}


def clean(store: RunStore) -> list[str]:
    """Remove the runs that nobody has opened for `Limits.keep_days`; then, while a store takes more than
    `Limits.disk_gb`, those that were opened least lately; then data that no run is left of.

    Never a run that is pinned, shared, nobody's, open, or in training. One that waits in line or is paused is removed
    like any other: runs of viewers who have left wait for ever.

    Returns
    -------
    list of str
        The ids of those that were removed.

    Raises
    ------
    InputError
        If the store cannot be written to.
    """
    now, most = time.time(), limits()
    removed = []
    old = list(_oldest_first(store, now - GRACE_SECONDS))
    for run, opened in list(old):
        if opened < now - most.keep_days * DAY:
            removed += _remove(store, run)
    taken = space(store)
    left = taken.taken
    if taken.share > 1:
        for run, _opened in old:
            if left <= LOW * most.disk_gb * 2**30:
                break
            if run.id not in removed:
                removed += _remove(store, run)
                left -= taken.runs.get(run.id, 0)
    _remove_leftovers(store, now - GRACE_SECONDS)
    return removed


def _oldest_first(store: RunStore, before: float) -> Iterator[tuple[Run, float]]:
    opened = sa.func.coalesce(RUNS.c.opened, RUNS.c.changed)
    kept = RUNS.c.owner.is_(None) | RUNS.c.pinned.is_(True) | RUNS.c.shared.is_(True)
    due = ~kept & (RUNS.c.state != "running") & (opened < before)
    with store.database.read() as connection:
        for row in connection.execute(SELECT_RUNS.add_columns(opened.label("last")).where(due).order_by(opened)).all():
            yield run_of(row), row.last


def _remove(store: RunStore, run: Run) -> list[str]:
    with suppress(InputError):  # somebody was faster
        store.delete(run.id)
        return [run.id]
    return []


def _remove_leftovers(store: RunStore, before: float) -> None:
    """Remove folders of runs that are gone, and data that no run has, once they are older than `before`."""
    with store.database.read() as connection:
        known = set(connection.execute(sa.select(RUNS.c.id)).scalars())
        learnt = set(connection.execute(sa.select(RUNS.c.data).where(RUNS.c.data.is_not(None))).scalars())
    for place, names in ((store.folder / "runs", known), (store.folder / "data", learnt)):
        for one in _inside(place):
            with suppress(OSError):
                if one.name not in names and one.stat().st_mtime < before:
                    shutil.rmtree(one) if one.is_dir() else one.unlink()


def _inside(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(folder.iterdir())
    return []


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:
        return 0  # removed meanwhile
