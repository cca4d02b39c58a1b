"""Surgery: what is clamped is clamped, what is not is left alone, and what cannot be is refused in one sentence."""

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.labs.gates.surgery import Clamp, clampable, first_difference, operate
from core.nn.cells.family import CELL_KEYS
from core.nn.sampling import Sampling
from core.systems.language.config import LanguageConfig
from core.systems.language.model import LanguageModel
from core.text.vocabulary import Vocabulary

TEXT = "abba cab a back\nabc"
SINCE = 7
GATES = ("input_gate", "forget_gate", "output_gate", "reset_gate", "update_gate")
SAMPLING = Sampling(temperature=1.0)
CELLS = pytest.mark.parametrize("key", CELL_KEYS)


def network(key: str, layers: int = 1, seed: int = 0) -> LanguageModel:
    model = LanguageModel(LanguageConfig(cell=key, layers=layers, hidden_size=8), Vocabulary(sorted("\n abck")))
    model.initialise(torch.Generator().manual_seed(seed))
    return model.eval().double()  # some cells' states have no bound, and float32 has seven digits of them


def clamps(model: LanguageModel, layer: int = 0) -> list[Clamp]:
    """Two units, each quantity that can be held, at both ends of its range and inside it."""
    return [
        Clamp(name, layer, (2, 5), value, SINCE)
        for name, (low, high) in clampable(model.cell).items()
        for value in (max(low, -3.0), 0.3, min(high, 3.0))
    ]


def test_each_kind_of_cell_holds_what_it_has():
    held = {key: set(clampable(network(key).cell)) for key in CELL_KEYS}
    lstm = {"input_gate", "forget_gate", "output_gate", "candidate", "cell_state", "hidden_state"}
    assert held["lstm"] == held["lstm_peephole"] == held["lstm_niaf"] == held["lstm_noaf"] == held["lstm_cifg"] == lstm
    assert held["lstm_nig"] == lstm - {"input_gate"}
    assert held["lstm_nfg"] == lstm - {"forget_gate"}
    assert held["lstm_nog"] == lstm - {"output_gate"}
    assert held["lstm_fgr"] == lstm - {"cell_state", "hidden_state"}
    assert held["gru"] == {"reset_gate", "update_gate", "candidate", "hidden_state"}
    assert held["elman"] == {"hidden_state"}
    assert held["jordan"] == {"hidden_state", "output"}


@CELLS
@pytest.mark.parametrize("layer", [0, 1])
def test_clamped_quantity_is_the_value_from_that_step_on_and_untouched_before(key, layer):
    model = network(key, layers=2)
    untouched = model.trace(TEXT)
    for clamp in clamps(model, layer):
        trace = operate(model, clamp).trace(TEXT)
        held = trace[clamp.quantity].values[layer][SINCE:, [2, 5]]
        np.testing.assert_allclose(held, clamp.value, atol=2e-6, err_msg=str(clamp))
        for name in untouched.data_vars:
            before = {"time": slice(SINCE)}
            np.testing.assert_allclose(trace[name].isel(before), untouched[name].isel(before), atol=1e-6)


@CELLS
def test_other_units_of_the_layer_and_the_layer_below_do_not_notice_in_the_first_step(key):
    model = network(key, layers=2)
    untouched = model.trace(TEXT).isel(time=SINCE)
    for clamp in clamps(model, layer=1):
        if clamp.quantity == "hidden_state" and key == "jordan":
            continue  # every unit's output reads every hidden state within the step
        trace = operate(model, clamp).trace(TEXT)
        for name in clampable(model.cell):
            now = trace[name].isel(time=SINCE).values
            np.testing.assert_allclose(now[0], untouched[name].values[0], atol=1e-6, err_msg=str(clamp))
            others = [0, 1, 3, 4, 6, 7]
            np.testing.assert_allclose(now[1][others], untouched[name].values[1][others], atol=1e-6)
        later = trace["hidden_state"].isel(layer=0).values
        np.testing.assert_allclose(later, model.trace(TEXT)["hidden_state"].isel(layer=0).values, atol=1e-6)


@CELLS
def test_other_units_notice_in_the_next_step(key):
    model = network(key)
    name = "output" if key == "jordan" else "hidden_state" if key != "lstm_fgr" else "candidate"
    trace = operate(model, Clamp(name, 0, (2,), -0.95, SINCE)).trace(TEXT)
    change = abs(trace["hidden_state"] - model.trace(TEXT)["hidden_state"]).isel(layer=0, unit=[0, 1, 3]).max("unit")
    assert change.values[SINCE] < 1e-6 < 1e-4 < change.values[SINCE + 1]


@pytest.mark.parametrize("key", ["gru", "lstm", "lstm_peephole", "lstm_fgr"])
def test_clamping_a_gate_to_what_it_does_anyway_changes_nothing(key):
    model = network(key)
    name, block = ("update_gate", 1) if key == "gru" else ("forget_gate", 1)
    weights, row = model.cell.weights(0), block * 8 + 2
    with torch.no_grad():  # a unit whose gate is always σ(0.4)
        for matrix in ("weight_ih", "weight_hh", "bias_hh"):
            weights[matrix][row] = 0
        weights["bias_ih"][row] = 0.4
        if "weight_peephole" in weights:
            weights["weight_peephole"][1, 2] = 0
        if "weight_gates" in weights:
            weights["weight_gates"][8 + 2] = 0
    untouched = model.trace(TEXT)
    trace = operate(model, Clamp(name, 0, (2,), 1 / (1 + np.exp(-0.4)), 0)).trace(TEXT)
    for name in untouched.data_vars:
        np.testing.assert_allclose(trace[name], untouched[name], atol=1e-6)


def test_clamping_a_memory_at_what_it_keeps_changes_nothing():
    model = network("lstm")
    with torch.no_grad():  # a unit that never writes and never forgets: c stays 0
        for row, bias in ((8 + 2, 100.0), (16 + 2, 0.0)):
            for matrix in ("weight_ih", "weight_hh", "bias_hh"):
                model.cell.weights(0)[matrix][row] = 0
            model.cell.weights(0)["bias_ih"][row] = bias
    trace, untouched = operate(model, Clamp("cell_state", 0, (2,), 0.0, 0)).trace(TEXT), model.trace(TEXT)
    for name in untouched.data_vars:
        np.testing.assert_allclose(trace[name], untouched[name], atol=1e-6)


def test_the_network_that_is_operated_on_stays_as_it_was():
    model = network("lstm")
    before = {name: values.clone() for name, values in model.state_dict().items()}
    operate(model, Clamp("forget_gate", 0, (2,), 0.0, 0)).trace(TEXT)
    assert all(torch.equal(values, before[name]) for name, values in model.state_dict().items())


@pytest.mark.parametrize("since", [3, 30])
@pytest.mark.parametrize("key", ["elman", "jordan", "gru", "lstm", "lstm_fgr"])
def test_writing_is_the_same_up_to_the_step_after_which_it_is_clamped_and_parts_later(key, since):
    model, prefix = network(key, seed=3), "abba "
    written = model.write(prefix, SAMPLING, 80, seed=1)
    name = next(iter(clampable(model.cell)))
    operated = operate(model, Clamp(name, 0, tuple(range(8)), 1.0, since))
    parted = first_difference(written, operated.write(prefix, SAMPLING, 80, seed=1))
    assert parted is not None
    assert parted > since
    assert parted >= len(prefix)


def test_writing_with_a_clamp_agrees_with_reading_what_was_written_with_it():
    model = network("gru", layers=2)
    operated = operate(model, Clamp("update_gate", 1, (0, 1), 1.0, 9))
    writing = operated.compose("abba ", SAMPLING, 40, seed=1)
    np.testing.assert_allclose(writing.surprise, operated.trace("".join(writing.tokens))["surprisal"].values, atol=1e-4)


def test_many_futures_can_be_written_with_a_clamp():
    operated = operate(network("lstm"), Clamp("cell_state", 0, (1,), 4.0, 2))
    futures = operated.futures("abba", SAMPLING, count=3, length=12, seed=5)
    assert ["abba" + futures.text(k) for k in range(3)] == [
        operated.write("abba", SAMPLING, 12, 5 + k) for k in range(3)
    ]


def test_first_difference_is_where_two_texts_part():
    assert first_difference("abc", "abd") == 2
    assert first_difference("abc", "abc") is None
    assert first_difference("abc", "abcd") == 3


@pytest.mark.parametrize(
    ("key", "clamp", "words"),
    [
        ("gru", Clamp("cell_state", 0, (0,), 0.0, 0), "no 'cell_state'"),
        ("elman", Clamp("forget_gate", 0, (0,), 0.0, 0), "no 'forget_gate'"),
        ("lstm_nfg", Clamp("forget_gate", 0, (0,), 0.0, 0), "no 'forget_gate'"),
        ("lstm_fgr", Clamp("cell_state", 0, (0,), 0.0, 0), "full gate recurrence"),
        ("lstm", Clamp("forget_gate", 1, (0,), 0.0, 0), "no layer 1"),
        ("lstm", Clamp("forget_gate", 0, (8,), 0.0, 0), "units 8"),
        ("lstm", Clamp("forget_gate", 0, (), 0.0, 0), "at least one"),
        ("lstm", Clamp("forget_gate", 0, (0,), 1.5, 0), "0 … 1"),
        ("lstm", Clamp("cell_state", 0, (0,), float("nan"), 0), "held at nan"),
        ("lstm", Clamp("forget_gate", 0, (0,), 0.5, -1), "not at -1"),
    ],
)
def test_clamp_that_cannot_be_is_refused_in_one_sentence(key, clamp, words):
    with pytest.raises(InputError, match=words):
        operate(network(key), clamp)
