"""The page of the LSTM by hand: it shows what its link says, and what cannot be read gets one sentence."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from core.labs.lstm_by_hand.exercises import CHALLENGES, SETTINGS, setting_of
from core.labs.lstm_by_hand.model import LSTMByHand
from tests.dashboard.test_bad_input import complaints
from tests.pictures import shown
from tests.test_contract import opened

LAB = lab_of("lstm_by_hand")
TICK = ":material/check_circle:"


def drawn(app: AppTest) -> dict:
    """What the drawing was sent."""
    assert not app.exception
    return shown(app, "by_hand")[0]


def ticks(app: AppTest) -> list[bool]:
    """For each challenge, whether it is ticked."""
    lines = [element.value for element in app.markdown if ":material/" in element.value]
    assert len(lines) == len(CHALLENGES)
    return [TICK in line for line in lines]


def test_page_opens_on_the_lectures_example():
    app = opened(LAB)
    assert drawn(app)["series"]["cell_state"] == [3, 7, 7, 7, 0]
    assert drawn(app)["series"]["hidden_state"] == [0, 0, 0, 7, 0]
    assert drawn(app)["step"] == 0
    assert complaints(app) == []
    assert not any(ticks(app))


def test_the_numbers_in_every_language_are_the_same():
    english, chinese = drawn(opened(LAB)), drawn(opened(LAB, "zh"))
    assert english["series"] == chinese["series"]
    assert english["words"]["play"] != chinese["words"]["play"]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_a_link_restores_a_setting(setting):
    app = opened(LAB, **setting.link, step="2")
    assert drawn(app)["series"] == json.loads(
        json.dumps(LSTMByHand(setting.config).read(setting.inputs, setting.gates))
    )
    assert drawn(app)["gates"] == setting.config.gates
    assert drawn(app)["step"] == 1
    assert bool(drawn(app)["weights"]) == (setting.config.gates == "weights")


def test_a_setting_that_is_taken_is_shown_and_named():
    app = opened(LAB, step="4")
    for key in ("flip_flop", "latch"):
        app.selectbox(key="setting").set_value(key).run()
        setting = setting_of(key)
        assert drawn(app)["series"]["x"] == [float(word) for word in setting.inputs.split()]
        assert drawn(app)["gates"] == setting.config.gates
        assert drawn(app)["step"] == 0
        assert app.text_input(key="x").value == setting.inputs
        assert any(each.value.startswith("**A ") for each in app.markdown)


def test_gates_from_weights_and_back():
    app = opened(LAB)
    app.button_group(key="gates_choice").set_value("weights").run()
    assert drawn(app)["gates"] == "weights"
    assert drawn(app)["series"]["hidden_state"][3] == pytest.approx(0.58, abs=0.01)
    app.button_group(key="gates_choice").set_value("hand").run()
    assert drawn(app)["series"]["hidden_state"] == [0, 0, 0, 7, 0]


def test_typed_inputs_are_read_and_what_is_none_leaves_the_picture():
    app = opened(LAB)
    app.text_input(key="x").set_value("5 5").run()
    assert drawn(app)["series"]["cell_state"] == [5, 10]
    app.text_input(key="x").set_value("5 five").run()
    [said] = complaints(app)
    assert "'five' is not a number" in said
    assert drawn(app)["series"]["cell_state"] == [5, 10]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"x": "3 <b>4</b>"}, "'<b>4</b>' is not a number"),
        ({"x": "1 " * 500}, "500 numbers are too many"),
        ({"input_gate": "1 7"}, "Gate i is '7' at step 2"),
        ({"gates": "magic"}, "gates cannot be 'magic'"),
        ({"gates": "weights", "input_b": "1e9"}, "input_b cannot be '1e9'"),
        ({"step": "soon"}, "step cannot be 'soon'"),
    ],
)
def test_link_that_cannot_be_used_gets_one_sentence_and_the_example_is_drawn(link, words):
    app = opened(LAB, **link)
    [said] = complaints(app)
    assert words in said
    assert len(drawn(app)["series"]["x"]) == 5


def test_a_challenge_is_ticked_while_it_is_solved():
    app = opened(LAB, input_gate="0 1 0 0 0", forget_gate="1 1 1 1 1")
    assert ticks(app) == [challenge.key == "only_the_four" for challenge in CHALLENGES]
