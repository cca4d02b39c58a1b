"""How the numbers of a picture reach a browser: once, and again when the server has let go of them."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened

NUMBERS = re.compile(r"/assets/numbers/")


def test_a_click_needs_no_numbers_again_and_a_second_viewer_gets_the_same(viewer: Callable[..., Page]):
    asked: list[list[str]] = []
    for page in (viewer(), viewer()):
        mine: list[str] = []

        def note(request: Request, mine: list[str] = mine) -> None:
            if NUMBERS.search(request.url):
                mine.append(request.url)

        page.on("request", note)
        picture = drawing(opened(page, "/translation"), "alignment")
        drawing(page, "birth")
        before = list(mine)
        picture.locator(".line.target .tokens span").nth(3).click()
        page.wait_for_url(re.compile(r"[?&]cursor=3"), timeout=PATIENCE)
        expect(picture.locator(".tale .step")).to_have_text(re.compile(r"^4 / "))
        assert set(mine) == set(before)
        asked.append(before)
    assert len(asked[0]) == len(set(asked[0])), "fetched once each"
    assert set(asked[0]) == set(asked[1])


def test_numbers_that_are_gone_are_asked_for_and_the_picture_comes(browser: Browser, app: str):
    context = browser.new_context(base_url=app)
    page = context.new_page()
    gone: list[str] = []

    def lose(route: Route) -> None:
        if gone.count(route.request.url) < 2:
            gone.append(route.request.url)
            return route.fulfill(status=404)
        return route.continue_()

    page.route(NUMBERS, lose)
    drawing(opened(page, "/translation"), "alignment")
    assert gone
    context.close()
