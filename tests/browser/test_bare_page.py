"""Every component, drawn in a bare page from a file with its numbers and one with its view: no Streamlit, no server;
and what it is there for those who do not see it, do not point, or want nothing to move.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from dashboard.components.assets import FOLDER
from dashboard.components.base import Drawing, declared
from tests.browser.saving import check_saved
from tests.drawings import drawings_of

ADDRESS = "http://bare.test"
PAGE = """
<!doctype html>
<div id="host" style="width: 900px; --st-text-color: #14202e; --st-background-color: #ffffff"></div>
<script type="module">
  const { mountInPage } = await import('/components/lib/component.js')
  const { default: mount } = await import('/components/NAME/index.js')
  const view = await (await fetch('/view.json')).json()
  const block = new Uint8Array(await (await fetch('/numbers')).arrayBuffer())
  const root = document.querySelector('#host').attachShadow({ mode: 'open' })
  await mountInPage(root, mount.Kind, block.length ? block : null, view)
  requestAnimationFrame(() => requestAnimationFrame(() => (document.body.dataset.drawn = 'yes')))
</script>
"""
INKED = """() => {
  const root = document.querySelector('#host').shadowRoot
  const inked = (canvas) => canvas.width && canvas.height && canvas.clientWidth
    && canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0)
  const canvases = [...root.querySelectorAll('canvas')]
  return {
    height: root.host.clientHeight,
    said: root.textContent.trim().length,
    canvases: canvases.length,
    inked: canvases.filter(inked).length,
    gaps: root.textContent.match(/\\{\\w+\\}|undefined|NaN/g) ?? [],
  }
}"""

POINTED_AT = """() => {
  const made = (name) => Object.assign(document.createElement('div'), { className: name })
  const [chart, around, bar, drawn] = ['js-plotly-plot', 'modebar-container', 'modebar', 'svg-container'].map(made)
  around.append(bar)
  chart.append(around, drawn)
  document.body.append(chart)
  for (let time = 0; time < 2; time++) drawn.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))
  return [...chart.querySelectorAll('button')].map((button) => button.getAttribute('aria-label'))
}"""
"""Points twice at a chart as Plotly builds it; says which buttons it then has."""


MOVING = """() => {
  const pending = new Set()
  const [ask, ring, end] = [requestAnimationFrame, setInterval, clearInterval].map((one) => one.bind(window))
  window.requestAnimationFrame = (told) => {
    const number = ask((now) => (pending.delete(number), told(now)))
    pending.add(number)
    return number
  }
  const cancel = cancelAnimationFrame.bind(window)
  window.cancelAnimationFrame = (number) => (pending.delete(number), cancel(number))
  window.setInterval = (...how) => {
    const number = ring(...how)
    pending.add(`every ${number}`)
    return number
  }
  window.clearInterval = (number) => (pending.delete(`every ${number}`), end(number))
  window.moving = async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise((done) => ask(done)) // what was begun comes to its end
    const { shadowRoot } = document.querySelector('#host')
    const timed = [...shadowRoot.querySelectorAll('*')].filter((node) =>
      [null, '::before', '::after'].some((part) => {
        const { transitionDuration, animationName } = getComputedStyle(node, part)
        return animationName !== 'none' || transitionDuration.split(', ').some((time) => parseFloat(time) > 0)
      }))
    return [...pending, ...timed.map((node) => `${node.nodeName} ${node.getAttribute('class')}`)]
  }
}"""
"""Runs before a page; `moving()` says then which frames and intervals a picture waits for, and what fades or slides."""

TWINS = """async () => {
  const { on, summary } = await import('/components/lib/twin.js')
  const { number } = await import('/components/lib/paint.js')
  const { shadowRoot } = document.querySelector('#host')
  const named = 'button, [aria-label], [aria-hidden=true]'
  const told = []
  for (const canvas of shadowRoot.querySelectorAll('canvas')) {
    if (!canvas.width || !canvas.checkVisibility()) continue
    const element = canvas.closest('[role=img], [role=slider], button') ?? canvas
    const said = [element.getAttribute('aria-label'), element.getAttribute('aria-description')].join(' ')
    const maps = on(canvas)
    const first = maps.length ? number(summary(maps[0]).high) : ''
    told.push({ named: !!canvas.closest(named), first, said, place: canvas.parentElement.className })
  }
  return told
}"""
"""What is said of each canvas of a picture, and the largest number of the first heat map that is painted on it."""

SIGN = """() => {
  const { shadowRoot } = document.querySelector('#host')
  const words = ['aria-valuetext', 'aria-valuenow', 'aria-label', 'aria-checked', 'class', 'style', 'd', 'transform']
  const kept = [...shadowRoot.querySelectorAll('*')].map((node) =>
    [words.map((name) => node.getAttribute(name)).join(), node.value, node.scrollLeft, node.scrollTop].join())
  const sums = [...shadowRoot.querySelectorAll('canvas')].filter(({ width, height }) => width && height).map((canvas) =>
    new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)
      .reduce((sum, value, k) => (sum * 31 + (value ^ k)) % 1000003, 7))
  return JSON.stringify([shadowRoot.textContent, kept, sums])
}"""
"""All that can be seen of a picture, in one text."""

DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
HANDLES = "#host [tabindex='0'], #host input, #host select"
KEYS = ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "End", "Home")


@dataclass
class Looked:
    """What was seen of the pictures of a component.

    Attributes
    ----------
    inked : list of dict
        What each has drawn and said.
    moving : list of str
        What moves in them by itself.
    twins : list of dict
        What is said of their canvases.
    pointed : bool
        Whether the first of them answers a pointer.
    handles, steered : list of str
        What takes the keyboard in it, and what of that answers arrow keys.
    buttons : int
        How many buttons it has.
    """

    inked: list[dict[str, Any]] = field(default_factory=list)
    moving: list[str] = field(default_factory=list)
    twins: list[dict[str, Any]] = field(default_factory=list)
    pointed: bool = False
    handles: list[str] = field(default_factory=list)
    steered: list[str] = field(default_factory=list)
    buttons: int = 0


@pytest.fixture
def bare(browser: Browser) -> Iterator[Page]:
    """A page of a browser that complains of every error."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(f"thrown: {error}"))
    page.on("console", lambda line: faults.append(f"logged: {line.text}") if line.type == "error" else None)
    page.route_web_socket("**/room/**", lambda line: None)  # where a room would be
    yield page
    context.close()
    assert faults == []


def show(page: Page, picture: Drawing, folder: Path) -> None:
    """Write the picture to two files and open a page that draws it from them."""
    numbers, view = picture.exported()
    (folder / "numbers").write_bytes(numbers or b"")
    (folder / "view.json").write_text(json.dumps(view), encoding="utf-8")
    files = {"/numbers": folder / "numbers", "/view.json": folder / "view.json"}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path == "/":
            return route.fulfill(body=PAGE.replace("NAME", picture.component), content_type="text/html; charset=utf-8")
        if path == "/favicon.ico":
            return route.fulfill(status=204)
        file = files.get(path) or FOLDER / path.removeprefix("/components/")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return route.fulfill(body=file.read_bytes(), content_type=f"{kind}; charset=utf-8")

    page.unroute_all()
    page.route("**/*", answer)
    page.goto(ADDRESS + "/")
    page.wait_for_selector("body[data-drawn]", state="attached")


BESIDE = """async (more) => {
  const host = document.querySelector('#host').cloneNode()
  host.id = 'beside'
  document.body.append(host)
  const { mountInPage } = await import('/components/lib/component.js')
  const { default: mount } = await import('/components/unrolled/index.js')
  const view = { ...(await (await fetch('/view.json')).json()), ...more }
  const numbers = new Uint8Array(await (await fetch('/numbers')).arrayBuffer())
  await mountInPage(host.attachShadow({ mode: 'open' }), mount.Kind, numbers, view)
}"""
"""Draws the same picture once more, below the first, with another view."""

ELSEWHERE = ("sound", "chart_saving")
"""Components that draw nothing where they stand."""

each_component = pytest.mark.parametrize("component", sorted(set(declared()) - set(ELSEWHERE)))


@pytest.fixture(scope="module")
def looked() -> dict[str, Looked]:
    """What was seen of each component so far."""
    return {}


@pytest.fixture
def seen(looked: dict[str, Looked], bare: Page, tmp_path: Path, component: str) -> Looked:
    """What there is to be seen of a component: drawn once for all tests that ask."""
    if component not in looked:
        looked[component] = look(bare, component, tmp_path)
    return looked[component]


def look(page: Page, component: str, folder: Path) -> Looked:
    """Draw all pictures of a component, and go over the first with pointer and keys."""
    told = Looked()
    page.add_init_script(f"({MOVING})()")
    for number, picture in enumerate(drawings_of(component)):
        show(page, picture, folder)
        told.inked.append(page.evaluate(INKED))
        told.moving += page.evaluate("() => moving()")
        told.twins += page.evaluate(TWINS)
        if number == 0:
            if "saved" in picture.view:
                check_saved(page)
            told.buttons = page.locator("#host [data-drawn] button:visible").count()
            told.pointed = answers_a_pointer(page)
            for handle in page.locator(HANDLES).all():
                if handle.is_visible() and handle.is_enabled():
                    name = handle.evaluate("(node) => `${node.nodeName} ${node.getAttribute('class') ?? node.type}`")
                    told.handles.append(name)
                    if answers_keys(page, handle):
                        told.steered.append(name)
    return told


def answers_a_pointer(page: Page) -> bool:
    """Whether anything of a picture changes when one points somewhere at it."""
    box = page.locator("#host [data-drawn]").first.bounding_box()
    before = page.evaluate(SIGN)
    for down in (0.2, 0.4, 0.6, 0.8):
        for right in (0.2, 0.5, 0.8):
            page.mouse.move(box["x"] + right * box["width"], box["y"] + down * min(box["height"], 780))
            page.evaluate(DRAWN)
            if page.evaluate(SIGN) != before:
                return True
    return False


def answers_keys(page: Page, handle: Locator) -> bool:
    """Whether anything of a picture changes by an arrow key."""
    handle.focus()
    before = page.evaluate(SIGN)
    for key in KEYS:
        page.keyboard.press(key)
        page.evaluate(DRAWN)
        if page.evaluate(SIGN) != before:
            return True
    return False


@each_component
def test_a_component_draws_without_streamlit(seen: Looked, component: str):
    for inked in seen.inked:
        assert inked["height"] > 20
        assert inked["said"] or inked["inked"]
        assert inked["inked"] or not inked["canvases"]
        assert inked["gaps"] == []  # every field of a sentence is filled in


@each_component
def test_nothing_of_it_moves_by_itself_for_whoever_wants_less_motion(seen: Looked, component: str):
    assert seen.moving == []


@each_component
def test_every_canvas_has_a_name_and_every_heat_map_says_its_largest_number(seen: Looked, component: str):
    assert [told for told in seen.twins if not told["named"]] == []
    assert [told for told in seen.twins if told["first"] not in told["said"]] == []


@each_component
def test_what_a_pointer_does_the_keyboard_does(seen: Looked, component: str):
    if seen.pointed:
        assert seen.steered or seen.buttons, seen.handles


def test_unrolled_networks_side_by_side_point_at_the_same_step(bare: Page, tmp_path: Path):
    show(bare, drawings_of("unrolled")[0], tmp_path)
    bare.evaluate(BESIDE, {"key": "beside", "begin": 2})  # copies of steps 3 to 7, beside those of steps 1 to 5
    here, there = (bare.locator(f"{host} canvas") for host in ("#host", "#beside"))
    expect(there).to_have_attribute("aria-valuenow", "4")
    here.press("End")
    expect(there).to_have_attribute("aria-valuenow", "5")
    there.press("Home")
    expect(here).to_have_attribute("aria-valuenow", "3")
    here.press("Home")
    bare.evaluate(DRAWN)
    expect(here).to_have_attribute("aria-valuenow", "1")
    expect(there).to_have_attribute("aria-valuenow", "3")  # it has no copy of step 1


def test_a_sound_is_kept_for_others_to_draw(bare: Page, tmp_path: Path):
    (picture,) = drawings_of("sound")
    show(bare, picture, tmp_path)
    name = bare.evaluate(
        "async (name) => (await import('/components/lib/audio/sounds.js')).here(name).name", _name(picture)
    )
    assert name == _name(picture)


def test_each_chart_of_a_page_is_given_one_button(bare: Page, tmp_path: Path):
    (picture,) = drawings_of("chart_saving")
    show(bare, picture, tmp_path)
    assert bare.evaluate(POINTED_AT) == [picture.view["label"]]


def _name(picture: Drawing) -> str:
    facts, _ = picture.numbers.make(*picture.numbers.arguments)
    return facts["name"]
