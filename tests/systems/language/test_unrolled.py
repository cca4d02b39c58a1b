"""A language model, unrolled: the loss of each copy is the surprisal of the token that comes."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.systems.language.config import LanguageConfig
from core.systems.language.model import LanguageModel
from core.systems.language.unrolled import unrolled_text
from core.text.vocabulary import Vocabulary

TEXT = "a bad cab\n"


def model(cell="lstm"):
    config = LanguageConfig(cell=cell, hidden_size=8, embedding_size=8)
    network = LanguageModel(config, Vocabulary(sorted(set(TEXT))))
    network.initialise(torch.Generator().manual_seed(3))
    return network.eval()


@pytest.mark.parametrize("cell", ["lstm", "gru", "elman"])
def test_the_loss_of_a_copy_is_the_surprisal_of_the_next_token(cell):
    network = model(cell)
    reading = unrolled_text(network, TEXT, len(TEXT))
    surprisal = network.trace(TEXT)["surprisal"].values * math.log(2)  # nats
    np.testing.assert_allclose(reading.network.losses[:-1], surprisal[1:], rtol=1e-4)
    assert "".join(reading.tokens) == TEXT
    assert "".join(reading.targets[:-1]) == TEXT[1:]


def test_the_last_token_is_followed_by_what_the_network_expects_most():
    network = model()
    reading = unrolled_text(network, TEXT, len(TEXT))
    trace = network.trace(TEXT)
    likeliest = str(trace["word"].values[trace["probability"].values[-1].argmax()])
    assert reading.targets[-1] == likeliest
    assert reading.network.losses[-1] == pytest.approx(-math.log(trace["probability"].values[-1].max()), rel=1e-4)


def test_states_are_those_of_the_trace():
    network = model()
    reading = unrolled_text(network, TEXT, 7)
    states = network.trace(TEXT)["hidden_state"].isel(layer=-1).values[:7]  # (T, H)
    np.testing.assert_allclose(reading.network.states["hidden_state"], np.linalg.norm(states, axis=1), rtol=1e-4)
