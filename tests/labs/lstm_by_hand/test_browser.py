"""The LSTM by hand in a real browser: walk to the 7, turn a gate, and send the link on."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_journeys import PATIENCE, drawing, opened


def numbers(page: Page, quantity: str) -> Locator:
    """What the table says of a quantity, one element a step."""
    return page.locator(f".by_hand tr.{quantity} td > *")


def chip(page: Page, label: str) -> Locator:
    """The equation's number under a symbol."""
    return page.locator(".by_hand .equation .term").filter(has=page.get_by_text(label, exact=True)).locator("output")


def test_the_seven_is_found_a_gate_is_turned_and_the_link_restores_it(viewer: Callable[..., Page]):
    page = opened(viewer(), "/lstm_by_hand")
    drawing(page, "by_hand")
    expect(numbers(page, "cell_state")).to_have_text(["3", "7", "7", "7", "0"])
    forward = page.get_by_role("button", name="One step forward")
    result = page.locator(".by_hand .equation").nth(1).locator("output").first
    for expected in ("0", "0", "0", "7", "0"):
        expect(result).to_have_text(expected)
        if expected == "7":
            expect(page.get_by_text("Step 4 of 5")).to_be_visible()
        if forward.is_enabled():
            forward.click()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Step 4 of 5")).to_be_visible()

    page.get_by_role("switch", name="input gate at step 4").click()
    expect(numbers(page, "cell_state")).to_have_text(["3", "7", "7", "8", "0"], timeout=PATIENCE)
    expect(result).to_have_text("8")
    page.locator(".by_hand [data-part='f']").last.click()
    expect(numbers(page, "cell_state")).to_have_text(["3", "7", "7", "1", "0"], timeout=PATIENCE)
    page.wait_for_url(lambda url: "step=4" in url and "input_gate" in url, timeout=PATIENCE)

    page.get_by_role("button", name="Share").click()
    link = page.get_by_test_id("stCode").inner_text().strip()
    other = opened(viewer(locale="zh-CN"), link)
    drawing(other, "by_hand")
    expect(numbers(other, "cell_state")).to_have_text(["3", "7", "7", "1", "0"], timeout=PATIENCE)
    expect(other.locator(".by_hand .now .step")).to_have_text("4")


def test_weights_move_the_gates_and_a_typed_input_is_read(page: Page):
    opened(page, "/lstm_by_hand?gates=weights")
    drawing(page, "by_hand")
    expect(numbers(page, "cell_state").nth(1)).to_have_text("0.67")
    page.get_by_role("spinbutton", name="forget gate: weight b").fill("-30")
    page.keyboard.press("Tab")
    expect(numbers(page, "forget_gate").nth(1)).to_have_text("0.00", timeout=PATIENCE)
    page.wait_for_url(lambda url: "forget_b=-30" in url, timeout=PATIENCE)
    page.get_by_role("textbox", name="input at step 2").fill("0")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Inputs")).to_have_value("3 0 2 1 3", timeout=PATIENCE)
    expect(numbers(page, "cell_state").nth(1)).to_have_text("0.00", timeout=PATIENCE)
