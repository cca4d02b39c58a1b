"""Uploading a network: it becomes a run on which the page's pictures and closer looks work, or gets one sentence."""

from __future__ import annotations

import json

import pytest
import safetensors.torch
import torch
from streamlit.testing.v1 import AppTest
from torch import nn

from core.course import lab_of
from core.labs.gates import concepts, saturation
from tests.reading import complaints, letters
from tests.test_contract import opened

GATES = lab_of("gates")
CHARACTERS = "\n" + "".join(map(chr, range(32, 127)))


@pytest.fixture(autouse=True)
def short_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks that read thousands of characters, not a million."""
    monkeypatch.setattr(concepts, "NUMBERS", 256 * 12_000)
    monkeypatch.setattr(saturation, "LENGTH", 50)


def weights(tokens: int) -> bytes:
    torch.manual_seed(0)
    parts = {"emb": nn.Embedding(tokens, 8), "rnn": nn.GRU(8, 12, 2), "head": nn.Linear(12, tokens)}
    return safetensors.torch.save(nn.ModuleDict(parts).state_dict())


def uploaded(tokens: str = CHARACTERS, content: bytes | None = None) -> AppTest:
    app = opened(GATES, look="own")
    content = weights(len(tokens)) if content is None else content
    app.file_uploader(key="own_weights").set_value(("mine.safetensors", content, ""))
    vocabulary = json.dumps(list(tokens)).encode()
    app.file_uploader(key="own_vocabulary").set_value(("v.json", vocabulary, "application/json"))
    return app.run()


@pytest.fixture(scope="module")
def inspected() -> AppTest:
    """The page after the upload was put under the microscope."""
    app = uploaded()
    return app.button(key="inspect").click().run()


def test_upload_is_reported_tensor_by_tensor_before_it_is_inspected():
    app = uploaded()
    [said] = complaints(app)
    assert "guessing evenly takes 6.6" in said  # log₂ 96 bits: nobody has trained it
    assert "GRU; layers: 2, units in each: 12, tokens: 96" in app.success[0].value
    taken = app.dataframe[0].value
    assert list(taken.iloc[0]) == ["emb.weight", "96 × 8", "embedding, one row per token"]
    assert list(taken.iloc[-1]) == ["head.bias", "96", "output: bias"]


def test_uploaded_network_comes_under_the_microscope_as_a_run_that_cannot_be_trained(inspected):
    assert [said for said in complaints(inspected) if "guessing evenly" not in said] == []
    run_id = inspected.query_params["run"]
    assert inspected.get_by_key("microscope:in_view") is not None
    assert "mine.safetensors" in letters(inspected.menu_button(key="run_choice").label)
    assert inspected.button(key="play").disabled
    assert inspected.button(key=f"reset:{run_id}:0").disabled


@pytest.mark.parametrize("look", ["concepts", "surgery", "connectivity", "saturation", "map"])
def test_closer_looks_work_on_it(inspected, look):
    app = opened(GATES, look=look, run=inspected.query_params["run"], text="def f(x):\n")
    assert complaints(app) == []


def test_it_writes(inspected):
    app = opened(GATES, run=inspected.query_params["run"], mode="write", text="def f(x):\n")
    assert complaints(app) == []


def test_network_without_line_ends_gets_a_text_that_it_can_read():
    app = uploaded("abcdefghijklmnopqrstuvwxyz_.")
    app = app.button(key="inspect").click().run()
    assert [said for said in complaints(app) if "guessing evenly" not in said] == []
    assert set(app.text_area(key="text").value) <= set("abcdefghijklmnopqrstuvwxyz_.")


def test_network_of_another_script_cannot_be_judged_on_code_and_says_so():
    app = uploaded("你好世界天地玄黄宇宙洪荒")
    app = app.button(key="inspect").click().run()
    assert complaints(app) == []
    [said] = complaints(opened(GATES, look="concepts", run=app.query_params["run"], text="你好"))
    assert "0 of its held-out characters" in said


def test_file_that_is_no_state_dict_gets_one_sentence_and_the_page_goes_on():
    app = uploaded(content=b"PK\x03\x04 what torch.save writes")
    [said] = complaints(app)
    assert "is a pickle" in said
    assert app.get_by_key("microscope:in_view") is not None
