"""The translator's page in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened, time_travel


def test_a_frame_of_the_film_turns_pictures_slider_and_link_to_its_step(page: Page):
    opened(page, "/translation")
    film = drawing(page, "birth")
    frame = film.locator(".strip button").nth(3)
    step = frame.locator("b").inner_text()
    frame.click()
    page.wait_for_url(re.compile(rf"[?&]step={step}(&|$)"), timeout=PATIENCE)
    expect(time_travel(page)).to_have_attribute("aria-valuetext", step, timeout=PATIENCE)
