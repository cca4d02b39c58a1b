"""How often gates are shut and open."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.labs.gates.batched_reading import WARM
from core.labs.gates.saturation import saturation
from tests.labs.gates.test_batched_reading import VOCABULARY, network, numbers


def test_gate_with_a_large_bias_is_always_open_and_with_a_small_one_always_shut():
    model = network("lstm")
    model.cell.shift_forget_bias(30.0)
    shares = saturation(model, numbers(400)).sel(gate="forget_gate")
    assert (shares["right"] == 1).all()
    assert (shares["left"] == 0).all()
    model.cell.shift_forget_bias(-60.0)
    shares = saturation(model, numbers(400)).sel(gate="forget_gate")
    assert (shares["left"] == 1).all()


@pytest.mark.parametrize("cell", ["lstm", "gru", "lstm_peephole", "lstm_cifg"])
def test_shares_are_counts_of_the_trace(cell):
    model, text = network(cell, layers=2), numbers(120)
    for parameter in model.cell.parameters():
        parameter.data *= 4  # gates that move
    shares = saturation(model, text)
    heard = torch.cat([torch.full((WARM,), VOCABULARY.number["\n"]), torch.tensor(text).long()])
    with torch.no_grad():
        _, _, internals = model(heard[None])
    assert shares.sizes["gate"] >= 2
    assert shares.attrs["tokens"] == 120
    for gate in shares["gate"].values:
        for layer in range(2):
            values = internals[layer][str(gate)][0, WARM:].numpy()  # (T, H)
            here = shares.sel(gate=gate, layer=layer)
            np.testing.assert_allclose(here["left"], (values < 0.1).mean(axis=0), atol=0.01)
            np.testing.assert_allclose(here["right"], (values > 0.9).mean(axis=0), atol=0.01)
    assert float((shares["left"] + shares["right"]).max()) <= 1
    assert float(shares["right"].max()) > 0


def test_cell_without_gates_has_none():
    assert saturation(network("elman"), numbers(100)).sizes["gate"] == 0
