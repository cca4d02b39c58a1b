"""What to be careful of, measured on the shipped translator."""

from __future__ import annotations

import numpy as np
import pytest

from core.course import lab_of
from core.data.pairs import Pair, Piece
from core.knobs import configure
from core.labs.translation.caveats import kept, leaks
from core.nn.attention import Edit
from core.runs.shipped import shipped_run
from core.training.checkpoints import load_model


def held_out():
    run = shipped_run("translation").run
    lab = lab_of("translation")
    return lab.task(configure(lab.config, run.config)).pairs.held_out_pairs(204)


def last_with_a_case():
    """The latest checkpoint of the shipped run that translates a sentence right and looks beside a word in it."""
    points = shipped_run("translation").checkpoints
    return next(point for point in reversed(points) if leaks(load_model(point.path), held_out()).case)


@pytest.fixture(scope="module")
def model():
    return load_model(shipped_run("translation").checkpoints[-1].path)


def test_case_is_translated_right_and_looks_one_position_outside_its_blocks():
    model, pairs = load_model(last_with_a_case().path), held_out()
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
    pair = held_out()[0]
    unknown = [tuple(Piece(piece.text, None) for piece in side) for side in (pair.source_pieces, pair.target_pieces)]
    found = leaks(model, [Pair(*unknown, pair.cut_source, pair.cut_target)])
    assert (found.tokens, found.case) == (0, None)


def test_each_trial_is_one_edit_of_the_trace(model):
    text = held_out()[0].source
    original, stays = model.trace(text), kept(model, text)
    assert stays.shape == (original.sizes["target"], original.sizes["source"])
    assert stays.any()
    assert not stays.all()
    for i, j in ((0, 0), (1, 2), (2, 0), (3, 1)):
        changed = model.trace(text, edits=(Edit(i, j, 1.0),))
        assert stays[i, j] == (changed.attrs["output"] == original.attrs["output"])
