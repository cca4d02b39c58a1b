"""Self-attention in a real browser: point at a token, enlarge a head, silence the heads that answer, send the link
on.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened


def test_token_is_followed_to_its_answer_and_the_link_restores_it(viewer: Callable[..., Page]):
    page = opened(viewer(), "/self_attention?text=KDQF")
    picture = drawing(page, "self_attention")
    expect(picture.locator(".said .right")).to_have_text(["K", "D", "Q", "F", "|"])
    tokens = picture.locator(".tokens span")
    tokens.nth(7).hover()
    expect(picture.locator(".tale")).to_contain_text("position 7: D")
    expect(picture.locator(".tale")).to_contain_text("says Q")
    expect(picture.locator(".tokens .sought")).to_have_text("Q")
    expect(picture.locator(".tokens .hidden")).to_have_count(2)
    expect(picture.locator("tr.cursor td").first).to_have_text("3 Q")
    expect(picture.locator(".arithmetic")).to_contain_text("q₇·k₃ / √8")
    expect(picture.locator(".multiples button.finds")).to_have_count(4)

    picture.get_by_role("button", name="layer 1 · head 1").click()
    expect(picture.get_by_role("heading", name="layer 1 · head 1: looks one back")).to_be_visible()
    tokens.nth(7).click()
    page.wait_for_url(lambda url: "cursor=7.0.0" in url, timeout=PATIENCE)

    other = opened(viewer(color_scheme="dark"), page.url)
    again = drawing(other, "self_attention")
    expect(again.locator(".tale")).to_contain_text("position 7: D")
    expect(again.locator(".multiples button[aria-pressed=true] small")).to_have_text("layer 1 · head 1")
    again.locator(".scroller").focus()
    other.keyboard.press("ArrowRight")
    expect(again.locator(".tale")).to_contain_text("position 8: Q")


def test_copier_without_the_heads_that_look_back_cannot_copy(page: Page):
    opened(page, "/self_attention?text=KDQFXB&look=silence&silenced=1.0+1.1+1.2+1.3")
    drawing(page, "self_attention")
    expect(page.get_by_text("with silenced heads")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("heading", level=3).locator("del").first).to_be_visible(timeout=PATIENCE)  # a wrong answer
    page.locator("[class*='st-key-network_choice']").get_by_role("button").first.click()  # opens the list of networks
    page.get_by_text("brackets: attention", exact=True).click()
    page.wait_for_url(lambda url: "shipped-self_attention.brackets" in url, timeout=PATIENCE)
    expect(drawing(page, "self_attention").locator(".said .right")).to_have_text(["]", ">", "}", ")"], timeout=PATIENCE)
