"""The chatbot in a real browser: say something, point at a word of the answer, send the link on."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened


def test_what_is_said_is_answered_and_a_word_shows_where_it_was_looked_for(viewer: Callable[..., Page]):
    page = opened(viewer(), "/chatbot")
    picture = drawing(page, "conversation")
    field = page.get_by_test_id("stChatInputTextArea")
    field.fill("my friend Mia lives in Rome.")
    field.press("Enter")
    expect(picture.locator(".exchange")).to_have_count(3, timeout=PATIENCE)
    field.fill("who is my friend?")
    field.press("Enter")
    expect(picture.locator(".exchange")).to_have_count(4, timeout=PATIENCE)
    expect(picture.locator(".answer").last).to_contain_text("Mia lives in Rome.")
    word = picture.locator("[data-answer='3.0']")
    word.hover()
    expect(picture.locator(".tale")).to_contain_text("1 / 6saysMia")
    expect(picture.locator("[data-said='2.2']")).to_have_attribute("style", re.compile("background-color"))
    expect(picture.locator(".said.pale")).to_have_count(2)  # what was said before the last two
    word.click()
    page.wait_for_url(re.compile(r"[?&]cursor=3\.0\.\d+"), timeout=PATIENCE)

    other = opened(viewer(color_scheme="dark"), page.url)
    again = drawing(other, "conversation")
    expect(again.locator(".exchange")).to_have_count(4, timeout=PATIENCE)
    expect(again.locator("[data-answer='3.0']")).to_have_class(re.compile("cursor"))
    again.locator(".sheet").focus()
    other.keyboard.press("ArrowRight")
    expect(again.locator(".tale")).to_contain_text("2 / 6sayslives")


def test_a_network_without_attention_has_one_vector(page: Page):
    opened(page, "/chatbot?run=shipped-chatbot.none")
    picture = drawing(page, "conversation")
    expect(picture.locator(".tale")).to_contain_text("sees one vector")
    picture.locator("[data-answer='1.1']").hover()
    expect(picture.locator(".tale")).to_contain_text("2 / ")
