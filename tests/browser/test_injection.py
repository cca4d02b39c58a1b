"""What stands in a link or is typed is data: whatever it says, it becomes no picture, no link, and no request."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

from core.lab import Lab
from dashboard.frame.names import names_of
from tests.browser.looking import settled
from tests.browser.openings import Opening
from tests.browser.test_journeys import PATIENCE, each_lab, some_labs
from tests.serving import serve

HOST = "stranger.invalid"
MARKED = "coloured by a stranger"
TEXT = (
    f"![x](http://{HOST}/image.png) [log in again](http://{HOST}/) <img src=http://{HOST}/tag>"
    f" <b onmouseover=alert(1)>b</b> $\\frac{{1}}{{98765}}$ :red[{MARKED}] \u202ereversed :material/login:"
    f" http://{HOST}/bare www.{HOST} me@{HOST}"
)
"""An image, links, HTML, LaTeX, a colour mark, a sign that turns the direction, a symbol, addresses without marks."""

FILE = (
    f"![x](www.{HOST}) <img src=www.{HOST}> <b onmouseover=alert(1)>b<b> $\\frac{{1}}{{98765}}$"
    f" :red[{MARKED}] me@{HOST}"
)
"""The same in the letters that the name of a file may have."""

CONTENT = b"a cat\tein Hund\n" * 40
"""What some labs read and others refuse with a sentence that names the file."""

RUNS = {"run", "beside", "step"}
"""Names on which a page stops that cannot read them: a second link leaves them out."""

MADE = """([host, marked]) => {
  const within = (root) => [...root.querySelectorAll('*')].flatMap((node) =>
    node.shadowRoot ? [node, ...within(node.shadowRoot)] : [node])
  const names = ['src', 'href', 'srcset', 'action', 'poster', 'data', 'onmouseover']
  const reaches = (node) => [...node.attributes].some(({ name, value }) =>
    names.includes(name) && (value.includes(host) || value.includes('alert')))
  const alone = ({ childElementCount, textContent }) => !childElementCount && [marked, 'login'].includes(textContent)
  const typeset = (node) => node.matches('.katex') && node.textContent.includes('98765')
  return within(document).filter((node) => reaches(node) || alone(node) || typeset(node))
    .map((node) => node.outerHTML)
}"""
"""Elements of a page that such a text has become."""


def test_the_same_text_unescaped_is_found_in_every_part(browser: Browser, tmp_path: Path):
    (tmp_path / "app.py").write_text(f"import streamlit as st\nst.title('x')\nst.markdown({TEXT!r})\n")
    with serve("app.py", tmp_path, tmp_path) as address:
        page = browser.new_page()
        page.route(f"**/*{HOST}/**", lambda route: route.abort())
        page.goto(address)
        page.get_by_text("reversed").wait_for(timeout=PATIENCE)
        made = "\n".join(page.evaluate(MADE, [HOST, MARKED]))
        page.close()
    for part in ("image.png", "log in again", MARKED, "katex", ">login<", "/bare", "www.", "mailto:"):
        assert part in made


@each_lab
def test_a_link_what_is_typed_and_the_name_of_a_file_make_no_element_and_no_request(
    turned: Callable[[str], Opening], lab: Lab
):
    page = opened_by(turned, lab, set(names_of(lab)) - RUNS)
    for uploader in page.locator("input[type=file]").all():  # in the panel, in the page, and where an expander is shut
        ending = (uploader.get_attribute("accept") or ".txt").split(",")[0].strip()
        uploader.set_input_files({"name": FILE + ending, "mimeType": "text/plain", "buffer": CONTENT})
        settled(page)
        assert page.evaluate(MADE, [HOST, MARKED]) == []
    boxes = page.get_by_test_id("stMain").locator("[data-testid=stTextInput] input, textarea")
    for number in range(boxes.count()):
        box = boxes.nth(number)
        if box.is_visible() and box.is_enabled():
            box.fill(TEXT)
            box.press("Control+Enter")
            settled(page)
            assert page.evaluate(MADE, [HOST, MARKED]) == []


@some_labs
def test_a_link_to_a_run_makes_no_element_and_no_request(turned: Callable[[str], Opening], lab: Lab):
    opened_by(turned, lab, RUNS)


def opened_by(turned: Callable[[str], Opening], lab: Lab, names: set[str]) -> Page:
    """The page of a lab, opened by a link in which the text stands for each of these names."""
    link = dict.fromkeys([*names - {"lang"}, TEXT], TEXT)
    page = turned(f"/{lab.key}?{urlencode(link)}").page
    settled(page)
    assert page.evaluate(MADE, [HOST, MARKED]) == []
    return page
