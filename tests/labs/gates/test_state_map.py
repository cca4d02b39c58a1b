"""States on a plane."""

from __future__ import annotations

import numpy as np
import pytest

from core.labs.gates.state_map import KINDS, METHODS, WORDS, kinds, state_map

DICE = np.random.default_rng(0)


def two_clouds() -> tuple[np.ndarray, np.ndarray]:
    which = np.arange(120) % 2
    return (DICE.normal(size=(120, 20)) + 12 * which[:, None]).astype(np.float32), which


def test_pca_keeps_a_plane_as_it_is():
    plane = DICE.normal(size=(50, 2)) * [5, 1]
    turned = plane @ np.linalg.qr(DICE.normal(size=(9, 9)))[0][:2]
    places, explained = state_map(turned, "pca")
    assert explained.sum() == pytest.approx(1)
    apart = np.linalg.norm(plane[:, None] - plane, axis=-1)
    np.testing.assert_allclose(np.linalg.norm(places[:, None] - places, axis=-1), apart, atol=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_states_of_two_kinds_lie_apart(method):
    states, which = two_clouds()
    places, _ = state_map(states, method)
    assert places.shape == (120, 2)
    nearest = np.argsort(np.linalg.norm(places[:, None] - places, axis=-1), axis=1)[:, 1]
    assert (which[nearest] == which).mean() > 0.98


@pytest.mark.parametrize("method", METHODS)
def test_map_is_the_same_each_time(method):
    states, _ = two_clouds()
    assert (state_map(states, method)[0] == state_map(states, method)[0]).all()


@pytest.mark.parametrize("method", METHODS)
def test_three_states_are_enough_and_two_are_not(method):
    assert np.isfinite(state_map(np.eye(3, dtype=np.float32), method)[0]).all()
    with pytest.raises(ValueError, match="three states"):
        state_map(np.eye(2), method)


def test_unknown_layout_is_refused():
    with pytest.raises(ValueError, match="umap"):
        state_map(np.eye(4), "umap")


def test_every_character_has_a_kind():
    assert [KINDS[kind] for kind in kinds(["a", "Ä", "7", " ", "\n", '"', "(", "+", " the", "漢"])] == [
        "lower",
        "upper",
        "digit",
        "space",
        "line_end",
        "quote",
        "bracket",
        "other",
        "lower",
        "lower",
    ]
    assert set(WORDS) == set(KINDS)
