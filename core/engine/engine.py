"""Where runs are trained: worker processes of Dask, beside the app or in a cluster, and the thread that deals runs out.

`Engine` is the app's side; the other one is a process of its own, `core.engine.cluster`.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from core.engine.workers import Workers
from core.errors import InputError
from core.runs.owners import SERVER, Viewer
from core.runs.queue import LEASE_SECONDS
from core.runs.records import Run, fault
from core.runs.store import RunStore, budget

if TYPE_CHECKING:
    from distributed import Future

BEAT_SECONDS = 2.0
"""How often an engine gives a sign of life and looks after its workers."""

SWEEP_SECONDS = 15.0
"""How often it looks for runs of engines that have ended without a word."""

SOON_SECONDS = 0.1
"""How often it looks for workers that are about to be ready, while a run waits for them."""

START_SECONDS = 60.0
"""How long a cluster may take to answer."""

MOST_DEATHS = 3
"""How often the worker of a run may die before the run gets any further."""

MOST_MISSED = 2
"""How many looks after it a run's worker may be missing before another one gets the run."""

SILENT_SECONDS = 60.0
"""After this long without a sign of life the process of a run's worker is ended."""

log = logging.getLogger("unrolled.engine")


@dataclass
class _Task:
    """A run in the hands of a worker."""

    future: Future
    worker: str
    missed: int = 0


class Engine:
    """Trains the runs of a store.

    Its methods may be called from any thread: they write what is wanted into the store and return. One thread of the
    engine's own deals waiting runs out to workers; it starts these with the first run, or with `start`.

    Parameters
    ----------
    store : RunStore
    workers : int, optional
        How many runs train at once on this machine; by default ``UNROLLED_WORKERS``, or one a processor, at most 4.
    scheduler : str, optional
        Address of a Dask cluster to use instead, by default that of ``DASK_SCHEDULER_ADDRESS``.

    Attributes
    ----------
    id : str
        Names this engine in the store.
    """

    def __init__(self, store: RunStore, workers: int | None = None, scheduler: str | None = None) -> None:
        self.id = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._store, self._queue = store, store.queue
        self._count = workers or _count_workers()
        self._scheduler = scheduler or os.environ.get("DASK_SCHEDULER_ADDRESS")
        self._workers: Workers | None = None
        self._tasks: dict[str, _Task] = {}
        self._deaths: dict[str, tuple[int, int]] = {}
        self._started = False
        self._hint: str | None = None
        self._hinted: set[tuple[str, str]] = set()
        self._lock, self._wake, self._closing = threading.Lock(), threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def address(self) -> str | None:
        """Of the workers' scheduler, once it has answered."""
        return self._workers.address if self._workers else None

    # ---- what viewers ask for ----

    def submit(self, run_id: str) -> None:
        """Put a new run in line; it trains, or waits paused if it was made so.

        Raises
        ------
        InputError
            If the workers could not reach the store; so do all that follow.
        """
        self._check_reach()
        self._store.get(run_id)
        self._queue.enqueue(run_id, self.id)
        self.start()

    def play(self, run_id: str) -> None:
        """Let a run train on from where it is, or from its last checkpoint if its worker is gone."""
        self._check_reach()
        self._queue.play(run_id, self.id, budget(self._store.get(run_id).lab))
        self.start()

    def advance(self, run_id: str, steps: int = 1) -> None:
        """Let a run train `steps` more steps, then pause."""
        self._check_reach()
        self._queue.advance(run_id, self.id, steps)
        self.start()

    def pause(self, run_id: str) -> None:
        """Let a run wait where it is."""
        self._queue.pause(run_id)

    def stop(self, run_id: str) -> None:
        """End a run, or take it out of the line."""
        self._queue.stop(run_id)

    def reset(self, run_id: str, maker: Viewer = SERVER) -> Run:
        """A new run of `maker` from the same seed and knobs, which trains to the same losses."""
        self._check_reach()
        run = self._store.replay(run_id, maker)
        self.submit(run.id)
        return run

    def look(self, run_ids: Sequence[str]) -> None:
        """Somebody looks at these runs: those that had been waiting for that get back into the line."""
        if self._queue.look(run_ids):
            self.start()

    def queue_position(self, run_id: str) -> int:
        """The place of a run in line, from 1; 0 if it does not wait, or if a worker is about to take it."""
        return self._queue.position(run_id)

    def ahead(self, run_id: str) -> list[str]:
        """The runs that have a worker now, and then those that will have one, before a run that waits."""
        return self._queue.ahead(run_id)

    def start(self) -> None:
        """Have workers ready, without waiting for them."""
        with self._lock:
            if not self._threads and not self._closing.is_set():
                self._threads = [threading.Thread(target=run, daemon=True) for run in (self._beat, self._deal)]
                for thread in self._threads:
                    thread.start()
        self._wake.set()

    def hint(self, lab: str) -> None:
        """A viewer looks at this lab: idle workers get its modules and its data ready, before a run needs them."""
        self._hint = lab

    def close(self) -> None:
        """End all workers; runs that were training show as interrupted."""
        self._closing.set()
        self._wake.set()
        for thread in self._threads:
            thread.join()

    def _check_reach(self) -> None:
        if self._scheduler and self._store.database.local and not _is_here(self._scheduler):
            raise InputError(
                "The workers at {scheduler} cannot reach a run store in a file of this machine ({place}). Name a"
                " PostgreSQL database in DATABASE_URL.",
                scheduler=self._scheduler,
                place=self._store.database.place,
            )

    # ---- the engine's own threads ----

    def _beat(self) -> None:
        beaten = swept = time.monotonic()
        while not self._closing.is_set():
            try:
                self._queue.beat(self.id, self._count, self._scheduler)
                last, beaten = beaten, time.monotonic()
                # after a store was away, the others first get the time to say that they live
                if beaten - last < LEASE_SECONDS and beaten - swept > SWEEP_SECONDS:
                    self._queue.interrupt_silent()
                    swept = beaten
            except InputError as error:
                log.error("%s", error)
            self._closing.wait(BEAT_SECONDS)

    def _deal(self) -> None:
        pause = 0.0
        while not self._closing.is_set():
            self._wake.wait(pause)
            self._wake.clear()
            pause = BEAT_SECONDS
            try:
                if self._tend():
                    pause = SOON_SECONDS
            except InputError as error:
                log.error("%s", error)
            except Exception:
                log.exception("the engine stumbled")
        self._end()

    def _tend(self) -> bool:
        """Take back what has ended, see that there are workers, and give each free one the run whose turn it is.

        Returns whether a run waits for a worker that is still starting.
        """
        if self._workers and self._is_lost(self._workers):
            log.error("the workers' scheduler is gone; it is started again")
            self._leave()
            self._queue.requeue(self.id)
        for run_id, task in list(self._tasks.items()):
            if task.future.done():
                self._take_back(run_id, task.future)
        if self._workers:
            self._look_after(self._workers)
        waiting = [run_id for run_id in self._queue.waiting(self.id) if run_id not in self._tasks]
        if not self._workers and (waiting or not self._started):
            self._start_workers()
        if not (workers := self._workers) or not waiting:
            self._pass_on(self._hint)
            return False
        if self._scheduler:
            self._count = max(1, sum(workers.threads().values()))
        free = workers.free(task.worker for task in self._tasks.values())
        mine = self._queue.dealt(self.id)
        for run_id, worker in zip((run_id for run_id in waiting[: len(free)] if run_id in mine), free, strict=False):
            future = workers.give(worker, run_id)
            self._tasks[run_id] = _Task(future, worker)
            future.add_done_callback(lambda _: self._wake.set())
        return not self._scheduler and len(waiting) > len(free) and len(self._tasks) < self._count

    def _look_after(self, workers: Workers) -> None:
        """See that every run that counts as being trained has a worker which shows signs of life."""
        there, held = workers.threads(), {run: (worker, since) for run, worker, since in self._queue.held(self.id)}
        for run_id, task in list(self._tasks.items()):
            task.missed = 0 if task.worker in there else task.missed + 1
            worker, silence = held.get(run_id, ("", 0.0))
            if silence > SILENT_SECONDS:
                log.warning("the worker of run %s does not answer; it is replaced", run_id)
                workers.kill(worker)
            elif task.missed <= MOST_MISSED:
                continue
            self._bury(run_id)
            self._tasks.pop(run_id).future.cancel()
        for run_id in held.keys() - self._tasks.keys():
            self._queue.requeue(self.id, run_id)

    def _pass_on(self, lab: str | None) -> None:
        """Tell each worker once which lab is looked at."""
        if not lab or not self._workers:
            return
        for worker in self._workers.threads():
            if (worker, lab) not in self._hinted:
                self._hinted.add((worker, lab))
                self._workers.prepare(worker, lab)

    def _take_back(self, run_id: str, future: Future) -> None:
        """A worker is done with a run; if it died over it, the run waits for another one."""
        from distributed.scheduler import KilledWorker

        error = cast("BaseException", future.exception()) if future.status == "error" else None
        if isinstance(error, KilledWorker):
            self._bury(run_id)
        elif error is not None:
            log.error("run %s failed", run_id, exc_info=error)
            self._queue.fail(run_id, error if isinstance(error, InputError) else fault(error))
        del self._tasks[run_id]

    def _bury(self, run_id: str) -> None:
        """Let the run go on from its last checkpoint, unless its workers keep dying before they get any further."""
        reached = self._queue.reached(run_id)
        if reached is None:
            return  # it was deleted meanwhile
        furthest, deaths = self._deaths.get(run_id, (reached, 0))
        self._deaths[run_id] = (max(reached, furthest), 1 if reached > furthest else deaths + 1)
        if self._deaths[run_id][1] < MOST_DEATHS:
            log.warning("the worker of run %s died; the run goes on from its last checkpoint", run_id)
            self._queue.requeue(self.id, run_id)
            return
        del self._deaths[run_id]
        why = InputError(
            "The worker of this run died {deaths} times at the same place, perhaps for want of memory. Try fewer units"
            " or a smaller batch, or press play to try once more.",
            deaths=MOST_DEATHS,
        )
        self._queue.fail(run_id, why)

    # ---- the workers ----

    def _start_workers(self) -> None:
        self._started = True
        store = self._store
        order = {"engine": self.id, "workers": self._count, "url": store.url, "folder": str(store.folder)}
        try:
            self._workers = Workers(order, self._scheduler, START_SECONDS)
        except OSError as error:
            log.error("no workers", exc_info=error)
            why = InputError(
                "There are no workers to train this run ({reason}). The app's log tells more; press play to try again.",
                reason=str(error)[:200],
            )
            for run_id in self._queue.dealt(self.id).intersection(self._queue.waiting(self.id)):
                self._queue.fail(run_id, why)
            raise why from error

    def _is_lost(self, workers: Workers) -> bool:
        return workers.lost or any(task.future.status in ("cancelled", "lost") for task in self._tasks.values())

    def _end(self) -> None:
        try:
            self._queue.interrupt(self.id)  # its workers notice, and leave their runs
        except InputError as error:
            log.error("%s", error)
        self._leave()

    def _leave(self) -> None:
        self._tasks.clear()
        if self._workers:
            self._workers.end()
            self._workers = None


def _count_workers() -> int:
    """How many workers this machine has: what ``UNROLLED_WORKERS`` says, or one a processor, at most 4."""
    wanted = os.environ.get("UNROLLED_WORKERS")
    if wanted is None:
        return min(4, os.cpu_count() or 1)
    if not wanted.isdecimal() or not 1 <= int(wanted) <= 64:
        raise InputError("UNROLLED_WORKERS is {value}; it takes a number from 1 to 64.", value=repr(wanted)[:40])
    return int(wanted)


def _is_here(scheduler: str) -> bool:
    host = scheduler.rpartition("//")[2].rpartition(":")[0].strip("[]")
    return host in ("localhost", "127.0.0.1", "::1", socket.gethostname())
