"""The cell by hand: the lecture's example to the digit, the weights against the real LSTM, and what cannot be read."""

from __future__ import annotations

from dataclasses import replace
from math import tanh

import pytest
import torch

from core.errors import InputError
from core.knobs import configure
from core.labs.lstm_by_hand.config import ByHandConfig
from core.labs.lstm_by_hand.exercises import CHALLENGES, FIVE, SETTINGS, WEIGHTS, setting_of
from core.labs.lstm_by_hand.model import KEEP, LONGEST, WORKED_EXAMPLE, LSTMByHand, inputs_of, written
from core.nn.cells.lstm import LSTM
from core.trace.schema import check

HAND, WEIGHTED = ByHandConfig(), ByHandConfig(gates="weights")


def steps_of(link: dict[str, str]) -> dict[str, tuple[float, ...]]:
    """What the cell does under the settings of a link."""
    config = configure(ByHandConfig, {name: text for name, text in link.items() if name in ("gates", *WEIGHTS)})
    return LSTMByHand(config).read(link["x"], {name: text for name, text in link.items() if name in KEEP})


def test_the_lectures_example_comes_out_to_the_digit():
    assert LSTMByHand().read("3 4 2 1 3") == {
        "x": (3, 4, 2, 1, 3),
        "input_gate": (1, 1, 0, 0, 0),
        "forget_gate": (1, 1, 1, 1, 0),
        "output_gate": (0, 0, 0, 1, 0),
        "candidate": (3, 4, 2, 1, 3),
        "cell_state": (3, 7, 7, 7, 0),
        "hidden_state": (0, 0, 0, 7, 0),
    }


def test_half_open_gates_let_half_through():
    steps = LSTMByHand().read("8 4", {"input_gate": "0.5 1", "forget_gate": "1 0.25", "output_gate": "0.5 1"})
    assert steps["cell_state"] == (4, 5)
    assert steps["hidden_state"] == (2, 5)


def test_a_step_for_which_no_gate_was_set_keeps_what_there_is():
    steps = LSTMByHand().read("3 4 2 1 3 9 9", {**WORKED_EXAMPLE, "forget_gate": "1 1 1 1 1"})
    assert steps["cell_state"][4:] == (7, 7, 7)
    assert steps["hidden_state"][4:] == (0, 0, 0)


def test_gates_beyond_the_last_step_change_nothing():
    assert LSTMByHand().read("3 4")["cell_state"] == (3, 7)


@pytest.mark.parametrize("seed", range(20))
def test_gates_from_weights_are_those_of_the_lstm_with_one_unit(seed):
    dice = torch.Generator().manual_seed(seed)
    drawn = (
        4 * torch.randn(4, 3, generator=dice, dtype=torch.float64)
    ).tolist()  # gates of the rows i, f, g, o × w_x, w_h, b
    knobs = {
        f"{gate}_{part}": value
        for gate, row in zip(("input", "forget", "candidate", "output"), drawn, strict=True)
        for part, value in zip("xhb", row, strict=True)
    }
    x = (3 * torch.randn(12, generator=dice, dtype=torch.float64)).round(decimals=3)
    steps = LSTMByHand(replace(WEIGHTED, **knobs)).read(" ".join(f"{value:.3f}" for value in x.tolist()))

    cell = LSTM(1, 1).double()
    weights = torch.tensor(drawn, dtype=torch.float64)  # (4, 3)
    cell.weight_ih_l0.data, cell.weight_hh_l0.data, cell.bias_ih_l0.data = (
        weights[:, :1],
        weights[:, 1:2],
        weights[:, 2],
    )
    cell.bias_hh_l0.data.zero_()
    with torch.no_grad():
        _, _, [internals] = cell(x[None, :, None])
    for name, values in internals.items():
        assert steps[name] == pytest.approx(values[0, :, 0].tolist(), abs=1e-6), name


def test_the_weights_on_which_the_page_opens_do_what_the_hand_does():
    c, h = (LSTMByHand(WEIGHTED).read(FIVE)[name] for name in ("cell_state", "hidden_state"))
    both = tanh(0.3) + tanh(0.4)
    assert c == pytest.approx((tanh(0.3), both, both, both, 0), abs=0.03)
    assert h == pytest.approx((0, 0, 0, tanh(both), 0), abs=0.03)


def test_large_weights_do_not_overflow():
    config = replace(WEIGHTED, input_x=30.0, forget_x=-30.0, output_x=30.0, candidate_x=-30.0)
    steps = LSTMByHand(config).read("999 -999 999")
    assert all(0 <= value <= 1 for name in KEEP for value in steps[name])
    assert steps["candidate"] == (-1, 1, -1)


@pytest.mark.parametrize("config", [HAND, WEIGHTED], ids=["hand", "weights"])
def test_a_trace_fits_the_schema_and_holds_the_same_numbers(config):
    trace = check(LSTMByHand(config).trace("3 4 2.5 −1"))
    assert trace.sizes == {"layer": 1, "time": 4, "unit": 1}
    assert list(trace["token"].values) == ["3", "4", "2.5", "-1"]
    for name, values in LSTMByHand(config).read("3 4 2.5 -1").items():
        if name != "x":
            assert tuple(trace[name].values[0, :, 0]) == values


def test_only_what_a_tanh_bounds_has_a_range():
    ranges = [
        {name for name, values in LSTMByHand(config).trace(FIVE).items() if "high" in values.attrs}
        for config in (HAND, WEIGHTED)
    ]
    assert ranges == [set(KEEP), {*KEEP, "candidate", "hidden_state"}]


@pytest.mark.parametrize(
    ("text", "read"),
    [("3 4", (3, 4)), ("3,4 ; 2", (3, 4, 2)), ("-1.5\n+.5 2.", (-1.5, 0.5, 2)), ("−2，7、1", (-2, 7, 1)), ("-0", (0,))],
)
def test_numbers_may_be_typed_in_many_ways(text, read):
    assert inputs_of(text) == read


@pytest.mark.parametrize("value", [3.0, 0.5, -1.25, 0.0, -0.0, 999.0, 1e-7, 1 / 3])
def test_a_number_that_is_written_is_read_again(value):
    assert inputs_of(written(value)) == (pytest.approx(value, abs=1e-6),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing to read"),
        (" , ", "nothing to read"),
        ("3 four 2", "'four' is not a number"),
        ("nan", "'nan' is not a number"),
        ("1e3", "'1e3' is not a number"),
        ("1_0", "'1_0' is not a number"),
        ("٣", "is not a number"),
        ("1000", "'1000' is not a number from −999 to 999"),
        ("9" * 10_000, "is not a number from −999 to 999"),
        ("1 " * (LONGEST + 1), f"{LONGEST + 1} numbers are too many"),
    ],
)
def test_what_is_no_list_of_numbers_gets_one_short_sentence(text, said):
    with pytest.raises(InputError, match=said) as caught:
        LSTMByHand().read(text)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(("gate", "shown"), [("2", "'2'"), ("1 -0.1", "'-0.1'"), ("1 open", "'open'")])
def test_a_gate_that_is_no_share_is_named_with_its_step(gate, shown):
    with pytest.raises(InputError, match=rf"Gate f is {shown} at step {len(gate.split())}\."):
        LSTMByHand().read(FIVE, {"forget_gate": gate})


# ---- settings and challenges ----


@pytest.mark.parametrize(
    ("key", "quantity", "values"),
    [
        ("worked", "hidden_state", (0, 0, 0, 7, 0)),
        ("sum", "hidden_state", (3, 7, 9, 10, 13)),
        ("forgetful", "hidden_state", (3, 4, 2, 1, 3)),
        ("latch", "hidden_state", (5, 5, 5, 8, 8, 8)),
        ("counter", "hidden_state", (1, 2, 3, 1, 2, 3)),
        ("half_life", "cell_state", (8, 4, 2, 1, 0.5, 0.25)),
        ("worked_by_weights", "cell_state", (0.29, 0.67, 0.67, 0.67, 0)),
        ("flip_flop", "cell_state", (0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0)),
        ("counter_by_weights", "cell_state", (1, 2, 2, 3, 3, 4, 5, 6)),
    ],
)
def test_each_setting_does_what_its_name_says(key, quantity, values):
    assert steps_of(setting_of(key).link)[quantity] == pytest.approx(values, abs=0.03)


def test_the_page_opens_on_the_first_setting_and_its_weights_on_the_seventh():
    assert SETTINGS[0].gates == WORKED_EXAMPLE
    weights = setting_of("worked_by_weights").link
    assert configure(ByHandConfig, {name: weights[name] for name in ("gates", *WEIGHTS)}) == WEIGHTED


SOLUTIONS = {
    "only_the_four": {"input_gate": "0 1 0 0 0", "forget_gate": "1 1 1 1 1"},
    "largest": {"input_gate": "1 1 0 0 0", "forget_gate": "0 0 1 1 1", "output_gate": "1 1 1 1 1"},
    "mean": {"input_gate": "0.5 0.5 0 0 0", "forget_gate": "1 1 1 1 1"},
    "count": {"input_b": "10", "forget_b": "10", "candidate_b": "10"},
    "bell": {"input_x": "10", "input_b": "-25", "forget_b": "-10", "output_b": "10", "candidate_b": "10"},
}


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda challenge: challenge.key)
def test_a_challenge_can_be_solved_and_no_setting_solves_it(challenge):
    blank = dict.fromkeys(WEIGHTS, "0") if challenge.gates == "weights" else {}
    link = {"x": FIVE, "gates": challenge.gates, **blank, **SOLUTIONS[challenge.key]}
    assert challenge.solved(challenge.gates, steps_of(link))
    for setting in SETTINGS:
        assert not challenge.solved(setting.link["gates"], steps_of(setting.link))


def test_a_challenge_is_not_solved_with_other_inputs_or_other_gates():
    [challenge] = [challenge for challenge in CHALLENGES if challenge.key == "only_the_four"]
    steps = steps_of({"x": FIVE, "gates": "hand", **SOLUTIONS["only_the_four"]})
    assert not challenge.solved("weights", steps)
    assert not challenge.solved("hand", {**steps, "x": (4, 4, 4, 4, 4)})
