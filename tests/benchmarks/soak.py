"""An hour of ordinary use: ``python -m tests.benchmarks.soak`` (``SOAK_MINUTES=15`` for another while).

Viewers open pages, bring texts, train, travel, fork and leave; lecturers open rooms, are followed, and close them;
workers are killed meanwhile. Memory, open files and threads of the server and its workers, and what the store takes,
are written down, and have to settle; no run may be stuck, and the log may have no traceback. What nobody looks at any
more soon counts as two days old, so that an hour has as much cleaning as a semester.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TooLong

from core.course import LABS
from core.runs.store import Run, RunStore
from core.runs.tables import RUNS
from core.runs.upkeep import DAY, clean
from tests.browser.test_journeys import PATIENCE, opened, run_in
from tests.browser.test_room import BAR, STRIP, driving, following
from tests.serving import chromium, serve, server_of

MINUTES = float(os.environ.get("SOAK_MINUTES", "60"))
SAMPLE_SECONDS, KILL_SECONDS, CLEAN_SECONDS = 10.0, 45.0, 60.0
SMALL = {"UNROLLED_CACHE_MB": "128", "UNROLLED_DISK_GB": "0.05", "UNROLLED_WORKERS": "2", "UNROLLED_NICE": "0"}
"""What is kept for all viewers is full soon, so that what grows is a leak."""

OLD_SECONDS = 120.0
"""After how long without a look a run counts as two days old."""

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
    os.environ.update(SMALL)  # what is cleaned from here keeps to the same limits
    with TemporaryDirectory(prefix="unrolled-soak-", ignore_cleanup_errors=True) as home:
        folder = Path(home)
        served = serve("dashboard/app.py", folder, **SMALL)
        with served as app, closing(RunStore(folder=folder)) as store, chromium() as browser:
            samples, deaths, visits = use(app, store, browser)
            told = settled(samples) + stuck(app, store, browser)
        log = (folder / "server.log").read_text()
    for begin in ("Traceback (most recent call last)", "\n    /"):
        if begin in log:
            told.append("a traceback in the log")
            print(log[max(0, log.index(begin) - 500) :][:6_000])
            break
    print(f"{visits} visits, {deaths} workers killed in {MINUTES:g} minutes; {'; '.join(told) or 'all is well'}")
    sys.exit(bool(told))


def use(app: str, store: RunStore, browser: Browser) -> tuple[list[Sample], int, int]:
    """Viewers come and go; what the app took, how many workers were killed, and how many came."""
    dice, server = random.Random(17), server_of(app)
    began = sampled = killed = cleaned = time.monotonic()
    samples, deaths, visits, pages = [], 0, 0, list[Page]()

    def viewer() -> Page:
        pages.append(browser.new_context(base_url=app, viewport={"width": 1280, "height": 800}).new_page())
        return pages[-1]

    print(" ".join(f"{field.name:>10}" for field in fields(Sample)))
    while time.monotonic() - began < 60 * MINUTES:
        while len(pages) >= VIEWERS:
            pages.pop(0).context.close()  # leaves, whatever is under way
        visits += 1
        lecture(viewer, dice) if visits % 8 == 0 else visit(viewer(), store, dice)
        now = time.monotonic()
        if now - cleaned > CLEAN_SECONDS:
            cleaned = now
            age(store)
            clean(store)
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
    """One viewer: opens a page, brings a text, trains, looks at an earlier step, goes on from there with another
    network.
    """
    lab = dice.choice([lab for lab in LABS if lab.trains])
    opened(page, f"/{lab.key}")
    if lab.key in ("gates", "text_generation"):
        text = " ".join(dice.choices(("a cat", "sat", "on the mat", "and slept"), k=4_000)).encode()
        uploader = page.locator("[data-testid=stFileUploader] input[type=file]").last
        uploader.set_input_files({"name": "cats.txt", "mimeType": "text/plain", "buffer": text})
        expect(page.get_by_text("cats.txt").first).to_be_attached(timeout=PATIENCE)
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


def lecture(viewer: Callable[[], Page], dice: random.Random) -> None:
    """A lecturer opens a room and shows a page to two, one of whom lets go; the room is closed, or forgotten."""
    lecturer, code = driving(viewer)
    first, second = following(viewer, code), following(viewer, code)
    opened(lecturer, f"/{dice.choice(LABS).key}")
    title = lecturer.get_by_role("heading", level=1).inner_text()
    for follower in (first, second):
        expect(follower.get_by_role("heading", level=1)).to_have_text(title, timeout=PATIENCE)
    first.locator(BAR).get_by_role("button", name="Explore on my own").click()
    first.wait_for_url(f"**room={code}*", timeout=PATIENCE)
    if dice.random() < 0.5:
        for name in ("Close the room", "Close it for everyone?"):
            lecturer.locator(STRIP).get_by_role("button", name=name).click()
        expect(second.locator(f"{BAR} .state")).to_contain_text("The lecture has ended", timeout=PATIENCE)


def age(store: RunStore) -> None:
    """Make two days old what nobody has looked at for a while."""
    now = time.time()
    with store.database.write() as connection:
        connection.execute(
            sa.update(RUNS)
            .where(RUNS.c.opened < now - OLD_SECONDS, RUNS.c.opened > now - DAY)
            .values(opened=now - 2 * DAY)
        )
    for file in (store.folder / "data").glob("*"):
        if file.stat().st_mtime < now - OLD_SECONDS:
            os.utime(file, (now - 2 * DAY,) * 2)


def waited(page: Page, happens: Callable[[], object]) -> None:
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
    for name in ("server_mb", "workers_mb", "files", "threads", "processes", "store_mb"):
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
