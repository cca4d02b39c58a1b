"""The plane of codes in a real browser: drag the point, steer it, walk on; the link says where it stands."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened


def test_point_is_dragged_and_steered_and_its_picture_follows_without_a_round_trip(page: Page):
    opened(page, "/autoencoders")
    picture = drawing(page, "latent")
    stage, code = picture.locator(".stage"), picture.locator(".code")
    box = stage.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 0.9 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.25 * box["height"], steps=4)
    expect(code).to_have_text(re.compile(r"c = \(−?0\.0\d, 1\.5\d\)"))
    page.mouse.up()
    for thrown in (1, 2):
        picture.get_by_role("button", name="A random code from N(0, I)").click()
        expect(picture.locator(".thrown")).to_have_text(re.compile(rf"\d of {thrown} random codes recognised"))
    stage.focus()
    page.keyboard.press("Home")
    expect(code).to_have_text("c = (0.00, 0.00)")
    expect(picture.locator(".original")).to_have_class(re.compile("none"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(code).to_have_text(re.compile(r"c = \(0\.0[1-9], 0\.0[1-9]\)"))
    expect(page).to_have_url(re.compile(r"cursor=510\.510\.0"), timeout=PATIENCE)
    expect(stage).to_have_attribute("aria-valuetext", re.compile("ecognised"))


def test_viewer_walks_through_held_out_pictures_and_hides_what_is_in_the_way(page: Page):
    opened(page, "/autoencoders?run=shipped-autoencoders.eight")
    picture = drawing(page, "latent")
    before = picture.locator(".code").text_content()
    picture.get_by_role("button", name="The next held-out picture").click()
    expect(picture.locator(".original figcaption")).to_contain_text("Held-out picture 3 (4)")
    expect(picture.locator(".code")).not_to_have_text(before or "")
    expect(page).to_have_url(re.compile(r"cursor=\d+\.\d+\.3"), timeout=PATIENCE)
    for name in ("decoded", "nothing recognised", "held-out pictures"):
        switch = picture.get_by_role("button", name=name, exact=True)
        switch.click()
        expect(switch).to_have_attribute("aria-pressed", "false")
