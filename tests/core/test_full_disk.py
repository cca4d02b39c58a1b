"""A disk that is really full: the run says so, and with room again play goes on."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from core.engine.engine import Engine
from core.runs.store import RunStore
from tests.core.test_engine import TEXT, TINY, losses, until

MEGABYTES = 8


@pytest.fixture
def small_disk(tmp_path):
    """A disk of some megabytes, in memory."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk, and this is not Linux or not root")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(tmp_path)]
    done = subprocess.run(mount, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def fill(path):
    """Write a file until nothing more fits."""
    with path.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue


def test_run_on_a_full_disk_says_so_and_play_goes_on_once_there_is_room(small_disk, monkeypatch):
    monkeypatch.setenv("UNROLLED_NICE", "0")
    store = RunStore(folder=small_disk)
    run = store.create("gates", TINY, 0, data=store.add_data(TEXT, "cats.txt"), max_steps=10**6)
    with Engine(store, workers=1) as engine:
        engine.submit(run.id)
        until(lambda: store.get(run.id).step > 30)
        filler = small_disk / "filler"
        fill(filler)
        until(lambda: store.get(run.id).state != "running")
        filler.unlink()
        until(lambda: store.get(run.id).state == "failed")
        assert "full" in str(store.get(run.id).failure)
        assert "press play" in str(store.get(run.id).failure)
        before, reached = losses(store, run.id), store.get(run.id).step
        engine.play(run.id)
        until(lambda: store.get(run.id).step > reached + 20)
        assert store.get(run.id).failure is None
        assert {step: losses(store, run.id)[step] for step in before} == before
    store.close()
