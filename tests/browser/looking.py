"""What a test sees of a page: where its pictures are, what it says and how large, how much it has shifted; by day, by
night, on a phone, by keyboard.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.keyboard import Walk, walk
from tests.browser.test_journeys import PATIENCE, opened

AXE = Path(__file__).resolve().parents[1] / "js/node_modules/axe-core/axe.min.js"
"""What checks accessibility; `make lint-js` installs it."""

WATCHED = """
  window.shifts = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue
      const rect = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ')
      const named = (node) => node?.dataset?.testid ?? node?.className ?? node?.nodeName ?? 'gone'
      const told = ({ node, previousRect: from, currentRect: to }) => `${named(node)}: ${rect(from)} → ${rect(to)}`
      const names = entry.sources.map(told)
      window.shifts.push({ value: entry.value, at: Math.round(entry.startTime), names })
    }
  }).observe({ type: 'layout-shift', buffered: true })
  window.letters = new Map()
  for (const name of ['fillText', 'strokeText']) {
    const draw = CanvasRenderingContext2D.prototype[name]
    CanvasRenderingContext2D.prototype[name] = function (text, ...more) {
      const { a, b } = this.getTransform() // a text may stand upright
      const size = parseFloat(this.font.match(/([\\d.]+)px/)[1]) * Math.hypot(a, b) / devicePixelRatio
      if (String(text).trim()) window.letters.set(`${String(text).slice(0, 40)} (${size.toFixed(1)} px)`, size)
      return draw.call(this, text, ...more)
    }
  }
"""
"""Runs before a page: it remembers each shift of the layout, and each text that is drawn on a canvas."""

SMALL = """([least, ignored]) => {
  const found = new Map()
  const look = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      if (node.shadowRoot) look(node.shadowRoot)
      const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : null
      if (!element || !node.textContent.trim() || element.closest(ignored)) continue
      const box = element.getBoundingClientRect()
      const style = getComputedStyle(element)
      const matrix = element.getScreenCTM?.()
      const size = parseFloat(style.fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1)
      const hidden = style.visibility === 'hidden' || !box.width || box.width <= 1 || style.opacity === '0'
      if (!hidden && size < least) found.set(`${node.textContent.trim().slice(0, 40)} (${size.toFixed(1)} px)`, 1)
    }
  }
  look(document.body)
  return [...found.keys()]
}"""
"""Texts of a page smaller than so many pixels, outside what is `IGNORED`."""


IGNORED = "style, script, noscript, sub, sup, .index, .katex, [data-testid=stIconMaterial], [data-testid=stHeader]"
"""What may be smaller: indices, formulas, icons; and what nobody reads."""


DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
"""CSS pixels of a screen."""

LEAST = 13.9
"""Pixels of the smallest letter: 14, but for rounding."""

PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(13, 19, 28)"}
"""The background of a page, as the theme of the app says it."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURED = ["color-contrast", "link-in-text-block"]
"""Rules of axe that look at colours: all that another theme can change."""

LAID_OUT = """(main) => {
  for (const child of main.children) {
    child.style.display = 'none'
    main.getBoundingClientRect()
    child.style.display = ''
  }
}"""
"""Lays a page out as when it is opened: Chromium remembers how wide it was before its window became narrower."""

NARROW = "(width) => document.querySelector('[data-testid=stMain]').scrollWidth <= width"
"""Whether a page is no wider than so many pixels: some pictures are fitted anew when their numbers have come."""

WIDER = """(width) => {
  const within = (root) => [...root.children].flatMap((node) => {
    const { right } = node.getBoundingClientRect()
    const told = right > width + 1 ? [`${node.getAttribute('class')} to ${Math.round(right)}`] : []
    const cut = getComputedStyle(node).overflowX !== 'visible'
    return [...told, ...(cut ? [] : [...within(node), ...(node.shadowRoot ? within(node.shadowRoot) : [])])]
  })
  return within(document.querySelector('[data-testid=stMain]')).slice(0, 30)
}"""
"""Elements that reach further to the right than so many pixels."""


@dataclass(frozen=True)
class Seen:
    """What a page shows to who has only opened it.

    Attributes
    ----------
    faults : list of str
        What it complained of, and whom it asked but the app.
    top : float or None
        Pixels above its first picture.
    shift, shifts : float, list
        How much its layout has shifted without anybody's doing.
    small : list of str
        Texts whose letters are smaller than `LEAST`.
    light, dark : list of str
        What axe finds by day, and, of what has to do with colours, by night.
    phone, wider : int, list of str
        Pixels of its width on a phone, and what reaches further than the screen.
    phone_top : float or None
        Pixels above its first picture there.
    walk : Walk
        Where the keyboard goes.
    """

    faults: list[str]
    top: float | None
    shift: float
    shifts: list[dict[str, Any]]
    small: list[str]
    light: list[str]
    dark: list[str]
    phone: int
    wider: list[str]
    phone_top: float | None
    walk: Walk


def look(page: Page, path: str, faults: list[str]) -> Seen:
    """Open a page that is `WATCHED`, wait until it stands, and look at it from all sides.

    Parameters
    ----------
    page : Page
        A new page of the browser.
    path : str
        What to open.
    faults : list of str
        Where the faults of the page come in.
    """
    opened(page, path)
    settled(page)
    top = top_of(page)
    shift, shifts = shifted(page)
    small = page.evaluate(SMALL, [LEAST, IGNORED]) + page.evaluate(
        "(least) => [...letters].filter(([, size]) => size < least).map(([told]) => told)", LEAST
    )
    light = found_by_axe(page)
    turn(page, "dark")
    settled(page)
    dark = found_by_axe(page, COLOURED)
    turn(page, "light")
    page.set_viewport_size(PHONE)
    settled(page)
    main = page.get_by_test_id("stMain")
    main.evaluate(LAID_OUT)
    with suppress(TimeoutError):  # then it is seen how wide it is
        page.wait_for_function(NARROW, arg=PHONE["width"], timeout=PATIENCE / 4)
    phone, wider = main.evaluate("(main) => main.scrollWidth"), page.evaluate(WIDER, PHONE["width"])
    phone_top = top_of(page)
    page.set_viewport_size(DESK)
    settled(page)
    way = walk(page)
    main.evaluate("(main) => main.scrollTo(0, 0)")
    return Seen([*faults], top, shift, shifts, small, light, dark, phone, wider, phone_top, way)


def turn(page: Page, scheme: str) -> None:
    """Let the system of a viewer ask for light or dark, and wait until page and pictures have followed."""
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", PAPER[scheme], timeout=PATIENCE)
    other = "[data-drawn]:not(.dark)" if scheme == "dark" else "[data-drawn].dark"
    expect(page.locator(other)).to_have_count(0, timeout=PATIENCE)


def top_of(page: Page) -> float | None:
    """Pixels above the first picture of a page, if it has one."""
    first = pictures(page).first
    return first.bounding_box()["y"] if first.count() else None


def settled(page: Page) -> None:
    """Wait until the page runs no more and all its pictures are drawn."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=PATIENCE)
    expect(page.get_by_test_id("stBidiComponentIsolated").and_(page.locator(":not([data-pictured])"))).to_have_count(
        0, timeout=PATIENCE
    )
    expect(page.locator(".stVegaLiteChart:not(:has(.marks))")).to_have_count(0, timeout=PATIENCE)
    page.evaluate("() => document.fonts.ready")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))")


def pictures(page: Page) -> Locator:
    """The pictures of a page, in their order: what its components drew, charts, tables."""
    drawn = "[data-drawn]:not(.st-key-head *):not(.st-key-sound *)"
    return page.get_by_test_id("stMain").locator(f"{drawn}, .stVegaLiteChart, .stDataFrame")


def shifted(page: Page) -> tuple[float, list[dict[str, Any]]]:
    """How much the layout has shifted in all without the viewer's doing, and the shifts, the largest first."""
    shifts = sorted(page.evaluate("() => window.shifts"), key=lambda shift: -shift["value"])
    return sum(shift["value"] for shift in shifts), shifts


def found_by_axe(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds on the page that is serious or worse: the rule, and where; of all rules, or of some."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    only = {"type": "tag", "values": RULES} if rules is None else {"type": "rule", "values": rules}
    found = page.evaluate("(only) => axe.run(document, { runOnly: only, resultTypes: ['violations'] })", only)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
