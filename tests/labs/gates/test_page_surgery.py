"""The closer looks surgery and connectivity on the page of gates: what their controls and links do."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from tests import pictures
from tests.reading import complaints
from tests.test_contract import opened

GATES = lab_of("gates")
TEXT = 'print("one", "two")\n'


def rows(app: AppTest, key: str) -> list[dict]:
    return pictures.shown(app, key)[0]["rows"]


def shown(row: dict) -> str:
    return "".join(row["tokens"])


def test_a_clamp_parts_the_texts_and_all_after_the_first_difference_is_tinted():
    app = opened(
        GATES,
        look="surgery",
        text=TEXT,
        mode="write",
        writing_length="60",
        clamp="hidden_state",
        clamp_units="0.1.2.3.4.5.6.7",
        clamp_state="1.0",
        clamp_from="6",
    )
    assert complaints(app) == []
    untouched, held = rows(app, "surgery_texts")
    parted = untouched["marks"].index(1)
    assert shown(untouched)[:parted] == shown(held)[:parted]
    assert shown(untouched)[parted] != shown(held)[parted]
    assert parted >= len(TEXT)  # what was given stays, though the clamp begins inside it
    assert [value > 0 for value in held["values"]] == [k >= parted for k in range(len(held["values"]))]
    assert held["match"][0] == 6
    assert f"part at step {parted + 1}" in "".join(element.value for element in app.markdown)


def test_until_anything_is_chosen_units_are_held_that_the_network_misses():
    app = opened(GATES, look="surgery")
    assert len(app.multiselect(key="clamp_units_choice").value) == 16
    [told] = [element.value for element in app.markdown if "bits per character" in element.value]
    after, before = map(float, re.findall(r"\d+\.\d\d", told))
    assert after > before + 0.1


def test_without_a_choice_the_unit_and_the_step_of_the_cursor_are_clamped():
    app = opened(GATES, look="surgery", text=TEXT, cursor="9.0.17")
    assert app.multiselect(key="clamp_units_choice").value == [17]
    assert app.slider(key="clamp_from_choice").value == 10
    [row] = rows(app, "surgery_surprise")
    assert row["match"] == [9, len(TEXT)]
    assert max(map(abs, row["values"][:10])) == 0


def test_choices_go_into_the_link_and_an_empty_one_follows_the_cursor_again():
    app = opened(GATES, look="surgery", text=TEXT, cursor="9.0.17")
    app.multiselect(key="clamp_units_choice").set_value([3, 40]).run()
    app.slider(key="clamp_from_choice").set_value(4).run()
    assert complaints(app) == []
    assert app.query_params["clamp_units"] == "0.3.40"
    assert app.query_params["clamp_from"] == "3"
    app.multiselect(key="clamp_units_choice").set_value([]).run()
    assert "clamp_units" not in app.query_params
    assert app.multiselect(key="clamp_units_choice").value == [17]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"clamp": "reset_gate"}, "no 'reset_gate'"),
        ({"clamp_units": "0.9999"}, "clamp_units='0.9999'"),
        ({"clamp_units": "many"}, "clamp_units='many'"),
        ({"clamp_gate": "2"}, "clamp_gate cannot be '2'"),
        ({"clamp_from": "soon"}, "not 1 numbers"),
    ],
)
def test_clamp_in_a_link_that_cannot_be_gets_one_sentence(link, words):
    app = opened(GATES, look="surgery", text=TEXT, **link)
    [said] = complaints(app)
    assert words in said


def test_connectivity_is_measured_for_the_token_that_came_or_for_a_chosen_one():
    app = opened(GATES, look="connectivity", text=TEXT)
    assert complaints(app) == []
    header, arrays = pictures.shown(app, "connectivity:shipped-gates")
    assert "".join(header["targets"][:-1]) == TEXT[1:]
    assert arrays["norms"].shape == (len(TEXT), len(TEXT))
    app.selectbox(key="asked_choice").set_value('"').run()
    assert complaints(app) == []
    header, _ = pictures.shown(app, "connectivity:shipped-gates")
    assert set(header["targets"]) == {'"'}
    assert app.query_params["asked"] == '"'


def test_of_a_long_text_the_characters_around_the_cursor_are_measured():
    app = opened(GATES, look="connectivity", text="ab " * 170, cursor="480.0.3")
    assert complaints(app) == []
    header, _ = pictures.shown(app, "connectivity:shipped-gates")
    assert len(header["tokens"]) == 300
    assert header["begin"] <= 480 < header["begin"] + 300
    assert "300 characters around the cursor" in "".join(element.value for element in app.caption)


def test_connectivity_of_a_token_that_is_not_known_gets_one_sentence():
    app = opened(GATES, look="connectivity", text=TEXT, asked="☃")
    [said] = complaints(app)
    assert "does not know" in said
