"""What a viewer takes home through a browser, and brings back."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.looking import settled
from tests.browser.saving import SVG
from tests.browser.test_journeys import PATIENCE, opened, until


def fetched(page: Page, button, folder: Path) -> Path:
    with page.expect_download(timeout=PATIENCE) as begun:
        button.click()
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    return path


def test_a_run_is_saved_and_opened_again_and_its_charts_are_saved_as_svg(page: Page, tmp_path: Path):
    opened(page, "slot_filling")
    settled(page)
    page.locator(".st-key-take_home button").click()
    run = fetched(page, page.locator(".st-key-save_run button"), tmp_path)
    assert run.name == "unrolled-slot_filling-shipped.zip"
    assert "README.txt" in zipfile.ZipFile(run).namelist()
    film = fetched(page, page.locator(".st-key-save_film button").first, tmp_path)
    assert film.read_bytes().startswith(b"GIF89a")
    page.keyboard.press("Escape")
    page.get_by_text("Open a run from a file").click()
    page.locator("[data-testid=stFileUploader] input[type=file]").first.set_input_files(run)
    expect(page.get_by_text("There it was the run shipped-slot_filling.")).to_be_visible(timeout=PATIENCE)
    chart = page.locator(".stVegaLiteChart").first
    frame = chart.locator("xpath=ancestor::*[@data-testid='stFullScreenFrame'][1]")  # its own, not another chart's
    until(page, lambda: (page.mouse.move(900, 700), chart.hover(), frame.locator(".save-svg").count())[-1])
    with page.expect_download(timeout=PATIENCE) as begun:  # it is hidden again as soon as the chart moves away
        frame.locator(".save-svg").dispatch_event("click")
    assert begun.value.suggested_filename.startswith("unrolled-slot_filling-train_loss_curve")
    drawing = ET.parse(begun.value.path()).getroot()
    assert drawing.tag == f"{SVG}svg"
    assert "training step" in "".join(drawing.itertext())
