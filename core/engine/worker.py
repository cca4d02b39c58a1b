"""What a worker process does with one run: train it, keep what there is to keep, and do as the viewers say."""

from __future__ import annotations

import dataclasses
import logging
import os
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import torch

from core.course import lab_of
from core.errors import InputError
from core.knobs import configure
from core.limits import limits
from core.nn.cells.family import prepare as prepare_kernels
from core.runs.queue import Superseded
from core.runs.records import Run, fault
from core.runs.store import RunStore
from core.runs.tables import StoreAway, address
from core.task import Task
from core.training.checkpoints import Damaged, check, restore, save
from core.training.loop import Progress, Snapshot, Training, snapshot_due, train

WRITE_SECONDS = 0.15
"""Metrics are written together this often, and at every checkpoint."""

LISTEN_SECONDS = 0.04
"""How often a worker looks what the viewers want."""

BEAT_SECONDS = 2.0
"""How often a worker gives a sign of life, however long its step takes."""

TURN_SECONDS = 30.0
"""How long a run keeps its worker while others wait for one."""

COUNT_SECONDS = 5.0
"""How often it is written down how long a run has trained."""

ASK_SECONDS = 1.0
"""How often it looks whether they do."""

AWAY_SECONDS = 45.0
"""How long a worker waits for a store that does not answer."""

PACE_SECONDS = 10.0
"""Over how long the pace of a run is measured."""

PATIENCE_SECONDS = 30.0
"""How long a paused run keeps its worker while nobody else waits for one, so that play and step answer at once."""

log = logging.getLogger("unrolled.worker")


def work(run_id: str, url: str, folder: str, engine: str) -> None:
    """Train a run until it ends, or is paused for so long that it gives its worker up.

    Runs in a worker process; if that is killed, the engine calls this again in another one, and the run goes on from
    its last checkpoint. Whatever goes wrong ends the run with a sentence.

    Parameters
    ----------
    run_id : str
        The run, which waits for `engine` in the queue.
    url, folder : str
        The run store. With a database that other machines reach, ``UNROLLED_HOME`` of the worker comes before
        `folder`: files travel through the database.
    engine : str
        Whose worker this is.

    Raises
    ------
    InputError
        If this process cannot reach the store, or cannot write down there what went wrong.
    """
    torch.set_num_threads(1)  # of this thread, in which oneDNN would take every core
    worker = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
    with closing(RunStore(url, _own_folder(url, folder))) as store:
        if store.queue.claim(run_id, engine, worker):
            with _beating(store, run_id, worker):
                _work(store, run_id, worker)


def _own_folder(url: str, folder: str) -> str:
    """Where this worker keeps files: where the app does; with a database that others reach, where it was told."""
    return folder if address(url).get_backend_name() == "sqlite" else os.environ.get("UNROLLED_HOME") or folder


@contextmanager
def _beating(store: RunStore, run_id: str, worker: str) -> Iterator[None]:
    """Give a sign of life now and then, beside whatever the worker is at."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(BEAT_SECONDS):
            with suppress(InputError):  # a store that cannot be written to ends the run by itself
                store.queue.beat_for(run_id, worker)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _work(store: RunStore, run_id: str, worker: str) -> None:
    try:
        _train(store, run_id, worker)
    except Superseded:
        store.remove_leftovers(run_id)
    except InputError as error:
        store.queue.fail(run_id, error, worker)
        store.remove_leftovers(run_id)
    except Exception as error:
        log.exception("run %s failed", run_id)
        store.queue.fail(run_id, fault(error), worker)


def _train(store: RunStore, run_id: str, worker: str) -> None:
    """Train a run; when its store is away for a moment, go on from the last checkpoint once it answers again."""
    away = 0.0
    while True:
        began = time.monotonic()
        try:
            store.prepare_folder(run_id)
            RunWorker(store, run_id, worker).work()
            return
        except StoreAway as error:
            now = time.monotonic()
            if not away or now - began > AWAY_SECONDS:  # it has answered for a while: it is away anew
                away = now
            if now - away > AWAY_SECONDS:
                raise
            log.warning("the store of run %s is away; its worker waits for it: %s", run_id, error)
            _wait_for(store, away + AWAY_SECONDS)


def _wait_for(store: RunStore, deadline: float) -> None:
    """Wait until a store answers, at most until `deadline`."""
    while time.monotonic() < deadline:
        with suppress(InputError):
            store.queue.reached("")
            return
        time.sleep(0.5)


class RunWorker:
    """A worker with the run that it trains.

    Parameters
    ----------
    store : RunStore
    run_id : str
        A run that `worker` has claimed.
    worker : str
        Written with all it writes, so that a run that is taken from it is left alone.
    """

    def __init__(self, store: RunStore, run_id: str, worker: str) -> None:
        self._store, self._queue, self._worker = store, store.queue, worker
        self._run = store.get(run_id)
        self._training, self._kept = _resume(store, self._run)
        self._rows: list[dict[str, float]] = []
        self._written = self._listened = 0.0
        self._began = self._asked = time.monotonic()
        self._turn_is_over = False
        self._counted = self._began
        self._times: deque[tuple[float, int]] = deque()
        self._control = self._queue.control(run_id)

    def work(self) -> None:
        """Train until the run ends or is given up."""
        events = train(self._training)
        if self._training.step == 0:
            first = next(events)  # the snapshot before the first step, which a run resumed there has kept already
            if self._kept is None:
                self._keep(first.metrics)
        try:
            while not self._left():
                self._step(events)
        except Exception:
            self._write()  # the steps before it are worth seeing
            raise

    def _step(self, events: Iterator[Progress | Snapshot]) -> None:
        progress = next(events)
        self._rows.append({"step": progress.step, **progress.metrics})
        if snapshot_due(progress.step):
            self._keep(next(events).metrics)
        elif time.monotonic() - self._written > WRITE_SECONDS:
            self._write()

    def _left(self) -> bool:
        """Do what is asked for between two steps, and say whether the run has been given up over it."""
        if time.monotonic() - self._listened > LISTEN_SECONDS:
            self._listen()
        while due := self._due():
            if self._wait() if due == "paused" else self._end(due):
                return True
            self._listen()
        rates = self._run.rates_at(self._training.step)
        for knob in self._training.rates:
            if rates[knob] != self._training.rates[knob]:
                self._training.set_rate(rates[knob], knob)
        return False

    def _due(self) -> str | None:
        """The state that the run should take on instead of training another step."""
        control, step = self._control, self._training.step
        if control.command == "stop":
            return "stopped"
        if step >= control.max_steps:
            return "finished"
        if control.command == "pause" or (control.until_step is not None and step >= control.until_step):
            return "paused"
        if control.unseen or self._turn_is_over:
            return "queued"
        return None

    def _wait(self) -> bool:
        """Wait until the run is no longer paused; True if it was given up, for others or because nobody came back."""
        self._keep()
        self._mark("paused")
        since = time.monotonic()
        while self._due() == "paused":
            time.sleep(LISTEN_SECONDS)
            self._counted = time.monotonic()  # waiting is no training
            self._listen()
            wanted = time.monotonic() - since > PATIENCE_SECONDS or self._queue.wanted(self._run.id)
            if wanted and self._queue.leave(self._run.id, self._worker, "paused"):
                return True
        if self._control.until_step is None and self._due() is None:
            self._mark("running")
        self._times.clear()
        return False

    def _listen(self) -> None:
        """Look what the viewers want."""
        self._control = self._queue.control(self._run.id)
        self._listened = time.monotonic()
        if self._control.worker != self._worker:
            raise Superseded(self._run.id)
        if self._control.rates:
            self._intervene(self._control.rates)
        if self._listened - self._counted > COUNT_SECONDS:
            self._count()
        if self._listened - self._began > TURN_SECONDS and self._listened - self._asked > ASK_SECONDS:
            self._asked = self._listened
            self._turn_is_over = self._queue.wanted(self._run.id)

    def _count(self) -> None:
        """Add up how long the run has trained, and end it when that is all that this server allows for."""
        seconds, self._counted = self._listened - self._counted, self._listened
        if self._due() is None and self._queue.tire(self._run.id, self._worker, seconds):
            self._keep()
            raise InputError(
                "This run has trained for {minutes:g} minutes, the most that this server allows for in one go. What it"
                " has learnt is kept; press play to train it on.",
                minutes=limits().run_minutes,
            )

    def _intervene(self, rates: dict[str, float]) -> None:
        """From the next step on, `rates` hold; changes that a replay still had before it are dropped."""
        step = self._training.step
        held = [change for change in self._run.interventions if change[0] < step + (change[2] not in rates)]
        changes = held + [[step, rate, knob] for knob, rate in rates.items()]
        self._write()
        self._queue.intervene(self._run.id, self._worker, step, changes, rates)
        self._run = dataclasses.replace(self._run, interventions=changes)

    def _end(self, state: str) -> bool:
        """Keep the last checkpoint and give the run up; False if a viewer has asked for more in the meantime."""
        self._keep(self._training.task.final_eval(self._training.model.eval()) if state == "finished" else None)
        return self._queue.leave(self._run.id, self._worker, state)

    def _keep(self, metrics: dict[str, float] | None = None) -> None:
        """Keep a checkpoint of this step, unless it is kept already and there is nothing new to say of it."""
        step, training = self._training.step, self._training
        self._write()
        if metrics is None:
            if self._kept == step:
                return
            metrics = training.task.quick_eval(training.model.eval())
        path = self._store.checkpoint_path(self._run.id, step)
        save(path, training, lab=self._run.lab, seed=self._run.seed, metrics=metrics)
        self._store.add_checkpoint(self._run.id, step, path, metrics)
        self._kept = step

    def _write(self) -> None:
        now = time.monotonic()
        if self._rows:
            self._store.record(self._run.id, self._rows, self._worker, self._pace(now))
            self._rows = []
        self._written = now

    def _pace(self, now: float) -> float | None:
        """Training steps per second by the clock on the wall, over the last `PACE_SECONDS`; None at first."""
        self._times.append((now, self._training.step))
        while len(self._times) > 2 and now - self._times[1][0] > PACE_SECONDS:
            self._times.popleft()
        (since, first), (until, last) = self._times[0], self._times[-1]
        return (last - first) / (until - since) if until > since else None

    def _mark(self, state: str) -> None:
        self._queue.mark(self._run.id, self._worker, state)


def _resume(store: RunStore, run: Run) -> tuple[Training, int | None]:
    """The training of `run` at its last whole checkpoint, and that step; at its beginning and None where there is none.

    Checkpoints that are damaged are left out of the run; its steps from there on are trained again, to the same losses.
    """
    task = _task(run.lab, tuple(run.config.items()), store.data_path(run))
    training = Training.fresh(task, run.seed)
    for point in reversed(store.checkpoints(run.id)):
        try:
            check(point.path, run.lab)
            restore(training, point.path)
        except Damaged as error:
            if point.step == run.parent_step:
                raise  # nothing lies before it
            log.warning("run %s goes on from an earlier step: %s", run.id, error)
            store.forget_checkpoint(point)
            continue
        return training, training.step
    return training, None


@lru_cache(maxsize=2)
def _task(lab: str, config: tuple[tuple[str, Any], ...], data: Path | None) -> Task[Any, Any]:
    """The data of a lab, prepared once for runs that follow each other."""
    return lab_of(lab).task(configure(lab_of(lab).config, dict(config)), data)


def prepare(lab: str) -> None:
    """Have the modules and the data of a lab ready, for the run that its page may start next."""
    torch.set_num_threads(1)
    with suppress(InputError):  # what is missing is said when a run needs it
        kind = lab_of(lab)
        _ = kind.model
        _task(lab, tuple(dataclasses.asdict(kind.config()).items()), None)


def dask_setup(worker: object) -> None:
    """Make a worker process ready for any lab (Dask calls this at its start): torch, kernels, good manners."""
    if hasattr(os, "nice"):
        os.nice(int(os.environ.get("UNROLLED_NICE", "15")))  # the app's own process comes first
    torch.set_num_threads(1)
    prepare_kernels()
