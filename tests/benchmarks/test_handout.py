"""How long a handout takes to open: processor time of the browser, against that of an empty file of the same size."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from dashboard.lectures import Lecture, Stop
from dashboard.site.handout import handout

SECONDS = 1.0
TIMES = 5


def test_a_handout_of_twelve_steps_opens_in_under_a_second(browser: Browser, tmp_path: Path):
    file = tmp_path / "gates.html"
    file.write_text(handout(Lecture("", "", 0, (Stop("", lab="gates"),)), "en"), encoding="utf-8")
    bare = tmp_path / "bare.html"
    bare.write_text(f"<!doctype html><body data-drawn><!--{'x' * file.stat().st_size}-->", encoding="utf-8")
    opened = min(_cpu_seconds(browser, file) for _ in range(TIMES))
    floor = min(_cpu_seconds(browser, bare) for _ in range(TIMES))
    print(
        f"\na handout of {file.stat().st_size / 1e6:.2f} MB: {opened:.2f} CPU s to draw it, {floor:.2f} to read as much"
    )
    assert opened < SECONDS


def _cpu_seconds(browser: Browser, file: Path) -> float:
    """Processor time of the page's own thread, from its beginning to its first picture."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    watch = context.new_cdp_session(page)
    watch.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(file.as_uri())
    page.wait_for_selector("body[data-drawn]", state="attached")
    found = {one["name"]: one["value"] for one in watch.send("Performance.getMetrics")["metrics"]}
    context.close()
    return found["TaskDuration"]
