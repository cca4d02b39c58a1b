"""Two workers finish twice as many runs a minute as one: a ratio of two engines on one store, measured in turn."""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median

import pytest

from core.engine.engine import Engine
from core.runs.store import RunStore
from tests.core.test_engine import until

RUNS, STEPS, ROUNDS, TARGET = 4, 500, 3, 1.9
"""Runs in line for each worker, training steps of each, rounds; how many times as many two workers are to finish."""


def runs_a_minute(store: RunStore, workers: int) -> float:
    """How many runs of the lab ``gates`` the workers finish in a minute, once each has finished its first."""
    with Engine(store, workers=workers) as engine:
        line = [store.create("gates", {}, seed, max_steps=STEPS).id for seed in range(workers * (1 + RUNS))]
        for run in line:
            engine.submit(run)
        begun, before = reached(store, line, workers)
        ended, after = reached(store, line, len(line))
    return 60 * (after - before) / (ended - begun)


def reached(store: RunStore, runs: list[str], count: int) -> tuple[float, int]:
    """When so many runs are at their end, and how many then are; asked rarely, for the cores are the workers'."""
    until(lambda: finished(store, runs) >= count or time.sleep(0.2))
    return time.monotonic(), finished(store, runs)


def finished(store: RunStore, runs: list[str]) -> int:
    """How many of these runs are at their end."""
    return sum(store.get(run).state == "finished" for run in runs)


def test_two_workers_finish_nearly_twice_as_many_runs_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    if (os.cpu_count() or 1) < 2:
        pytest.skip("two workers need two cores")
    monkeypatch.setenv("UNROLLED_NICE", "0")
    store = RunStore(folder=tmp_path / "home")
    measured = [(runs_a_minute(store, 1), runs_a_minute(store, 2)) for _ in range(ROUNDS)]
    store.close()
    ratios = [two / one for one, two in measured]
    told = "; ".join(f"{one:.1f} and {two:.1f}" for one, two in measured)
    print(f"\nruns a minute with one worker and with two: {told}; ratio {median(ratios):.2f} (target {TARGET})")
    assert median(ratios) >= TARGET
