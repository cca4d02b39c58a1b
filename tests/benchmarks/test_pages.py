"""How long a viewer waits, as ratios to the smallest Streamlit apps measured in turn with ours in the same browser.

Printed as a table by ``make bench``. The small apps run with Streamlit's defaults, ours as ``make run`` starts it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import cycle, islice
from statistics import median

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.serving import serve

FRESH_SERVERS, VISITS, MOVES = 3, 7, 15

HEADING = "h1"
LAB = "/gates?lang=en"
STEP = ".st-key-step"  # both apps give their slider this key
FIGURE, MICROSCOPE, MATRIX, WEIGHED, SAID = ".stVegaLiteChart", ".parts", ".matrix", ".gallery", ".seeing .caption"

HELLO = "import streamlit as st\n\nst.title('Hello')\n"
ONE_SLIDER_ONE_FIGURE = """
import math

import streamlit as st

st.title("One slider, one figure")
step = st.slider("step", 0, 50, 50, key="step")
st.line_chart([math.sin(k * step / 500) for k in range(500)])
"""

WATCH = """
(picture) => {
  const small = new OffscreenCanvas(16, 16).getContext('2d', { willReadFrequently: true })
  const within = (node) => [node, ...(node.shadowRoot ? all(node.shadowRoot) : [])]
  const all = (root) => [...root.querySelectorAll('*')].flatMap(within)
  const seen = (drawing) => {
    if (drawing.matches('svg')) return drawing.outerHTML
    small.clearRect(0, 0, 16, 16)
    small.drawImage(drawing, 0, 0, 16, 16)
    return small.getImageData(0, 0, 16, 16).data.join()
  }
  const pictures = () => all(document).filter((node) => node.matches(picture))
  const drawings = (node) => [...node.querySelectorAll('svg, canvas')]
  const look = () => pictures().map((node) => drawings(node).map(seen).join() || node.outerHTML).join()
  const before = look()
  let pressed = null
  addEventListener('keydown', () => (pressed = performance.now()), { capture: true, once: true })
  window.waited = new Promise((answer, fail) => {
    setTimeout(() => fail(new Error('the slider was moved, and the picture stayed')), 10000)
    const watch = () => {
      if (pressed !== null && look() !== before) answer((performance.now() - pressed) / 1000)
      else requestAnimationFrame(watch)
    }
    requestAnimationFrame(watch)
  })
}
"""


class Table:
    """Rows of what was measured, printed when the last one is in."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, ...]] = [("what", "ours", "smallest", "ratio", "target", "")]

    def add(self, what: str, ours: list[float], smallest: list[float], target: float) -> float:
        """Take the medians (seconds), note their ratio against `target`, and return it."""
        mine, theirs = median(ours), median(smallest)
        verdict = "ok" if mine <= target * theirs else "MISSED"
        self.rows.append(
            (what, *(f"{x * 1000:.0f} ms" for x in (mine, theirs)), f"{mine / theirs:.2f}", f"≤ {target}", verdict)
        )
        return mine / theirs

    def __str__(self) -> str:
        widths = [max(map(len, column)) for column in zip(*self.rows, strict=True)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in self.rows]
        return "\n".join(["", *lines])


@pytest.fixture(scope="module")
def table() -> Iterator[Table]:
    rows = Table()
    yield rows
    print(rows)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Callable[[ExitStack, str | None], str]:
    """``start(stack, source)`` serves a small app, or ours where `source` is None, until the stack closes."""

    def begin(stack: ExitStack, source: str | None) -> str:
        folder = tmp_path_factory.mktemp("app")
        if source is None:
            return stack.enter_context(serve("dashboard/app.py", folder))
        (folder / "app.py").write_text(source)
        return stack.enter_context(serve("app.py", folder, folder))

    return begin


def visit(browser: Browser, address: str) -> float:
    """Seconds from navigation to the visible heading, in a browser that has never been there."""
    context = browser.new_context()
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(HEADING).first.wait_for()
    waited = time.perf_counter() - begun
    page.wait_for_timeout(500)  # what else the page does must not fall into the next measurement
    context.close()
    return waited


def move(page: Page, key: str, picture: str) -> float:
    """Seconds from a key that moves the slider by one step to the first frame in which the picture has changed."""
    return pressed(page, page.locator(STEP).get_by_role("slider"), key, picture)


def there_and_back(page: Page) -> Iterator[str]:
    """The keys that take the slider from its right end through all steps to its left end, back, and again."""
    steps = int(page.locator(STEP).get_by_role("slider").get_attribute("max"))
    return cycle(["ArrowLeft"] * steps + ["ArrowRight"] * steps)


def open_still(browser: Browser, address: str, picture: str) -> Page:
    """A page whose pictures have been drawn."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(address)
    page.locator(picture).first.wait_for()
    page.wait_for_timeout(1500)
    return page


def test_first_page_of_a_fresh_server_opens_within_1_5_times_a_hello_world(browser, start, table):
    ours, hello = [], []
    for _ in range(FRESH_SERVERS):
        for source, waits in ((HELLO, hello), (None, ours)):
            with ExitStack() as stack:
                waits.append(visit(browser, start(stack, source)))
    assert table.add("first page, first viewer of a fresh server", ours, hello, 1.5) <= 1.5


def test_first_page_opens_within_1_5_times_a_hello_world(browser, start, table):
    ours, hello = [], []
    with ExitStack() as stack:
        addresses = [(start(stack, HELLO), hello), (start(stack, None), ours)]
        for address, _ in addresses:
            visit(browser, address)
        for _ in range(VISITS):
            for address, waits in addresses:
                waits.append(visit(browser, address))
    assert table.add("first page, later viewers", ours, hello, 1.5) <= 1.5


def test_time_travel_changes_the_picture_within_1_5_times_a_minimal_app(browser, start, table):
    ours, minimal = [], []
    with ExitStack() as stack:
        small = open_still(browser, start(stack, ONE_SLIDER_ONE_FIGURE), FIGURE)
        lab = open_still(browser, start(stack, None) + LAB, MICROSCOPE)
        for small_key, lab_key in islice(zip(there_and_back(small), there_and_back(lab), strict=False), MOVES):
            minimal.append(move(small, small_key, FIGURE))
            ours.append(move(lab, lab_key, MICROSCOPE))
        small.context.close()
        lab.context.close()
    assert table.add("time travel to a changed picture", ours, minimal, 1.5) <= 1.5


def test_a_match_function_changes_the_alignment_within_1_5_times_a_minimal_app(browser, start, table):
    def press(lab: Page, turn: int) -> float:
        function = lab.get_by_role("radiogroup", name="Match function").get_by_role("radio")
        return pressed(lab, function.nth(turn % 2), "Enter", MATRIX)

    assert against_minimal(browser, start, "/translation?lang=en", MATRIX, press, table, "match function") <= 1.5


def test_another_sentence_changes_the_alignment_within_1_5_times_a_minimal_app(browser, start, table):
    def press(lab: Page, turn: int) -> float:
        sentence = lab.get_by_role("textbox", name="Sentence to translate")
        sentence.select_text()
        lab.wait_for_timeout(400)
        lab.evaluate(WATCH, MATRIX)
        lab.keyboard.insert_text(f"Tuesday, March {6 + turn}, 2024")
        lab.keyboard.press("Enter")  # hands it over before the pause that typing waits for
        return lab.evaluate("window.waited")

    assert against_minimal(browser, start, "/translation?lang=en", MATRIX, press, table, "another sentence") <= 1.5


def test_one_attention_weight_changes_the_translation_within_1_5_times_a_minimal_app(browser, start, table):
    def press(lab: Page, turn: int) -> float:
        return pressed(lab, lab.locator(".st-key-weight").get_by_role("slider"), "ArrowLeft", WEIGHED)

    address = "/translation?lang=en&look=edit&set_weight=true&cursor=2.17"
    assert against_minimal(browser, start, address, WEIGHED, press, table, "one attention weight") <= 1.5


def test_a_moved_object_changes_caption_and_attention_within_1_4_times_a_minimal_app(browser, start, table):
    def press(lab: Page, turn: int) -> float:  # the caption is drawn anew once the network has seen the new scene
        return pressed(lab, lab.locator(".board canvas").first, ("ArrowRight", "ArrowLeft")[turn % 2], SAID)

    measured = against_minimal(browser, start, "/captioning?lang=en", SAID, press, table, "a moved object", target=1.4)
    assert measured <= 1.4


def against_minimal(browser, start, address, picture, press, table, what, target=1.5) -> float:
    """The ratio of what a viewer waits for a changed `picture` of ours to what the slider of the minimal app takes."""
    ours, minimal = [], []
    with ExitStack() as stack:
        small = open_still(browser, start(stack, ONE_SLIDER_ONE_FIGURE), FIGURE)
        lab = open_still(browser, start(stack, None) + address, picture)
        keys = there_and_back(small)
        for turn in range(MOVES):
            minimal.append(move(small, next(keys), FIGURE))
            ours.append(press(lab, turn))
        small.context.close()
        lab.context.close()
    return table.add(f"{what} to a changed picture", ours, minimal, target)


def pressed(page: Page, control: Locator, key: str, picture: str) -> float:
    """Seconds from a key on a control to the first frame in which the picture has changed."""
    page.wait_for_timeout(400)
    control.focus()
    page.evaluate(WATCH, picture)
    page.keyboard.press(key)
    return page.evaluate("window.waited")
