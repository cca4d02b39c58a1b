from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from core.errors import InputError
from core.knobs import Knob, check_config, configure, knob, knobs_of


@dataclass(frozen=True)
class Config:
    cell: str = knob("lstm", "Cell", "Which cell.", choices=("lstm", "gru"))
    layers: int = knob(1, "Layers", "How many.", low=1, high=3)
    rate: float = knob(0.01, "Rate", "How fast.", low=1e-6, high=100.0, log=True)
    carried: bool = knob(False, "Carried", "Whether the state is carried.")
    note: str = "no knob"

    def __post_init__(self) -> None:
        check_config(self)


CELL, LAYERS, RATE, CARRIED = knobs_of(Config)


def test_knobs_stand_in_order_of_declaration_and_fields_without_one_are_left_out():
    assert [k.name for k in knobs_of(Config)] == ["cell", "layers", "rate", "carried"]
    assert knobs_of(Config()) == knobs_of(Config)


def test_a_knob_keeps_what_was_declared():
    assert Knob("rate", 0.01, "Rate", "How fast.", low=1e-6, high=100.0, log=True) == RATE


@pytest.mark.parametrize(
    ("which", "typed", "value"),
    [
        (CELL, "gru", "gru"),
        (LAYERS, "3", 3),
        (LAYERS, 2.0, 2),
        (RATE, "1e-3", 0.001),
        (RATE, 1, 1.0),
        (CARRIED, "true", True),
        (CARRIED, "ON", True),
        (CARRIED, "0", False),
        (CARRIED, True, True),
    ],
)
def test_text_becomes_a_value_of_the_knobs_type(which, typed, value):
    parsed = which.parse(typed)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(("which", "end"), [(LAYERS, "1"), (LAYERS, "3"), (RATE, "1e-6"), (RATE, "100")])
def test_both_ends_of_a_range_are_allowed(which, end):
    assert which.parse(end) == float(end)


@pytest.mark.parametrize(
    ("which", "typed", "sentence"),
    [
        (CELL, "rnn", "cell cannot be 'rnn'; it takes lstm, gru. Choose one of these and try again."),
        (CELL, "", "cell cannot be ''; it takes lstm, gru. Choose one of these and try again."),
        (LAYERS, "0", "layers cannot be '0'; it takes 1 … 3. Choose one of these and try again."),
        (LAYERS, "4", "layers cannot be '4'; it takes 1 … 3. Choose one of these and try again."),
        (LAYERS, "many", "layers cannot be 'many'; it takes 1 … 3. Choose one of these and try again."),
        (LAYERS, 1.5, "layers cannot be 1.5; it takes 1 … 3. Choose one of these and try again."),
        (LAYERS, "1.5", "layers cannot be '1.5'; it takes 1 … 3. Choose one of these and try again."),
        (LAYERS, None, "layers cannot be None; it takes 1 … 3. Choose one of these and try again."),
        (RATE, "nan", "rate cannot be 'nan'; it takes 1e-06 … 100. Choose one of these and try again."),
        (RATE, "inf", "rate cannot be 'inf'; it takes 1e-06 … 100. Choose one of these and try again."),
        (RATE, "-1", "rate cannot be '-1'; it takes 1e-06 … 100. Choose one of these and try again."),
        (CARRIED, "maybe", "carried cannot be 'maybe'; it takes true, false. Choose one of these and try again."),
    ],
)
def test_a_bad_value_gets_one_sentence_with_what_is_allowed(which, typed, sentence):
    with pytest.raises(InputError) as caught:
        which.parse(typed)
    assert str(caught.value) == sentence


def test_an_infinite_number_of_layers_is_refused_like_any_other():
    with pytest.raises(InputError, match="layers cannot be inf"):
        LAYERS.parse(float("inf"))


def test_a_long_bad_value_is_cut():
    with pytest.raises(InputError) as caught:
        CELL.parse("x" * 10_000)
    assert len(str(caught.value)) < 200


def test_a_config_is_built_from_text():
    assert configure(Config, {"layers": "2", "cell": "gru"}) == Config(layers=2, cell="gru")
    assert configure(Config, {}) == Config()


def test_an_unknown_name_gets_one_sentence_with_the_known_ones():
    with pytest.raises(InputError) as caught:
        configure(Config, {"depth": 2})
    assert str(caught.value) == "There is no knob 'depth'. The knobs here are: cell, layers, rate, carried."


def test_a_field_that_is_no_knob_cannot_be_set_by_name():
    with pytest.raises(InputError, match="no knob 'note'"):
        configure(Config, {"note": "x"})


def test_a_config_out_of_range_cannot_be_made():
    with pytest.raises(InputError, match="layers cannot be 9"):
        Config(layers=9)
    with pytest.raises(InputError, match="rate cannot be nan"):
        replace(Config(), rate=float("nan"))


def test_a_value_of_another_type_is_not_allowed():
    assert LAYERS.allows(2)
    assert not LAYERS.allows(True)
    assert not LAYERS.allows(2.0)
    assert not CARRIED.allows(1)
