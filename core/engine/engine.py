"""Where runs are trained: worker processes of Dask, beside the app or in a cluster, and the thread that deals runs out.

`Engine` is the app's side; the other one is a process of its own, `core.engine.cluster`.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from core.errors import InputError
from core.pipes import pipes
from core.runs.records import Run, fault
from core.runs.store import RunStore

if TYPE_CHECKING:
    from distributed import Client, Future

ROOT = Path(__file__).resolve().parents[2]

BEAT_SECONDS = 2.0
"""How often an engine gives a sign of life and looks after its workers."""

SOON_SECONDS = 0.1
"""How often it looks for workers that are about to be ready, while a run waits for them."""

START_SECONDS = 60.0
"""How long a cluster may take to answer."""

MOST_DEATHS = 3
"""How often the worker of a run may die before the run gets any further."""

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""The environment of workers: each trains on one thread, and a process that forks had better have no others."""

log = logging.getLogger("unrolled.engine")


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
    address : str or None
        Of the workers' scheduler, once it has answered.
    """

    def __init__(self, store: RunStore, workers: int | None = None, scheduler: str | None = None) -> None:
        self.id = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._store, self._queue = store, store.queue
        self._workers = workers or _workers()
        self._scheduler = scheduler or os.environ.get("DASK_SCHEDULER_ADDRESS")
        self._process: subprocess.Popen[str] | None = None
        self._client: Client | None = None
        self._futures: dict[str, Future] = {}
        self._deaths: dict[str, tuple[int, int]] = {}
        self.address: str | None = None
        self._started = False
        self._hint: str | None = None
        self._hinted: set[tuple[str, str]] = set()
        self._lock, self._wake, self._closing = threading.Lock(), threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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
        self._queue.play(run_id, self.id)
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

    def reset(self, run_id: str) -> Run:
        """A new run from the same seed and knobs, paused at the beginning; played, it repeats the same losses."""
        self._check_reach()
        run = self._store.replay(run_id)
        self.submit(run.id)
        return run

    def queue_position(self, run_id: str) -> int:
        """The place of a run in line, from 1; 0 if it does not wait, or if a worker is about to take it."""
        return self._queue.position(run_id)

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
        while not self._closing.is_set():
            try:
                self._queue.beat(self.id, self._workers)
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
        """Take back what has ended, see that there are workers, and give each free one the run that waits longest.

        Returns whether a run waits for a worker that is still starting.
        """
        if self._client and self._is_lost():
            log.error("the workers' scheduler is gone; it is started again")
            self._end_cluster()
            self._queue.requeue(self.id)
        for run_id, future in list(self._futures.items()):
            if future.done():
                self._take_back(run_id, future)
        waiting = [run_id for run_id in self._queue.waiting(self.id) if run_id not in self._futures]
        client = self._client
        if not client and (waiting or not self._started):
            client = self._start_cluster()
        if not client or not waiting:
            self._pass_on(self._hint)
            return False
        ready = sum(_threads(client).values())
        if self._scheduler:
            self._workers = max(1, ready)
        for run_id in waiting[: max(0, ready - len(self._futures))]:
            self._give(client, run_id)
        return ready < self._workers and len(self._futures) < self._workers

    def _pass_on(self, lab: str | None) -> None:
        """Tell each worker once which lab is looked at."""
        from distributed import fire_and_forget

        client = self._client
        if not lab or not client:
            return
        for worker in _threads(client):
            if (worker, lab) not in self._hinted:
                self._hinted.add((worker, lab))
                fire_and_forget(client.submit(_prepare, lab, workers=[worker], pure=False, priority=-1))

    def _give(self, client: Client, run_id: str) -> None:
        store = self._store
        future = client.submit(
            _work,
            run_id,
            store.url,
            str(store.folder),
            self.id,
            key=f"train-{run_id}-{uuid4().hex[:8]}",
            pure=False,
            retries=0,
        )
        self._futures[run_id] = future
        future.add_done_callback(lambda _: self._wake.set())

    def _take_back(self, run_id: str, future: Future) -> None:
        """A worker is done with a run; if it died over it, the run waits for another one."""
        from distributed.scheduler import KilledWorker

        error = cast("BaseException", future.exception()) if future.status == "error" else None
        if isinstance(error, KilledWorker):
            self._bury(run_id)
        elif error is not None:
            log.error("run %s failed", run_id, exc_info=error)
            self._queue.fail(run_id, error if isinstance(error, InputError) else fault(error))
        del self._futures[run_id]

    def _bury(self, run_id: str) -> None:
        """Let the run go on from its last checkpoint, unless its workers keep dying before they reach the next one."""
        points = self._store.checkpoints(run_id)
        kept = points[-1].step if points else -1
        before, deaths = self._deaths.get(run_id, (kept, 0))
        self._deaths[run_id] = (kept, deaths + 1 if before == kept else 1)
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

    # ---- the cluster ----

    def _start_cluster(self) -> Client:
        from distributed import Client

        self._started = True
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it is said here
        try:
            address = self._scheduler or self._start_process()
            self._client = client = Client(address, set_as_default=False, timeout=START_SECONDS)
            self.address = address
            return client
        except (OSError, ValueError) as error:
            self._end_cluster()
            log.error("no workers", exc_info=error)
            why = InputError(
                "There are no workers to train this run ({reason}). The app's log tells more; press play to try again.",
                reason=str(error)[:200],
            )
            for run_id in self._queue.waiting(self.id):
                self._queue.fail(run_id, why)
            raise why from error

    def _start_process(self) -> str:
        """Start ``python -m core.engine.cluster`` and return the address of its scheduler."""
        self._process = process = subprocess.Popen(
            [sys.executable, "-m", "core.engine.cluster"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | ONE_THREAD,
            start_new_session=True,
        )
        order = {"engine": self.id, "workers": self._workers, "url": self._store.url, "folder": str(self._store.folder)}
        to, back = pipes(process)
        to.write(json.dumps(order) + "\n")
        to.flush()
        address = back.readline().strip()
        if not address:
            raise OSError(f"the engine's process ended with code {process.wait()}")
        return address

    def _is_lost(self) -> bool:
        ended = self._process is not None and self._process.poll() is not None
        forgotten = any(future.status in ("cancelled", "lost") for future in self._futures.values())
        return ended or forgotten or self._client is None or self._client.status != "running"

    def _end(self) -> None:
        try:
            self._queue.interrupt(self.id)  # its workers notice, and leave their runs
        except InputError as error:
            log.error("%s", error)
        self._end_cluster()

    def _end_cluster(self) -> None:
        self._futures.clear()
        if self._client:
            with suppress(OSError):  # it may be the very scheduler that is gone
                self._client.close(timeout=2)
            self._client = self.address = None
        if self._process:
            to, back = pipes(self._process)
            to.close()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
            self._process.wait()
            back.close()
            self._process = None


def _threads(client: Client) -> dict[str, int]:
    """How many runs each worker takes at once, by its address."""
    return cast("dict[str, int]", client.nthreads())  # nothing is awaited outside of an event loop


def _work(*arguments: str) -> None:
    """`core.engine.worker.work`, named in a module that does not bring torch into the app's process."""
    from core.engine.worker import work

    work(*arguments)


def _prepare(lab: str) -> None:
    """`core.engine.worker.prepare`, named here for the same reason."""
    from core.engine.worker import prepare

    prepare(lab)


def _workers() -> int:
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
