"""A page by keyboard alone: where Tab leads, one stop after the other, until it comes round."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

PLACES = 40
"""Steps that Tab may take within one element: a table has a place for each cell of a row."""

MOST = 400
"""Stops after which a page counts as one that has no end."""

FOCUSED = """() => {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  window.visited ??= new Map()
  const same = at === window.latest
  window.latest = at
  if (!at || at === document.body || at.nodeName === 'HTML') return { number: -1, name: 'the end', same }
  const before = window.visited.get(at)
  if (before === undefined) window.visited.set(at, window.visited.size)
  const label = at.labels?.[0]?.textContent
  const name = at.getAttribute('aria-label') ?? label ?? at.textContent.trim().slice(0, 40)
  const own = (at.getRootNode().host ?? at).closest('[class*=st-key-]')
  const place = own?.className.match(/st-key-([\\w-]+)/)?.[1] ?? ''
  const step = !!at.closest('.st-key-step')
  return { number: before ?? -2, name: `${at.nodeName.toLowerCase()} ${place} “${name}”`, step, same }
}"""
"""Where the keyboard is: what that is called, and its number among the stops if it has been there before."""

MISSED = """() => {
  const within = (root) => [...root.querySelectorAll('*')].flatMap((node) =>
    node.shadowRoot ? [node, ...within(node.shadowRoot)] : [node])
  const stops = ({ tabIndex, disabled, nodeName }) => tabIndex >= 0 && !disabled && nodeName !== 'DIALOG'
  const seen = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest('[inert]')
  const drawn = within(document.querySelector('[data-testid=stMain]') ?? document.body)
    .filter((node) => node.getRootNode() !== document && stops(node) && seen(node))
    .filter((node) => !(node.type === 'radio' && !node.checked))
  const label = (node) => node.getAttribute('aria-label') ?? node.textContent.trim().slice(0, 40)
  const named = (node) => `${node.nodeName.toLowerCase()}.${node.getAttribute('class') ?? ''} “${label(node)}”`
  return drawn.filter((node) => !window.visited.has(node)).map(named)
}"""
"""What of the drawn pictures takes the keyboard and was not among the stops."""


@dataclass(frozen=True)
class Walk:
    """Where Tab leads.

    Attributes
    ----------
    stops : list of str
        What it reaches, from the link that skips to the page.
    skips : bool
        Whether the first stop of the page is that link.
    step : int or None
        How many stops it takes from there to the slider of the training step.
    trapped : str
        Where it goes round without coming out; "" if nowhere.
    missed : list of str
        What of the drawn pictures it does not reach.
    """

    stops: list[str]
    skips: bool
    step: int | None
    trapped: str
    missed: list[str]


def walk(page: Page) -> Walk:
    """Go through a page that nobody has touched, by Tab, until it comes round to where it began."""
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUSED)
    skips = "Skip to main content" in first["name"]
    if skips:
        page.keyboard.press("Enter")
    stops, step, trapped, inside = [first["name"]], None, "", 0
    for _ in range(MOST):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["number"] == 0 or at["number"] == -1:
            break
        inside = inside + 1 if at["same"] else 0
        if inside and inside < PLACES:
            continue
        stops.append(at["name"])
        if at["step"] and step is None:
            step = len(stops)
        if at["number"] > 0:
            trapped = f"{at['name']} comes again after {stops[-4:]}"
            break
    else:
        trapped = f"no end after {MOST} stops: {stops[-4:]}"
    return Walk(stops, skips, step, trapped, page.evaluate(MISSED))
