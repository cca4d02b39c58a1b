"""A lecture hall on one machine: what five hundred followers cost, and how late they see what the lecturer sees.

Printed by ``make bench``. The followers are lines of one process beside the server; the lecturer is a browser.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import re
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.serving import serve, server_of

FOLLOWERS = int(os.environ.get("FOLLOWERS", "500"))
FIRST = 50
SECONDS = float(os.environ.get("LECTURE_SECONDS", "60"))
PATIENCE = 120_000
STRIP = ".st-key-room_bar"
STEP = """() => {
  const host = document.querySelector('.st-key-here [data-testid=stBidiComponentIsolated]')
  return host?.shadowRoot.textContent.match(/Step ([0-9,]+)/)?.[1]
}"""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[str]:
    """The address of the app."""
    with serve("dashboard/app.py", tmp_path) as address:
        yield address


def test_five_hundred_follow(app: str, browser: Browser) -> None:
    """Followers see a step within a second of the lecturer, nobody is dropped, and the lecturer hardly feels it."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{app}/lectures")
    page.get_by_role("button", name="Open a room").click()
    code = page.locator(f"{STRIP} .code")
    expect(code).to_have_text(re.compile(r"^\w{5}$"), timeout=PATIENCE)
    room = code.inner_text()
    page.goto(f"{app}/gates")
    expect(page.locator("[data-drawn]").first).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(5000)
    for _ in range(12):
        moved(page)  # there and back once: every step's pictures are computed
    alone = [moved(page)[0] for _ in range(12)]

    server = server_of(app)
    context = multiprocessing.get_context("spawn")
    heard, more, done = context.Queue(), context.Event(), context.Event()
    followers = context.Process(target=_follow_all, args=(app, room, heard, more, done), daemon=True)
    followers.start()
    expect(page.locator(STRIP).get_by_text(f"Here: {FIRST}", exact=True)).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(10_000)  # what the server loads once is loaded
    before = server.memory_info().rss
    more.set()
    expect(page.locator(STRIP).get_by_text(f"Here: {FOLLOWERS}", exact=True)).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(3000)
    each = (server.memory_info().rss - before) / (FOLLOWERS - FIRST)

    watched, shown = [], {}
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        waited, step, when = moved(page)
        watched.append(waited)
        shown[len(shown)] = (step, when)
        page.wait_for_timeout(700)
    page.wait_for_timeout(3000)
    done.set()
    seen, dropped = heard.get(timeout=120)
    followers.join(60)

    assert shown
    late = [max(0.0, arrived - when) for step, when in shown.values() for arrived in _first_after(seen, step, when)]
    percentiles = quantiles(late, n=100)
    print(f"\n{FOLLOWERS} followers, {len(shown)} moves, {len(late)} sightings in {SECONDS:.0f} s")
    p95, p99 = percentiles[94], percentiles[98]
    print(f"seen after the lecturer: median {median(late):.2f} s, p95 {p95:.2f} s, p99 {p99:.2f} s")
    print(f"memory of the server: {each / 1024:.0f} KB a follower; dropped: {dropped}")
    print(f"lecturer's slider: alone {median(alone):.2f} s, watched {median(watched):.2f} s")
    print(f"ratio {median(watched) / median(alone):.2f}")
    assert dropped == 0
    assert p95 <= 1.0
    assert p99 <= 2.0
    assert each <= 100 * 1024
    assert median(watched) <= 1.2 * median(alone)


def moved(page: Page) -> tuple[float, str, float]:
    """Move the slider by one checkpoint: how long until the lecturer's page shows it, which step it is, and when."""
    before = page.evaluate(STEP)
    slider = page.locator(".stMain [data-testid=stSlider] [role=slider], .stMain [data-testid=stSlider] input").first
    slider.focus()
    begun = time.time()
    page.keyboard.press("ArrowLeft" if moved.left else "ArrowRight")
    moved.count = (moved.count + 1) % 6
    moved.left = moved.left if moved.count else not moved.left
    while (step := page.evaluate(STEP)) in (None, before):
        assert time.time() < begun + PATIENCE / 1000
    now = time.time()
    return now - begun, step, now


moved.left, moved.count = True, 0


def _first_after(seen: list[list[tuple[str, float]]], step: str, when: float) -> Iterator[float]:
    """When each follower saw a step, around the time at which the lecturer did."""
    for sightings in seen:
        near = [at for what, at in sightings if what == step and at > when - 0.5]
        if near:
            yield near[0]


def _follow_all(app: str, room: str, heard: Any, more: Any, done: Any) -> None:
    """Follow with many lines; at the end, say what each has seen when, and how many were dropped."""
    heard.put(asyncio.run(_all(app.replace("http", "ws"), room, more, done)))


async def _all(address: str, room: str, more: Any, done: Any) -> tuple[list[list[tuple[str, float]]], int]:
    seen: list[list[tuple[str, float]]] = [[] for _ in range(FOLLOWERS)]
    tasks: list[asyncio.Task[None]] = []
    for number in range(FOLLOWERS):
        while number == FIRST and not more.is_set():
            await asyncio.sleep(0.2)
        tasks.append(asyncio.create_task(_one(f"{address}/room/{room}/line", number, seen[number])))
        if number % 10 == 9:
            await asyncio.sleep(0.05)
    while not done.is_set():
        await asyncio.sleep(0.2)
    dropped = sum(task.done() for task in tasks)
    for task in tasks:
        task.cancel()
    return seen, dropped


async def _one(address: str, number: int, seen: list[tuple[str, float]]) -> None:
    import websockets

    seat = {"Cookie": f"unrolled_seat={number:032x}"}
    async with websockets.connect(address, max_size=None, compression=None, additional_headers=seat) as line:
        await line.send(json.dumps({"role": "follower", "stage": "", "version": 0}))
        async for frame in line:
            if isinstance(frame, bytes):
                head = zlib.decompress(frame)
                record = json.loads(head[4 : 4 + int.from_bytes(head[:4])])
                seen.append((record["where"].rpartition("step ")[2], time.time()))
