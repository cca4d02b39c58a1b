"""Every component, drawn in a bare page from a file with its numbers and one with its view: no Streamlit, no server."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

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


@pytest.mark.parametrize("component", declared())
def test_a_component_draws_without_streamlit(bare: Page, tmp_path: Path, component: str):
    for number, picture in enumerate(drawings_of(component)):
        show(bare, picture, tmp_path)
        if component == "sound":  # it is kept for others to draw
            name = bare.evaluate(
                "async (name) => (await import('/components/lib/audio/sounds.js')).here(name).name", _name(picture)
            )
            assert name == _name(picture)
            continue
        if component == "chart_saving":  # it draws nothing: it gives each chart of the page a button
            assert bare.evaluate(POINTED_AT) == [picture.view["label"]]
            continue
        seen = bare.evaluate(INKED)
        assert seen["height"] > 20
        assert seen["said"] or seen["inked"]
        assert seen["inked"] or not seen["canvases"]
        assert seen["gaps"] == []  # every field of a sentence is filled in
        if number == 0 and "saved" in picture.view:
            check_saved(bare)


def _name(picture: Drawing) -> str:
    facts, _ = picture.numbers.make(*picture.numbers.arguments)
    return facts["name"]
