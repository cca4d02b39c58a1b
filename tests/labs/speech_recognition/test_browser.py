"""Listening with the decoder, in a real browser: what is clicked is played, what is typed is heard, and a sound is
fetched once.
"""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, Response, WebSocket, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened


def picture(page: Page) -> Locator:
    """The picture of hearing, once it is drawn."""
    return drawing(page, "hearing").locator("section").first


def stretch_told(heard: Locator) -> list[float]:
    """From where to where the token under the cursor heard, as its line says."""
    return [float(number) for number in re.findall(r"\d+\.\d+", heard.locator(".stretch").inner_text())]


def test_a_clicked_token_plays_the_stretch_that_it_heard_and_stands_in_the_link(page: Page):
    heard = picture(opened(page, "/speech_recognition"))
    heard.locator(".output span").nth(3).click()
    expect(heard).to_have_attribute("data-heard", re.compile(r"\d"), timeout=PATIENCE)
    played = [float(second) for second in heard.get_attribute("data-heard").split()]
    for second, told in zip(played, stretch_told(heard), strict=True):
        assert abs(second - told) <= 0.006
    assert 0.1 < played[1] - played[0] < 1
    page.wait_for_url(re.compile(r"cursor=3\.\d+"), timeout=PATIENCE)


def test_space_plays_the_whole_sound_and_arrow_keys_move(page: Page):
    heard = picture(opened(page, "/speech_recognition"))
    heard.locator(".stage").focus()
    page.keyboard.press("ArrowRight")
    expect(heard.locator(".step")).to_have_text(re.compile(r"^2 /"))
    page.keyboard.press(" ")
    expect(heard).to_have_attribute("data-heard", re.compile(r"^0\.000 [1-9]"), timeout=PATIENCE)


def test_the_decoding_plays_token_by_token(page: Page):
    heard = picture(opened(page, "/speech_recognition"))
    heard.locator(".controls .play").click()
    expect(heard.locator(".output .ahead").first).to_be_attached(timeout=PATIENCE)
    later = re.compile(r"^([4-9]|1\d) /")  # a busy browser skips some
    expect(heard.locator(".step")).to_have_text(later, timeout=PATIENCE)


def test_what_is_typed_is_what_is_heard(page: Page):
    heard = picture(opened(page, "/speech_recognition"))
    before = heard.locator(".output").inner_text()
    sentence = page.get_by_role("textbox", name="Sentence to be said")
    sentence.fill("two two")
    sentence.press("Enter")
    expect(heard.locator(".output")).not_to_have_text(before, timeout=PATIENCE)
    expect(page.get_by_text("Right: “two two”.")).to_be_visible(timeout=PATIENCE)
    assert re.search(r"[?&]text=two(\+|%20)two", page.url), "and a link restores it"


def test_the_sound_is_fetched_once_and_never_sent_with_a_rerun(page: Page):
    sizes: list[int] = []
    fetched: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: sizes.append(len(frame)))

    def fetch(response: Response) -> None:
        if "/assets/numbers/" in response.url:
            fetched.append(int(response.headers["content-length"]))

    page.on("websocket", listen)
    page.on("response", fetch)
    heard = picture(opened(page, "/speech_recognition"))
    heard.locator(".output span").nth(2).click()
    page.wait_for_url(re.compile(r"cursor=2\.\d+"), timeout=PATIENCE)
    heard.locator(".output span").nth(4).click()
    page.wait_for_url(re.compile(r"cursor=4\.\d+"), timeout=PATIENCE)
    assert len([size for size in fetched if size > 50_000]) == 1, "the sound is the largest of what comes"
    assert sizes
    assert max(sizes) < 30_000
