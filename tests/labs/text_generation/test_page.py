"""The page that writes: its link, its sliders, its three pictures, and what cannot be written."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from core.runs.store import RunStore
from tests import pictures
from tests.reading import complaints
from tests.test_contract import opened

LAB = lab_of("text_generation")
SHIPPED = "shipped-text_generation"


def shown(app: AppTest, picture: str) -> tuple[dict, dict]:
    assert complaints(app) == []
    return pictures.shown(app, f"{picture}:in_view")


def test_it_opens_on_a_text_many_futures_and_an_example():
    app = opened(LAB)
    header, _ = shown(app, "playback")
    assert "".join(header["tokens"]).startswith("The ")
    assert header["ended"]
    _, arrays = shown(app, "fan")
    assert arrays["rows"].shape[0] == 40
    header, _ = shown(app, "taught")
    assert "".join(header["tokens"][:-1]) == LAB.examples[0]


def test_the_sliders_change_what_is_written_and_how():
    calm, _ = shown(opened(LAB, temperature="0.05", writing_seed="3"), "playback")
    wild, _ = shown(opened(LAB, temperature="2.5", top_k="0", top_p="1.0", writing_seed="3"), "playback")
    assert calm["tokens"] != wild["tokens"]
    assert [setting.get("value") for setting in wild["settings"]] == [None, 2.5, None, None]


def test_a_link_restores_beginning_seed_step_and_number_of_futures():
    link = {"text": "Return ", "writing_seed": "7", "cursor": "12", "futures": "20", "taught": "It is a list."}
    app = opened(LAB, **link)
    header, _ = shown(app, "playback")
    assert "".join(header["tokens"]).startswith("Return ")
    assert (header["given"], header["step"]) == (7, 12)
    header, arrays = shown(app, "fan")
    assert (header["playing"], header["prefix"], arrays["rows"].shape[0]) == (7, "Return ", 20)
    assert "".join(shown(app, "taught")[0]["tokens"][:-1]) == "It is a list."


def test_the_text_above_is_one_of_the_futures_and_is_marked_among_them():
    app = opened(LAB, writing_seed="5")
    text = "".join(shown(app, "playback")[0]["tokens"][4:]).removesuffix("⟨EOS⟩")
    header, arrays = shown(app, "fan")
    assert (header["seed"], header["playing"]) == (0, 5)
    [k] = np.flatnonzero(arrays["seeds"].round() == 5)
    row = arrays["rows"][k].round().astype(int)
    assert "".join(header["labels"][n] for n in row).removesuffix("⟨EOS⟩") == text


def test_an_empty_beginning_lets_the_network_begin():
    app = opened(LAB)
    app.text_input(key="text").set_value("").run()
    header, _ = shown(app, "playback")
    assert (header["given"], header["start"]) == (0, "⟨BOS⟩")


def test_earlier_in_training_it_is_more_surprised():
    losses = [
        shown(opened(LAB, step=str(point.step)), "taught")[0]["loss"] for point in RunStore().checkpoints(SHIPPED)[::5]
    ]
    assert losses == sorted(losses, reverse=True)
    assert losses[0] > 3
    assert losses[-1] < 2


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"text": "汉字"}, "never saw 字 汉"),
        ({"text": "x" * 5_000}, "5,120 characters are too many"),
        ({"taught": "☃"}, "never saw ☃"),
        ({"cursor": "here"}, "not 1 numbers"),
        ({"top_p": "0"}, "top_p cannot be '0'"),
        ({"words": "1"}, "words cannot be '1'"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_link_that_cannot_be_used_gets_one_sentence(link, words):
    app = opened(LAB, **link)
    [said] = complaints(app)
    assert words in said
    assert app.title[0].value == LAB.question


def test_a_sentence_that_cannot_be_taught_leaves_the_writing_standing():
    app = opened(LAB)
    app.text_input(key="taught").set_value("").run()
    assert complaints(app) == ["There is nothing to read. Type at least one character."]
    assert app.get_by_key("playback:in_view")


def test_a_beginning_that_cannot_be_read_leaves_the_example_standing():
    app = opened(LAB, text="汉字")
    [said] = complaints(app)
    assert "never saw" in said
    assert app.get_by_key("taught:in_view")
