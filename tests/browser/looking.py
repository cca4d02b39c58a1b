"""What a test sees of a page: where its pictures are, what it says and how large, how much it has shifted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

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
  window.letters = []
  for (const name of ['fillText', 'strokeText']) {
    const draw = CanvasRenderingContext2D.prototype[name]
    CanvasRenderingContext2D.prototype[name] = function (text, ...more) {
      const size = parseFloat(this.font.match(/([\\d.]+)px/)[1]) * this.getTransform().a / devicePixelRatio
      if (String(text).trim()) window.letters.push({ text: String(text), size })
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
      const size = parseFloat(style.fontSize) * (matrix ? matrix.a : 1)
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


def watched(page: Page, path: str) -> Page:
    """Open a page that remembers how it was drawn, and wait until it stands."""
    page.add_init_script(WATCHED)
    opened(page, path)
    expect(pictures(page).first).to_be_visible(timeout=PATIENCE)
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until the page runs no more and all its pictures are drawn."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE)
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


def faults(page: Page) -> list[str]:
    """What axe finds on the page that is serious or worse: the rule, and where."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })"
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
