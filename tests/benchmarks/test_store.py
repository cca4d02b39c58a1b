"""The run store under load: one process that writes as several workers would, beside twenty that look twice a
second.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from core.runs.store import RunStore

SECONDS = 8.0
READERS = 20
READS = 2
"""Looks a second of each reader: the run, its new metrics, its checkpoints."""

WRITES = 50
"""Metric writes a second, two of them with a checkpoint of 400 KB."""

URLS = {"sqlite": None, "postgresql": os.environ.get("TEST_DATABASE_URL")}


def timed(act: Callable[[], object], times: list[float]) -> object:
    started = time.perf_counter()
    result = act()
    times.append(time.perf_counter() - started)
    return result


def read(url: str | None, folder: Path, run_id: str, ready: object, stop: Event, told: multiprocessing.Queue) -> None:
    store, times, last, rows = RunStore(url, folder), [], -1, 0

    def look() -> list[dict[str, float]]:
        store.get(run_id)
        store.checkpoints(run_id)
        return store.metrics(run_id, after=last)

    ready.wait()
    try:
        while not stop.is_set():
            new = timed(look, times)
            rows += len(new)
            last = new[-1]["step"] if new else last
            time.sleep(1 / READS)
    except Exception as error:
        told.put(repr(error))
        raise
    told.put((times, rows))


def p95(times: list[float]) -> str:
    return f"{1000 * sorted(times)[int(0.95 * len(times))]:.1f} ms"


@pytest.mark.parametrize("kind", [kind for kind, url in URLS.items() if url or kind == "sqlite"])
def test_fifty_metric_writes_a_second_beside_twenty_readers_meet_no_error(kind, tmp_path):
    store = RunStore(URLS[kind], tmp_path)
    run = store.create("gates", {}, 0)
    context = multiprocessing.get_context("spawn")
    ready, stop, told = context.Barrier(READERS + 1), context.Event(), context.Queue()
    arguments = (URLS[kind], tmp_path, run.id, ready, stop, told)
    readers = [context.Process(target=read, args=arguments, daemon=True) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    ready.wait()

    metrics, checkpoints, weights = [], [], os.urandom(400_000)
    started = time.perf_counter()
    for step in range(1, int(SECONDS * WRITES) + 1):
        row = {"step": step, "train_loss": 1.0, "learning_rate": 0.01, "gradient_norm": 0.5, "cpu_seconds": step / 100}
        timed(lambda row=row: store.record(run.id, [row]), metrics)
        if step % (WRITES // 2) == 0:
            path = store.checkpoint_path(run.id, step)
            path.write_bytes(weights)
            timed(lambda step=step, path=path: store.add_checkpoint(run.id, step, path, {"accuracy": 0.5}), checkpoints)
        time.sleep(max(0.0, started + step / WRITES - time.perf_counter()))
    rate = len(metrics) / (time.perf_counter() - started)
    time.sleep(3 / READS)
    stop.set()
    results = [told.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join()
    store.delete(run.id)
    store.close()

    assert [result for result in results if isinstance(result, str)] == []
    assert {rows for _, rows in results} == {len(metrics)}, "a reader missed a step"
    looks = [seconds for times, _ in results for seconds in times]
    print(
        f"\n{kind}: {rate:.0f} metric writes a second, p95 {p95(metrics)}; checkpoints p95 {p95(checkpoints)}; "
        f"{READERS} readers, {len(looks)} looks, p95 {p95(looks)}; no error"
    )
    assert sum(metrics) + sum(checkpoints) < len(metrics) / WRITES, "the store cannot take so many writes"
