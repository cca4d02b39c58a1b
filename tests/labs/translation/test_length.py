"""Exact match against source length."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from core.labs.translation.length import by_length, translated_right
from core.runs.shipped import shipped_run
from core.training.checkpoints import load_model
from tests.labs.translation.test_caveats import held_out


def test_groups_hold_every_sentence_once_and_never_part_a_length():
    lengths = np.random.default_rng(0).integers(1, 20, 300)
    right = lengths < 7
    shares = by_length(lengths, right)
    assert sum(share.count for share in shares) == 300
    assert sum(share.right for share in shares) == right.sum()
    assert all(a.longest < b.shortest for a, b in pairwise(shares))
    assert shares[0].right == shares[0].count
    assert shares[-1].right == 0


def test_single_length_is_one_group():
    assert by_length(np.array([5, 5, 5]), np.array([True, False, True])) == [(5, 5, 5.0, 3, 2)]


def test_right_means_what_the_trace_writes():
    points, pairs = shipped_run("translation").checkpoints, held_out()[:34]
    for point in (points[0], points[len(points) // 2], points[-1]):
        model = load_model(point.path)
        right = translated_right(model, pairs)
        assert list(right) == [model.trace(pair.source).attrs["output"] == pair.target for pair in pairs]
