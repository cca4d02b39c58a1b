"""A viewer watches a picture being painted, stops it, scrubs it, picks another, draws one and lets the network go
on.
"""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened


def painted(picture: Locator) -> int:
    """How many pixels of the large picture are on the canvas: those that are not transparent."""
    return picture.locator(".easel canvas").evaluate("""(canvas) => {
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
            let count = 0
            const side = canvas.width / 8
            for (let row = 0; row < 8; row++)
                for (let column = 0; column < 8; column++) {
                    const [y, x] = [row, column].map((at) => Math.round((at + 0.5) * side))
                    count += data[4 * (y * canvas.width + x) + 3] > 200
                }
            return count
        }""")


def pixel(picture: Locator) -> int:
    return int(re.search(r"\d+", picture.locator(".controls output").inner_text())[0])


def test_play_paints_pause_stops_and_the_slider_goes_back(page: Page):
    picture = drawing(opened(page, "/image_generation"), "painting")
    expect(picture.locator(".controls output")).to_have_text("Pixel 64 of 64", timeout=PATIENCE)
    assert painted(picture) == 64
    picture.get_by_label("Speed").select_option("4")
    picture.get_by_role("button", name="Play").click()
    page.wait_for_function(
        "(output) => parseInt(output.textContent.match(/\\d+/)[0]) >= 3 &&"
        " parseInt(output.textContent.match(/\\d+/)[0]) < 60",
        arg=picture.locator(".controls output").element_handle(),
        timeout=PATIENCE,
    )
    picture.get_by_role("button", name="Pause").click()
    stopped = pixel(picture)
    assert painted(picture) == stopped < 60
    page.wait_for_url(re.compile(r"[?&]cursor=\d\.\d"), timeout=PATIENCE)
    page.wait_for_timeout(1000)
    assert pixel(picture) == stopped
    picture.get_by_role("slider").fill("9")
    assert (pixel(picture), painted(picture)) == (10, 10)
    page.wait_for_url(re.compile(r"[?&]cursor=1\.1"), timeout=PATIENCE)


def test_space_plays_and_arrows_go_by_pixel_and_by_row(page: Page):
    picture = drawing(opened(page, "/image_generation?cursor=3.3"), "painting")
    expect(picture.locator(".controls output")).to_have_text("Pixel 28 of 64", timeout=PATIENCE)
    picture.locator(".easel canvas").focus()
    for key, there in (
        ("ArrowRight", 29),
        ("ArrowUp", 21),
        ("ArrowLeft", 20),
        ("ArrowDown", 28),
        ("Home", 1),
        ("End", 64),
    ):
        page.keyboard.press(key)
        assert pixel(picture) == there
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    expect(picture.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press(" ")
    expect(picture.get_by_role("button", name="Play")).to_be_visible()


def test_pointing_at_a_pixel_tells_of_it_and_picking_another_picture_shows_it_large(page: Page):
    picture = drawing(opened(page, "/image_generation"), "painting")
    picture.locator(".easel canvas").hover(position={"x": 5, "y": 5})
    expect(picture.locator(".verdict")).to_contain_text("Row 1, column 1")
    before = picture.locator(".easel canvas").screenshot()
    picture.get_by_role("button", name="6 5", exact=True).click()
    page.wait_for_url(re.compile(r"[?&]picture=5"), timeout=PATIENCE)
    expect(picture.get_by_role("button", name="6 5", exact=True)).to_have_attribute(
        "aria-pressed", "true", timeout=PATIENCE
    )
    assert picture.locator(".easel canvas").screenshot() != before


def test_what_a_viewer_draws_is_completed_and_stands_in_the_link(page: Page):
    opened(page, "/image_generation?look=complete&begin=draw")
    board = drawing(page, "painting_board")
    canvas = board.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    side = box["width"] / 8
    page.mouse.move(box["x"] + 3.5 * side, box["y"] + 0.5 * side)
    page.mouse.down()
    page.mouse.move(box["x"] + 3.5 * side, box["y"] + 3.5 * side, steps=3)
    page.mouse.up()
    page.wait_for_url(re.compile(r"[?&]drawing=\.\.\.g\.{7}g\.{7}g\.{7}g\.+"), timeout=PATIENCE)
    expect(page.locator("[class*='st-key-painting_gallery'] .sheet canvas")).to_be_visible(timeout=PATIENCE)
    board.get_by_role("button", name="Undo").click()
    page.wait_for_url(lambda address: "drawing=" not in address, timeout=PATIENCE)
