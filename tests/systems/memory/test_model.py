"""The network that must remember: how it starts, what its trace holds, and that it looks only back."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.nn.cells.family import CELL_KEYS
from core.systems.memory.config import MemoryConfig
from core.systems.memory.task import MemoryTask
from core.trace.schema import check

TEXT = {"recall": "3 a d b c a", "latest": "3 a d b c a", "adding": "0.1 +0.31 0.25 +0.4 0 .5"}


def network(seed=0, **knobs):
    task = MemoryTask(MemoryConfig(**{"hidden_size": 8, **knobs}))
    return task.model(torch.Generator().manual_seed(seed)).eval()


@pytest.mark.parametrize("task", TEXT)
@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("layers", [1, 2])
def test_every_cell_is_traced_within_the_schema(cell, task, layers):
    trace = check(network(cell=cell, task=task, layers=layers).trace(TEXT[task]))
    assert trace["hidden_state"].sizes == {"layer": layers, "time": 6, "unit": 8}
    if task != "adding":
        assert [str(token) for token in trace["token"].values] == list("3adbca")
        assert trace["probability"].sizes == {"time": 6, "vocabulary": 8}
    else:
        assert trace["answer"].sizes == {"time": 6}
        assert str(trace["token"].values[1]) == "+0.31"


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_what_is_read_later_changes_nothing_before(cell):
    model = network(cell=cell)
    one, other = model.trace("3abcdabcd"), model.trace("3abcd5dd1")
    for name in one.data_vars:
        axis = one[name].get_axis_num("time")
        early, same = (np.take(trace[name].values, range(5), axis) for trace in (one, other))
        np.testing.assert_allclose(early, same, atol=1e-6)
    assert not np.allclose(one["probability"][-1], other["probability"][-1])


def test_spaces_do_not_count_among_symbols():
    model = network()
    assert model.trace("3 a d").identical(model.trace("3ad"))


@pytest.mark.parametrize(
    ("task", "text", "words"),
    [
        ("recall", " \n", "Type at least one symbol"),
        ("recall", "3abx9", "9 x is none of them"),
        ("recall", "3" + "a" * 400, "401 steps are too many"),
        ("adding", "", "Type at least one symbol"),
        ("adding", "0.1 0.7", "'0.7' is no value"),
        ("adding", "0.1 +nan", "'+nan' is no value"),
        ("adding", "3 a b", "'3' is no value"),
        ("adding", "0.1 -0.2", "'-0.2' is no value"),
    ],
)
def test_a_sequence_that_cannot_be_read_gets_one_sentence(task, text, words):
    with pytest.raises(InputError) as caught:
        network(task=task).trace(text)
    assert words in str(caught.value)


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru", "lstm_nfg"])
def test_the_weight_scale_multiplies_what_passes_from_state_to_state_and_nothing_else(cell):
    plain, scaled = network(cell=cell), network(cell=cell, weight_scale=2.0)
    for (name, one), (_, other) in zip(plain.named_parameters(), scaled.named_parameters(), strict=True):
        torch.testing.assert_close(other, one * (2 if "weight_hh" in name else 1))


@pytest.mark.parametrize(("cell", "gate", "longest"), [("lstm", "forget_gate", 100), ("gru", "update_gate", 100)])
def test_chrono_spreads_memories_up_to_the_length(cell, gate, longest):
    trace = network(cell=cell, hidden_size=256, length=longest).trace("3" + "a" * 30)
    kept = trace[gate].isel(time=20).values
    spans = 1 / (1 - kept)  # steps after which a unit has kept 1/e
    assert np.median(spans) > longest / 5
    half_open = network(cell=cell, hidden_size=256, initialisation="uniform").trace("3" + "a" * 30)[gate].isel(time=20)
    assert np.median(1 / (1 - half_open)) < 4


def test_the_forget_bias_opens_the_gate_that_keeps():
    for cell, gate in (("lstm", "forget_gate"), ("gru", "update_gate")):
        means = [
            float(network(cell=cell, initialisation="uniform", forget_bias=bias).trace("3abcd")[gate].mean())
            for bias in (-2.0, 0.0, 6.0)
        ]
        assert means[0] < 0.25 < means[1] < 0.75 < 0.97 < means[2]


@pytest.mark.parametrize("cell", ["elman", "jordan", "lstm_nfg"])
def test_a_cell_without_a_keeping_gate_ignores_the_knobs_for_it(cell):
    plain = network(cell=cell, initialisation="uniform").state_dict()
    for knobs in ({"initialisation": "chrono"}, {"initialisation": "uniform", "forget_bias": 3.0}):
        assert all(
            torch.equal(plain[name], values) for name, values in network(cell=cell, **knobs).state_dict().items()
        )


def parameters(**knobs):
    return sum(weights.numel() for weights in network(**knobs).parameters())


def test_parameters_do_not_grow_with_the_length():
    assert parameters(length=2) == parameters(length=200)


def test_an_lstm_has_four_times_the_cell_of_an_elman_network_and_a_gru_three_times():
    counts = {cell: parameters(cell=cell, hidden_size=32) - (32 * 8 + 8) for cell in ("elman", "gru", "lstm")}
    assert counts == {"elman": 32 * (12 + 32 + 2), "gru": 3 * counts["elman"], "lstm": 4 * counts["elman"]}


def test_a_rebuilt_network_is_the_same():
    model = network(cell="gru", task="adding")
    again = type(model).rebuild(model.config, model.header())
    again.load_state_dict(model.state_dict())
    assert again.eval().trace(TEXT["adding"]).identical(model.trace(TEXT["adding"]))
    assert math.isfinite(float(again.trace("0.1")["answer"][0]))
