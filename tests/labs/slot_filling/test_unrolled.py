"""A tagger, unrolled: the half that reads from the left, with the other half as it is."""

from __future__ import annotations

import math

import pytest

from core.errors import InputError
from core.labs.slot_filling.unrolled import unrolled_sentence
from tests.labs.slot_filling.test_model import tagger

SENTENCE = "leave Taipei on May 1st"


@pytest.mark.parametrize("bidirectional", [False, True])
def test_the_loss_of_a_word_is_that_of_its_own_slot_in_the_whole_network(bidirectional):
    model = tagger(bidirectional=bidirectional, cell="lstm")
    reading = unrolled_sentence(model, SENTENCE, 5)
    trace = model.trace(SENTENCE)
    p = trace["probability"].values  # (T, K)
    assert reading.targets == [str(trace["word"].values[k]) for k in p.argmax(1)]
    assert reading.network.losses.tolist() == pytest.approx([-math.log(row.max()) for row in p], rel=1e-4)
    assert reading.tokens == SENTENCE.split()


def test_layers_in_both_directions_are_refused_in_one_sentence():
    with pytest.raises(InputError, match="both directions"):
        unrolled_sentence(tagger(bidirectional=True, layers=2), SENTENCE, 5)


def test_a_network_without_memory_has_nothing_between_its_copies():
    with pytest.raises(InputError, match="no memory"):
        unrolled_sentence(tagger(cell="none", bidirectional=False), SENTENCE, 5)
