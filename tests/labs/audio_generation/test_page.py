"""The page of the WaveNet: what a viewer chooses, sees and hears."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from tests.dashboard.test_bad_input import complaints
from tests.pictures import shown
from tests.test_contract import opened

LAB = lab_of("audio_generation")
PICTURE = "wavenet:in_view"
VOWELS = "shipped-audio_generation.vowels"


def said(app: AppTest) -> str:
    assert not app.exception
    assert not app.error
    texts = [element.value for element in (*app.caption, *app.markdown, *app.info, *app.success)]
    return "\n".join(texts).replace("\\", "")  # what keeps a dot from being Markdown


def test_the_sound_comes_with_what_was_believed_and_what_is_heard():
    app = opened(LAB)
    header, arrays = shown(app, PICTURE)
    assert header["field"] == 1 + sum(header["dilations"]) == 64
    assert header["cursor"] >= header["field"]
    assert arrays["probability"].shape == (1_500, 64)
    assert arrays["gated"].shape == (6, 1_500)
    assert "drawn_from" not in arrays
    assert len(arrays["heard"]) == 4 * 1_500
    assert "a Markov chain that knows the last one needs" in said(app)
    assert "from the 220.0 Hz that it was asked for" in said(app)


def test_sliders_bring_what_they_leave():
    app = opened(LAB, temperature="0.5", top_k="3", samples="300")
    _, arrays = shown(app, PICTURE)
    assert ((arrays["drawn_from"] > 1e-4).sum(1) <= 3).all()


def test_another_kind_another_sound():
    app = opened(LAB, sounding="3")
    assert "from the 440.0 Hz that it was asked for" in said(app)


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"dice": "99999"}, "dice cannot be"),
        ({"sounding": "77"}, "sounding cannot be"),
        ({"samples": "9"}, "samples cannot be"),
        ({"data": "song"}, "data cannot be"),
        ({"cursor": "1.2"}, "cursor"),
    ],
)
def test_link_that_cannot_be_used_gets_one_sentence_and_the_page_goes_on(link, words):
    app = opened(LAB, **link)
    [complaint] = complaints(app)
    assert words in complaint
    assert shown(app, PICTURE)[0]["field"] == 64


def test_kinds_are_told_apart_beside_who_cannot_know():
    app = opened(LAB, look="kinds", run=VOWELS)
    header, arrays = shown(app, "kinds")
    assert len(header["sounds"]) == len(arrays["wave"]) == 15
    assert sum(sound["right"] for sound in header["sounds"]) >= 10
    table = app.dataframe[0].value
    assert table["network"].tolist() == ["this network", "untrained", "trained, not told", "held-out sounds"]
    shares = [float(share.rstrip("%")) for share in table["right vowel"]]
    assert shares[0] > shares[1] < shares[3]
    assert shares[0] > shares[2]
    assert shares[3] == 100


def test_every_checkpoint_is_heard():
    app = opened(LAB, look="learning", samples="400")
    header, arrays = shown(app, "learning:shipped-audio_generation")
    steps = [sound["step"] for sound in header["sounds"]]
    assert steps[0] == 0
    assert steps[-1] == 1_500
    assert len(arrays["heard"]) == len(steps) == 12


def test_looks_at_field_gates_bits_and_race_say_what_they_found():
    app = opened(LAB, look="field")
    assert "Not 0 at 64 of the 64 samples in reach" in said(app)
    assert "65 back, moves none" in said(app)
    assert [column.tolist() for _, column in app.dataframe[0].value[["3 cycles", "1 + 3 Σ d"]].items()] == [
        [f"{1 + 3 * (2**layers - 1):,}" for layers in range(1, 11)]
    ] * 2
    app = opened(LAB, look="gates", gate_layer="6")
    assert "of layer 6 (d = 32)" in said(app)
    assert len(app.main.get("vega_lite_chart")) == 4
    app = opened(LAB, look="bits")
    assert "evenly among 64 levels it is 6.00" in said(app)
    app = opened(LAB, look="kept")
    assert "all their distributions agree to the last bit" in said(app)


def test_a_network_that_is_not_told_offers_no_kinds():
    app = opened(LAB, run="shipped-audio_generation.vowels_untold")
    assert complaints(app) == []
    with pytest.raises(KeyError):
        app.get_by_key("sounding_choice")
