"""A handout in a browser: opened from a disk with every request refused, its pictures alive, its training travelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.lectures import Lecture, Stop
from dashboard.site.book import Book, Chapter
from dashboard.site.handout import handout, page_of

MEGABYTES = 5
NASTY = "</script><img src=x onerror=alert(1)><b>bold</b>"
PATIENCE = 120_000.0

INK = """() => {
  const [canvas] = document.querySelector('.host').shadowRoot.querySelectorAll('canvas')
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
  return pixels.reduce((sum, value, k) => (sum * 31 + value) % 1000003, 7)
}"""
"""A number that changes with what is painted."""


@pytest.fixture(scope="module")
def gates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handout of a lab, twelve training steps long."""
    file = tmp_path_factory.mktemp("handout") / "gates.html"
    file.write_text(handout(Lecture("", "", 0, (Stop("", lab="gates"),)), "en"), encoding="utf-8")
    return file


@pytest.fixture
def reader(browser: Browser) -> Iterator[Callable[..., Page]]:
    """``reader(file, **options)`` opens a file in a browser that refuses every request and complains of every fault."""
    asked: list[str] = []
    faults: list[str] = []
    contexts = []

    def open_file(file: Path, **options: object) -> Page:
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", "offline": True, **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"thrown: {error}"))
        page.on("console", lambda line: faults.append(f"logged: {line.text}") if line.type == "error" else None)
        page.on("dialog", lambda dialog: (faults.append(f"said: {dialog.message}"), dialog.dismiss()))
        own = file.as_uri()
        page.on(
            "request", lambda one: asked.append(one.url) if not one.url.startswith(("data:", "blob:", own)) else None
        )
        page.goto(own)
        page.wait_for_selector("body[data-drawn]", state="attached", timeout=PATIENCE)
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert asked == []
    assert faults == []


def test_a_handout_of_twelve_steps_is_small(gates: Path):
    assert gates.stat().st_size <= MEGABYTES * 1_000_000


def test_the_training_is_travelled_by_key_and_every_picture_follows(gates: Path, reader):
    page = reader(gates)
    expect(page.locator(".host").first).to_be_visible()
    assert page.locator("[data-drawn]").count() > 1  # the page, and its pictures
    expect(page.locator(".travel output")).to_have_text("Step 6,600")
    equation = page.locator(".formula").first
    before, written = page.evaluate(INK), equation.inner_text()
    page.locator(".travel input").focus()
    page.keyboard.press("Home")
    page.wait_for_selector(".chapter[data-step='0']")
    expect(page.locator(".travel output")).to_have_text("Step 0")
    expect(equation).not_to_have_text(written)
    assert page.evaluate(INK) != before
    page.keyboard.press("End")
    page.wait_for_selector(".chapter[data-step='6600']")
    assert page.evaluate(INK) == before


def test_a_cursor_moves_and_stays_when_the_training_is_travelled(gates: Path, reader):
    page = reader(gates)
    readout = page.locator(".host").first.locator("output").first
    expect(readout).to_contain_text("step 44,")
    page.locator(".host").first.locator("[data-time='5']").first.click()
    expect(readout).to_contain_text("step 6,")
    there = readout.inner_text()
    page.locator(".travel input").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(".chapter:not([data-step='6600'])")
    expect(readout).to_have_text(there)  # the same unit, the same letter


def test_it_follows_the_readers_preference_and_fits_a_phone(gates: Path, reader):
    page = reader(gates, color_scheme="dark", viewport={"width": 390, "height": 844})
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(13, 19, 28)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    dark = page.evaluate(INK)
    page.emulate_media(color_scheme="light")
    page.wait_for_selector(".host >> .picture :not(.dark)", state="attached")
    expect(page.locator(".host").first.locator(".dark")).to_have_count(0)
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    assert page.evaluate(INK) != dark


def test_what_somebody_typed_is_text_wherever_it_stands(tmp_path: Path, reader):
    book = Book()
    parts = [book.leaf(["p", {}, NASTY]), book.block("folded", [book.leaf(NASTY)], label=[NASTY], opened=True)]
    chapters = [Chapter(NASTY, NASTY, NASTY, [], 0, [parts]) for _ in range(2)]
    file = tmp_path / "nasty.html"
    file.write_text(page_of(book, chapters, "en", NASTY), encoding="utf-8")
    page = reader(file)
    assert page.title() == f"{NASTY} · Unrolled"
    page.locator("#stop-2").scroll_into_view_if_needed()
    expect(page.get_by_text(NASTY, exact=True).first).to_be_visible()
    assert page.locator("img, b, main script").count() == 0


def test_a_lecture_is_its_stops_in_order_with_their_notes(tmp_path: Path, reader):
    stops = (
        Stop("First, by hand.", lab="lstm_by_hand"),
        Stop(NASTY, {"text": "leave Taipei", "step": "0"}, lab="slot_filling"),
    )
    file = tmp_path / "lecture.html"
    file.write_text(handout(Lecture("Ours", "", 0, stops), "zh", most=2), encoding="utf-8")
    page = reader(file)
    expect(page.locator("h1")).to_have_text("Ours")
    assert [text.partition(" ")[0] for text in page.locator("h2").all_inner_texts()] == ["1", "2"]
    assert page.locator(".chapter > .said").all_inner_texts() == ["First, by hand.", NASTY]
    page.locator("nav a").nth(1).click()
    page.wait_for_selector("#stop-2[data-step='0']", timeout=PATIENCE)
    page.wait_for_selector("#stop-2 .host >> [data-drawn]", timeout=PATIENCE)
    expect(page.locator("#stop-2 .chart").first).to_be_visible()
    expect(page.locator("#stop-2 .travel output")).to_have_text("第 0 步")
