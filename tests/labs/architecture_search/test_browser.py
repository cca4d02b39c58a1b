"""Architecture search in a real browser: write another word, take a child by key, send the link on."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened


def test_another_word_is_written_and_a_child_is_taken_by_key(page: Page):
    opened(page, "/architecture_search?design=1%2C+16%2C+tanh%2C+0.01%2C+adam")
    picture = drawing(page, "designing")
    tale = picture.locator(".tale")
    expect(tale).to_contain_text("Your description.")
    picture.get_by_role("radio", name="optimizer sgd").click()
    expect(picture.locator(".column .chosen b")).to_have_text(["1", "16", "tanh", "0.01", "sgd"], timeout=PATIENCE)
    page.wait_for_url(lambda url: "sgd" in url, timeout=PATIENCE)
    picture.get_by_role("slider").focus()
    page.keyboard.press("Home")
    expect(tale).to_contain_text("Child 1.", timeout=PATIENCE)
    page.wait_for_url(lambda url: "cursor=0" in url and "design" not in url, timeout=PATIENCE)
    expect(picture.locator(".advantage")).to_contain_text("A = R − b =")
    picture.get_by_role("button", name="Follow the controller").click()
    expect(tale).to_contain_text("Child 300.", timeout=PATIENCE)
    page.wait_for_url(lambda url: "cursor" not in url, timeout=PATIENCE)
