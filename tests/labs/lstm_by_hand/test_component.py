"""What the drawing of the LSTM by hand is sent."""

import re

import pytest

from core.labs.lstm_by_hand.config import ByHandConfig
from core.labs.lstm_by_hand.exercises import SETTINGS, WEIGHTS
from core.labs.lstm_by_hand.model import LSTMByHand
from dashboard.charts.colours import COLOURS
from dashboard.components.assets import FOLDER
from dashboard.labs.lstm_by_hand.components.by_hand import QUANTITIES, WORDS, by_hand
from tests.pictures import drawn

MODULES = sorted((FOLDER / "by_hand").glob("*.js"))
WEIGHTED = ByHandConfig(gates="weights")


def sent(config: ByHandConfig = WEIGHTED, text: str = "3 4 2 1 3", **more) -> dict:
    """The picture as a browser reads it."""
    return drawn(by_hand, LSTMByHand(config).read(text), config, key="b", **more)[0]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_every_number_arrives_exactly(setting):
    steps = LSTMByHand(setting.config).read(setting.inputs, setting.gates)
    data = drawn(by_hand, steps, setting.config, key="b")[0]
    assert {name: tuple(values) for name, values in data["series"].items()} == steps


def test_inputs_are_written_as_a_person_writes_them():
    assert sent(text="3 -0.50 1.25")["inputs"] == ["3", "-0.5", "1.25"]


def test_only_computed_gates_bring_weights_and_each_has_its_range():
    assert sent(ByHandConfig())["weights"] == {}
    weights = sent()["weights"]
    assert set(weights) == set(WEIGHTS)
    assert all(weight["low"] <= weight["value"] <= weight["high"] for weight in weights.values())


def test_every_quantity_has_its_name_and_fixed_colour():
    named = sent(translate=lambda message: f"«{message}»")["named"]
    assert list(named) == list(QUANTITIES)
    assert all(named[name]["colour"] == COLOURS[name] and named[name]["label"].startswith("«") for name in QUANTITIES)


def test_every_word_goes_through_the_translator_and_is_drawn():
    assert sent(translate=lambda message: f"«{message}»")["words"] == {
        name: f"«{text}»" for name, text in WORDS.items()
    }
    code = "".join(module.read_text() for module in MODULES)
    shown_words = set(re.findall(r"\bwords\.(\w+)", code)) | set(re.findall(r"this\.button\('(\w+)'", code))
    assert shown_words | {"pause"} == set(WORDS)
