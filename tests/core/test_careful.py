"""What to be careful of, measured on the shipped translator."""

from __future__ import annotations

import numpy as np
import pytest

from core.attention import Edit
from core.checkpoints import load_model
from core.data.dates import held_out_pairs
from core.data.pairs import Pair, Piece
from core.diagnostics.careful import kept, leaks
from core.shipped import shipped_run


@pytest.fixture(scope="module")
def model():
    return load_model(shipped_run("translation").checkpoints[-1].path)


def test_case_is_translated_right_and_looks_one_position_outside_its_blocks(model):
    pairs = held_out_pairs(34)
    found = leaks(model, pairs)
    assert 0 < found.beside <= found.outside <= found.tokens
    assert found.case.pair in pairs
    assert model.trace(found.case.pair.source).attrs["output"] == found.case.pair.target
    gold = found.case.pair.gold
    for i, j in np.argwhere(found.case.beside):
        assert found.case.alignment[i].argmax() == j
        assert not gold[i, j]
        assert gold[i, max(0, j - 1) : j + 2].any()


def test_pairs_without_known_alignment_tell_nothing(model):
    found = leaks(model, [Pair((Piece("3/5/2024", None),), (Piece("2024年3月5日", None),))])
    assert (found.tokens, found.case) == (0, None)


def test_each_trial_is_one_edit_of_the_trace(model):
    text = "Oct 31, 1999"
    original, stays = model.trace(text), kept(model, text)
    assert stays.shape == (original.sizes["target"], original.sizes["source"])
    assert stays.any()
    assert not stays.all()
    for i, j in ((0, 0), (3, 11), (5, 0), (7, 4)):
        changed = model.trace(text, edits=(Edit(i, j, 1.0),))
        assert stays[i, j] == (changed.attrs["output"] == original.attrs["output"])
