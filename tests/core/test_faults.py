"""Faults, with real processes: what trains, what deals it out and what keeps it ends at the worst moments. Nothing
before the last checkpoint is lost, no run is stuck, one sentence says what has happened, and its way on works.

Killed workers and keepers are in `test_engine` and `test_killed_workers`, full disks in `test_full_disk`, damaged
checkpoints in `test_damaged`, a database that restarts in `test_shared_nothing`.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

import core.engine.engine
import core.runs.queue
from core.engine.engine import Engine
from core.errors import InputError
from core.runs.backup import back_up, restore
from core.runs.store import RunStore
from core.training.files import check
from tests.core.test_engine import PATIENCE, ROOT, TEXT, TINY, until
from tests.serving import free_port


@pytest.fixture(autouse=True)
def eager(monkeypatch):
    """Workers that do not stand back behind anybody."""
    monkeypatch.setenv("UNROLLED_NICE", "0")


@pytest.fixture
def store(tmp_path):
    store = RunStore(folder=tmp_path / "home")
    yield store
    store.close()


def runs_of(store, count, **more):
    """Runs of a tiny network that are not yet in line."""
    data = store.add_data(TEXT, "cats.txt")
    return [store.create("gates", TINY, seed, data=data, **more).id for seed in range(count)]


def goes_on(store, run_id, before=frozenset()):
    """The run gets further, and all checkpoints that it had before, and has now, are whole."""
    reached = store.get(run_id).step
    until(lambda: store.get(run_id).step > reached + 20)
    assert store.get(run_id).failure is None
    points = store.checkpoints(run_id)
    assert before <= {point.step for point in points}
    for point in points:
        check(point.path, "gates")


def steps(store, run_id):
    return {point.step for point in store.checkpoints(run_id)}


# ---- the scheduler of a cluster ----


class Cluster:
    """A scheduler and one worker, started as on machines of their own."""

    def __init__(self, folder: Path) -> None:
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self._folder, self._processes = folder, []

    def start(self) -> None:
        """Start both, in the place of those that have ended."""
        self.end()
        host, _, port = self.address.removeprefix("tcp://").partition(":")
        self._run("scheduler", "--host", host, "--port", port, "--no-dashboard")
        there = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self._folder)]
        self._run("worker", self.address, *there, "--preload", "core.engine.worker")

    def _run(self, *words: str) -> None:
        command = [sys.executable, "-m", "dask", *words]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._processes.append(subprocess.Popen(command, cwd=ROOT, start_new_session=True, **quiet))

    def kill_scheduler(self) -> None:
        """End the scheduler at once; its worker sees to itself."""
        self._processes[0].kill()
        self._processes[0].wait()

    def end(self) -> None:
        """End what is left of both."""
        for process in self._processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._processes.clear()


@pytest.fixture
def cluster(tmp_path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path)
    cluster.start()
    yield cluster
    cluster.end()


def drafts(store, run_id):
    """Files of a run that are being written."""
    return list((store.folder / "runs" / run_id).glob(".*"))


def test_scheduler_killed_while_runs_wait_start_train_write_and_stop_loses_none_of_them(store, cluster):
    first, second = runs_of(store, 2)
    with Engine(store, scheduler=cluster.address) as engine:
        engine.submit(first)
        engine.submit(second)
        until(lambda: store.queue.control(first).worker)
        assert store.queue.control(second).worker is None
        cluster.kill_scheduler()  # one has just begun, the other waits
        cluster.start()
        goes_on(store, first)
        before = steps(store, first)
        while not drafts(store, first):  # seen for a moment
            pass
        cluster.kill_scheduler()
        cluster.start()
        goes_on(store, first, before)
        before = steps(store, first)
        engine.stop(first)
        cluster.kill_scheduler()
        cluster.start()
        until(lambda: store.get(first).state == "stopped")
        goes_on(store, second)
        engine.stop(second)
        engine.play(first)
        goes_on(store, first, before)


# ---- apps ----

APP = """
import sys
from core.engine.engine import Engine
from core.runs.store import RunStore
url, folder, workers, *runs = sys.argv[1:]
with Engine(RunStore(url, folder), workers=int(workers)) as engine:
    for run in runs:
        engine.submit(run)
    print("submitted", flush=True)
    for run in sys.stdin:
        engine.play(run.strip())
"""


@contextmanager
def app(store, workers, *runs, start=()):
    """Another app on the same store; it plays the runs that are written to it, a line each."""
    command = [*start, sys.executable, "-c", APP, store.url, str(store.folder), str(workers), *runs]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:
        assert process.stdout.readline() == "submitted\n"
        yield process
        if process.poll() is None:
            process.communicate(timeout=PATIENCE)


def test_app_cut_off_with_all_its_processes_leaves_runs_that_another_takes_up(store, monkeypatch):
    """As by a power cut: nobody is left to say that its runs are interrupted, so the next app does."""
    monkeypatch.setattr(core.runs.queue, "GONE_SECONDS", 4.0)
    monkeypatch.setattr(core.engine.engine, "SWEEP_SECONDS", 0.5)
    runs = runs_of(store, 2)
    with app(store, 1, *runs) as process:  # one trains, one waits
        until(lambda: store.get(runs[0]).step > 20)
        worker = int(store.queue.control(runs[0]).worker.split(":")[1])
        process.kill()
        os.killpg(os.getpgid(worker), signal.SIGKILL)
    before = {run: steps(store, run) for run in runs}
    assert store.owners.active() == 2
    with Engine(store, workers=1) as engine:
        engine.start()
        until(lambda: store.owners.active() == 0)
        assert [store.get(run).state for run in runs] == ["interrupted", "interrupted"]
        for run in runs:
            engine.play(run)
            goes_on(store, run, before[run])
            engine.stop(run)


def test_two_apps_on_one_store_train_each_run_once(store):
    mine, theirs = runs_of(store, 3, max_steps=80), runs_of(store, 3, max_steps=80)
    seen, done = {}, threading.Event()

    def watch():
        while not done.is_set():
            for run in mine + theirs:
                if worker := store.queue.control(run).worker:
                    seen.setdefault(run, set()).add(worker)
            time.sleep(0.005)

    watcher = threading.Thread(target=watch)
    with Engine(store, workers=1) as engine, app(store, 1, *theirs) as other:
        watcher.start()
        for run in mine:
            engine.submit(run)
            other.stdin.write(f"{run}\n")  # both press play
            other.stdin.flush()
        for run in theirs:
            engine.play(run)
        until(lambda: all(store.get(run).state == "finished" for run in mine + theirs))
        done.set()
        watcher.join()
    for run in mine + theirs:
        assert [row["step"] for row in store.metrics(run)] == list(range(1, 81))
        assert len(seen.get(run, ())) <= 1


# ---- the store's file, while the app is open ----


def test_run_goes_on_after_another_program_held_the_store_for_longer_than_anyone_waits(store):
    [run] = runs_of(store, 1)
    with Engine(store, workers=1) as engine:
        engine.submit(run)
        until(lambda: store.get(run).step > 20)
        before = steps(store, run)
        with closing(sqlite3.connect(store.database.place, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(InputError, match=r"busy with another program\. Try again in a moment"):
                store.rename(run, "mine")
        store.rename(run, "mine")
        goes_on(store, run, before)


def test_run_whose_folder_becomes_read_only_says_so_and_play_goes_on_once_it_is_not(store):
    [run] = runs_of(store, 1)
    with app(store, 1, run, start=bound_by_permissions()) as other:
        until(lambda: store.get(run).step > 20)
        before = steps(store, run)
        permit(store.folder, write=False)
        until(lambda: store.get(run).state == "failed")
        permit(store.folder, write=True)
        assert re.search(r"cannot be written to .*Allow it", str(store.get(run).failure))
        assert before <= steps(store, run)
        other.stdin.write(f"{run}\n")
        other.stdin.flush()
        goes_on(store, run, before)


def bound_by_permissions() -> list[str]:
    """What a command begins with that may not write where nobody may; root may, unless it gives that up."""
    if os.geteuid():
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may write to every folder, and there is no setpriv to give that up")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def permit(folder, *, write):
    """Let a folder and all that is in it be written to, or not."""
    for path in (folder, *folder.rglob("*")):
        with suppress(FileNotFoundError):  # a draft, which has its name by now
            path.chmod((0o700 if path.is_dir() else 0o600) if write else (0o500 if path.is_dir() else 0o400))


def scramble(database):
    """Write nonsense over a database, and over its log, in which its newest pages lie."""
    for path in files_of(database):
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))


def delete(database):
    """Remove a database and its log."""
    for path in files_of(database):
        path.unlink()


def files_of(database):
    return (database, database.with_name(f"{database.name}-wal"))


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (scramble, r"is damaged .* Restore a backup into an empty folder"),
        (delete, r"was deleted or moved while the app was open.* restore a backup into an empty folder"),
    ],
)
def test_store_that_is_damaged_or_deleted_is_told_in_one_sentence_whose_way_on_works(store, tmp_path, harm, told):
    [run] = runs_of(store, 1)
    with Engine(store, workers=1) as engine:
        engine.submit(run)
        until(lambda: store.get(run).step > 20)
        back_up(store, tmp_path / "store.zip")
        before = steps(store, run)
        harm(Path(store.database.place))
        until(lambda: store.refusal)
        with pytest.raises(InputError, match=told):
            store.rename(run, "mine")
        with pytest.raises(InputError, match=told):
            store.get(run)
        assert [each.state for each in store.runs("gates")] == ["shipped"]
    with closing(RunStore(folder=tmp_path / "another home")) as again, Engine(again, workers=1) as engine:
        restore(again, tmp_path / "store.zip")
        assert again.get(run).state == "interrupted"
        assert steps(again, run) <= before
        engine.play(run)
        goes_on(again, run, steps(again, run))
