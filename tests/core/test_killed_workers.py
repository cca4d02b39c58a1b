"""Workers that are killed at random moments, while they start and while they train: their number comes back, and every
run goes on from its last whole checkpoint or says that it does not.

``KILLS=50 python -m pytest tests/core/test_killed_workers.py`` kills more of them than the usual run of the tests.
"""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress

import psutil
import pytest
from distributed import Client

import core.engine.engine
from core.engine.engine import Engine
from core.runs.store import RunStore
from tests.core.test_engine import TEXT, TINY, until

KILLS = int(os.environ.get("KILLS", "8"))
WORKERS = 2


@pytest.fixture
def store(tmp_path):
    store = RunStore(folder=tmp_path)
    yield store
    store.close()


@pytest.fixture
def engine(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_NICE", "0")
    with Engine(store, workers=WORKERS) as engine:
        yield engine


def started(store, engine, count=1):
    """Runs of a tiny network that train, or wait for a worker."""
    data = store.add_data(TEXT, "cats.txt")
    runs = [store.create("gates", TINY, seed, data=data, max_steps=10**7) for seed in range(count)]
    for run in runs:
        engine.submit(run.id)
    until(lambda: store.get(runs[0].id).step > 0)
    return [run.id for run in runs]


def leader(store, engine):
    """The process that keeps the workers."""
    [(_run, worker, _silence), *_] = until(lambda: store.queue.held(engine.id))
    return psutil.Process(os.getpgid(int(worker.split(":")[1])))


def processes(keeper):
    """The workers' processes, those that are just starting too: what was forked off, or started, for the keeper."""
    found = []
    with suppress(psutil.NoSuchProcess):
        for child in keeper.children():
            words = " ".join(child.cmdline())
            if "forkserver" in words:
                found += child.children()
            elif "spawn_main" in words:
                found.append(child)
    return found


def test_workers_killed_at_random_moments_come_back_and_every_run_goes_on(store, engine):
    runs, dice = started(store, engine, 3), random.Random(KILLS)
    keeper = leader(store, engine)
    for _kill in range(KILLS):
        time.sleep(dice.uniform(0, 2))
        victim = dice.choice(until(lambda: processes(keeper)))
        with suppress(psutil.NoSuchProcess):
            victim.send_signal(signal.SIGKILL)
    with Client(engine.address, set_as_default=False) as client:
        until(lambda: len(client.nthreads()) == WORKERS)
    said = sum(not goes_on(store, engine, run_id) for run_id in runs)
    print(
        f"{KILLS} kills: {len(runs) - said} runs went on by themselves, {said} said that they did not and were played"
    )


def goes_on(store, engine, run_id):
    """Whether a run gets further by itself; if it says that it does not, it does when it is played."""
    reached = store.get(run_id).step

    def further():
        return store.get(run_id).step > reached

    until(lambda: store.get(run_id).failure or further())
    failure = store.get(run_id).failure
    if failure:
        assert "died 3 times" in str(failure)
        engine.play(run_id)
        until(further)
    engine.stop(run_id)  # its worker is free for the next one
    return not failure


def test_worker_that_does_not_answer_is_replaced_and_its_run_goes_on(store, engine, monkeypatch):
    monkeypatch.setattr(core.engine.engine, "SILENT_SECONDS", 5.0)
    [run_id] = started(store, engine)
    worker = until(lambda: store.queue.control(run_id).worker)
    os.kill(int(worker.split(":")[1]), signal.SIGSTOP)
    until(lambda: store.queue.control(run_id).worker not in (worker, None))
    reached = store.get(run_id).step
    until(lambda: store.get(run_id).step > reached)


def test_killed_worker_is_replaced_while_no_run_waits(store, engine):
    engine.start()
    with Client(until(lambda: engine.address), set_as_default=False) as client:
        until(lambda: len(client.nthreads()) == WORKERS)
        before = set(client.nthreads())
        for pid in client.run(os.getpid).values():
            os.kill(pid, signal.SIGKILL)
        until(lambda: len(set(client.nthreads()) - before) == WORKERS)
