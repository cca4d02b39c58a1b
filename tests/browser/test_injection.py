"""What stands in a link or is typed is data: whatever it says, it becomes no picture, no link, and no request."""

from __future__ import annotations

from urllib.parse import urlencode

from playwright.sync_api import Page

from core.lab import Lab
from dashboard.frame.names import names_of
from tests.browser.looking import settled
from tests.browser.test_journeys import each_lab, opened, some_labs

HOST = "stranger.invalid"
TEXT = (
    f"![x](http://{HOST}/image.png) [log in again](http://{HOST}/) <img src=http://{HOST}/tag>"
    rf" <b onmouseover=alert(1)>b</b> $\frac{{a}}{{b}}$ :red[red] \u202ereversed :material/login: http://{HOST}/bare"
)
"""An image, links, HTML, LaTeX, a colour mark, a sign that turns the direction, a symbol."""

RUNS = {"run", "beside", "step"}
"""Names on which a page stops that cannot read them: a second link leaves them out."""

MADE = """(host) => {
  const within = (root) => [...root.querySelectorAll('*')].flatMap((node) =>
    node.shadowRoot ? [node, ...within(node.shadowRoot)] : [node])
  const reaches = (node) => [...node.attributes].some(({ name, value }) =>
    ['src', 'href', 'srcset', 'action', 'poster', 'data'].includes(name) && value.includes(host))
  const coloured = (node) => node.style.color === 'red'
  return within(document).filter((node) => reaches(node) || coloured(node) || node.hasAttribute('onmouseover'))
    .map((node) => node.outerHTML.slice(0, 200))
}"""
"""Elements of a page that such a text has become."""


@some_labs
def test_a_link_makes_no_element_and_no_request(page: Page, lab: Lab):
    check(page, lab, set(names_of(lab)))


@each_lab
def test_a_link_that_names_no_run_makes_no_element_and_no_request(page: Page, lab: Lab):
    check(page, lab, set(names_of(lab)) - RUNS)


def check(page: Page, lab: Lab, names: set[str]) -> None:
    link = dict.fromkeys([*names - {"lang"}, TEXT], TEXT)
    opened(page, f"/{lab.key}?{urlencode(link)}")
    settled(page)
    assert page.evaluate(MADE, HOST) == []


@each_lab
def test_a_text_that_is_typed_makes_no_element_and_no_request(page: Page, lab: Lab):
    opened(page, f"/{lab.key}")
    settled(page)
    boxes = page.get_by_test_id("stMain").locator("[data-testid=stTextInput] input, textarea")
    for number in range(boxes.count()):
        box = boxes.nth(number)
        if box.is_visible() and box.is_enabled():
            box.fill(TEXT)
            box.press("Control+Enter")
            settled(page)
            assert page.evaluate(MADE, HOST) == []
