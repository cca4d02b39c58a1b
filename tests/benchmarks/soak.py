"""An hour of ordinary use: ``python -m tests.benchmarks.soak`` (``SOAK_MINUTES=15`` for another while).

Viewers open pages, train, travel, fork and leave; workers are killed meanwhile. Memory, open files and threads of the
server and its workers are written down, and have to settle; no run may be stuck, and the log may have no traceback.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from contextlib import closing, suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TooLong

from core.course import LABS
from core.runs.store import Run, RunStore
from tests.browser.test_journeys import PATIENCE, opened, run_in
from tests.serving import chromium, serve, server_of

MINUTES = float(os.environ.get("SOAK_MINUTES", "60"))
SAMPLE_SECONDS, KILL_SECONDS = 10.0, 45.0
CACHES = {"UNROLLED_CACHE_MB": "128", "UNROLLED_WORKERS": "2", "UNROLLED_NICE": "0"}
"""What is kept for all viewers is full soon, so that what grows is a leak."""

GROWTH = 1.25
"""How much more than in its middle third a server may take in the last one."""

VIEWERS = 3


@dataclass(frozen=True)
class Sample:
    """What the app takes at one moment.

    Attributes
    ----------
    minute : float
        Since the beginning.
    server_mb, workers_mb : float
        Resident memory, in megabytes: of the server, and of the process of the workers and all below it.
    files, threads : int
        Open files and threads of the server.
    processes : int
        Processes below the server.
    store_mb : float
        What the run store takes on the disk.
    """

    minute: float
    server_mb: float
    workers_mb: float
    files: int
    threads: int
    processes: int
    store_mb: float


def main() -> None:
    """Use an app for a while, and say how it fared."""
    with TemporaryDirectory(prefix="unrolled-soak-", ignore_cleanup_errors=True) as home:
        folder = Path(home)
        served = serve("dashboard/app.py", folder, **CACHES)
        with served as app, closing(RunStore(folder=folder)) as store, chromium() as browser:
            samples, deaths, visits = use(app, store, browser)
            told = settled(samples) + stuck(app, store, browser)
        log = (folder / "server.log").read_text()
    told += ["a traceback in the log"] if "Traceback (most recent call last)" in log or "\n    /" in log else []
    print(f"{visits} visits, {deaths} workers killed in {MINUTES:g} minutes; {'; '.join(told) or 'all is well'}")
    sys.exit(bool(told))


def use(app: str, store: RunStore, browser: Browser) -> tuple[list[Sample], int, int]:
    """Viewers come and go; what the app took, how many workers were killed, and how many came."""
    dice, server = random.Random(17), server_of(app)
    began = sampled = killed = time.monotonic()
    samples, deaths, visits, pages = [], 0, 0, list[Page]()
    print(" ".join(f"{field.name:>10}" for field in fields(Sample)))
    while time.monotonic() - began < 60 * MINUTES:
        if len(pages) >= VIEWERS:
            pages.pop(0).context.close()  # leaves, whatever is under way
        page = browser.new_context(base_url=app, viewport={"width": 1280, "height": 800}).new_page()
        pages.append(page)
        visits += 1
        visit(page, store, dice)
        now = time.monotonic()
        if now - killed > KILL_SECONDS:
            killed, deaths = now, deaths + kill_a_worker(store, dice)
        if now - sampled > SAMPLE_SECONDS:
            sampled = now
            samples.append(measured(server, store, now - began))
            print(" ".join(f"{value:>10.1f}" for value in astuple(samples[-1])), flush=True)
    for page in pages:
        page.context.close()
    return samples, deaths, visits


def visit(page: Page, store: RunStore, dice: random.Random) -> None:
    """One viewer: opens a page, trains, looks at an earlier step, goes on from there with another network."""
    lab = dice.choice([lab for lab in LABS if lab.trains])
    opened(page, f"/{lab.key}")
    page.get_by_role("button", name="Train a new network").click()
    run_id = run_in(page)
    waited(page, lambda: store.get(run_id).step > 3 or store.get(run_id).failure)
    if dice.random() < 0.5:
        page.get_by_role("slider", name="Training step").first.focus()
        page.keyboard.press("Home")
        page.wait_for_url("**step=0*", timeout=PATIENCE)
    if dice.random() < 0.5:
        with suppress(TooLong):  # it is not there before the first checkpoint
            page.get_by_role("button", name="Fork").first.click(timeout=5_000)


def waited(page: Page, happens: object) -> None:
    """Wait until something happens, or until it is clear that it does not."""
    end = time.monotonic() + PATIENCE / 1000
    while not happens():
        assert time.monotonic() < end, "a run is stuck"
        page.wait_for_timeout(200)


def kill_a_worker(store: RunStore, dice: random.Random) -> int:
    """Kill the worker of some run; how many that were."""
    standing = [store.queue.control(run.id).worker for run in store.runs(limit=1_000)]
    workers = sorted({int(worker.split(":")[1]) for worker in standing if worker})
    if workers:
        with suppress(ProcessLookupError):
            os.kill(dice.choice(workers), signal.SIGKILL)
    return bool(workers)


def measured(server: psutil.Process, store: RunStore, seconds: float) -> Sample:
    """What the app takes now."""
    below = server.children(recursive=True)
    memory = 0
    for process in below:
        with suppress(psutil.NoSuchProcess):
            memory += process.memory_info().rss
    disk = sum(file.stat().st_size for file in store.folder.rglob("*") if file.is_file())
    return Sample(
        seconds / 60,
        server.memory_info().rss / 2**20,
        memory / 2**20,
        server.num_fds(),
        server.num_threads(),
        len(below),
        disk / 2**20,
    )


def settled(samples: list[Sample]) -> list[str]:
    """What goes on growing in the last third."""
    third = len(samples) // 3
    faults = []
    for name in ("server_mb", "workers_mb", "files", "threads", "processes"):
        middle, last = (
            median(getattr(sample, name) for sample in part) for part in (samples[third:-third], samples[-third:])
        )
        if last > GROWTH * middle:
            faults.append(f"{name} grows from {middle:.0f} to {last:.0f}")
    return faults


def stuck(app: str, store: RunStore, browser: Browser) -> list[str]:
    """The runs that have stopped without a word, and those that do not go on when somebody looks at them again."""
    runs = store.runs(limit=1_000)
    faults = [f"{run.id} failed: {run.failure}" for run in runs if run.failure and "died" not in str(run.failure)]
    waiting = [run for run in runs if run.state in ("queued", "running", "interrupted")]
    page = browser.new_context(base_url=app).new_page()
    for run in waiting[:5]:
        reached = store.get(run.id).step
        store.owners.share(run.id)  # its viewer has left
        opened(page, f"/{run.lab}?run={run.id}")
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
        waited(page, lambda run=run, reached=reached: ended(store.get(run.id)) or store.get(run.id).step > reached)
        store.queue.stop(run.id)
    page.context.close()
    return faults


def ended(run: Run) -> bool:
    """Whether a run has come to its end, and says so."""
    return run.state in ("finished", "failed", "stopped")


if __name__ == "__main__":
    main()
