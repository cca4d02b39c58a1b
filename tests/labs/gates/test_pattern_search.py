"""Search by pattern: against a naive search on small cases, and a recording against the states themselves."""

from __future__ import annotations

import os

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.labs.gates import pattern_search
from core.labs.gates.batched_reading import WARM
from core.labs.gates.pattern_search import (
    Pattern,
    coded,
    lanes,
    level_of,
    on_counts,
    pattern_of,
    record,
    recording,
    search,
)
from tests.labs.gates.test_batched_reading import VOCABULARY, network, numbers


def naive(codes, pattern, level, off_before, off_after, most):
    """The same in words: (begin, end, on) level by level, token by token."""
    N = codes.shape[1]
    on = [
        sum(int(sign) * int(codes[unit, t]) >= level for unit, sign in zip(pattern.units, pattern.signs, strict=True))
        for t in range(N)
    ]
    K, found = len(pattern.units), []
    for m in range(K, max(1, (K + 1) // 2) - 1, -1):
        fresh, t = [], 0
        while t < N:
            end = t
            while end < N and on[end] >= m:
                end += 1
            if end > t:
                long = end - t >= max(1, pattern.length // 2)
                before = not off_before or (t > 0 and K - on[t - 1] >= m)
                after = not off_after or (end < N and K - on[end] >= m)
                better = any(t <= begin < end for begin, _, _ in found)
                if long and before and after and not better:
                    fresh.append((t, end, m))
            t = max(end, t + 1)
        found += sorted(fresh, key=lambda place: abs(place[1] - place[0] - pattern.length))
        if len(found) >= most:
            break
    return found[:most]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("around", [(False, False), (True, False), (True, True)])
def test_search_finds_what_a_naive_search_finds(seed, around):
    dice = np.random.default_rng(seed)
    walk = dice.normal(size=(6, 400)).cumsum(axis=1)
    codes = coded(np.sin(walk), "hidden_state")
    begin = int(dice.integers(5, 380))
    end, level = begin + int(dice.integers(1, 9)), level_of(0.3)
    pattern = pattern_of(codes, begin, end, level, off_before=around[0], off_after=around[1])
    if not len(pattern.units):
        pattern = Pattern(np.array([0, 3]), np.array([1, -1]), end - begin)
    counts = on_counts(codes, pattern, level)
    for most in (5, 50):
        places = search(counts, pattern, off_before=around[0], off_after=around[1], most=most)
        assert [(place.begin, place.end, place.on) for place in places] == naive(codes, pattern, level, *around, most)


def test_a_pattern_is_found_where_it_was_taken_from():
    codes = coded(np.random.default_rng(1).normal(size=(20, 3000)), "hidden_state")
    pattern = pattern_of(codes, 500, 502, level_of(0.1))
    places = search(on_counts(codes, pattern, level_of(0.1)), pattern)
    assert any(place.begin <= 500 and place.end >= 502 and place.on == len(pattern.units) for place in places)


def test_units_are_on_over_the_whole_stretch_each_on_its_side():
    codes = coded(np.array([[0.9, 0.9, 0.9], [0.9, 0.1, 0.9], [-0.9, -0.9, -0.9], [0.9, -0.9, 0.9]]), "hidden_state")
    pattern = pattern_of(codes, 0, 3, level_of(0.5))
    assert pattern.units.tolist() == [0, 2]
    assert pattern.signs.tolist() == [1, -1]
    assert pattern.length == 3


def test_units_that_were_on_before_or_stay_on_after_can_be_left_out():
    codes = coded(np.array([[0.9, 0.9, 0.9], [0.1, 0.9, 0.9], [0.9, 0.9, 0.1], [-0.9, 0.9, 0.1]]), "hidden_state")
    level = level_of(0.5)
    assert pattern_of(codes, 1, 2, level, off_before=True).units.tolist() == [1, 3]
    assert pattern_of(codes, 1, 2, level, off_after=True).units.tolist() == [2, 3]
    assert pattern_of(codes, 1, 2, level, off_before=True, off_after=True).units.tolist() == [3]
    assert pattern_of(codes, 0, 3, level, off_before=True).units.tolist() == [0]  # nothing lies before the text


def test_no_place_is_found_where_too_few_units_are_on():
    pattern = Pattern(np.array([0, 1]), np.array([1, 1]), 4)
    assert search(np.array([0, 1, 1, 0, 2]), pattern) == [pattern_search.Place(1, 3, 1)]
    assert search(np.zeros(9, dtype=np.uint8), pattern) == []


def test_more_than_255_units_are_counted():
    codes = np.full((300, 5), 100, dtype=np.int8)
    pattern = pattern_of(codes, 1, 3, level_of(0.5))
    assert on_counts(codes, pattern, level_of(0.5)).tolist() == [300] * 5


@pytest.mark.parametrize("quantity", ["hidden_state", "cell_state"])
def test_bytes_keep_the_order_of_the_states(quantity):
    values = np.linspace(-6, 6, 500)
    codes = coded(values, quantity).astype(int)
    assert (np.diff(codes) >= 0).all()
    assert (codes[0], codes[-1]) == (-127, 127)
    assert (codes == -codes[::-1]).all()


@pytest.mark.parametrize("size", [1, 100, 70_000, 5_000_000])
def test_lanes_cover_the_text_without_a_gap(size):
    begin, length = lanes(size)
    assert (np.diff(begin) == length).all()
    assert min(size, pattern_search.TOKENS) * 0.99 <= len(begin) * length <= min(size, pattern_search.TOKENS)


@pytest.mark.parametrize("quantity", ["hidden_state", "cell_state"])
def test_recording_holds_the_states_of_the_text(tmp_path, quantity):
    model, text = network("lstm", layers=2), numbers(1_500)
    path = tmp_path / "cache" / "states.npy"
    shares = list(record(model, text, quantity, 1, path))
    assert shares == sorted(shares)
    assert shares[-1] == 1
    codes = recording(path)
    start = torch.full((WARM,), VOCABULARY.number["\n"])
    with torch.no_grad():
        _, _, internals = model(torch.cat([start, torch.tensor(text).long()])[None])
    whole = coded(internals[1][quantity][0, WARM:].numpy().T, quantity)
    T = codes.shape[1]
    assert codes.shape[0] == 8
    assert T > 1_400
    assert np.abs(codes.astype(int) - whole[:, :T]).max() <= 2
    assert [file.name for file in path.parent.iterdir()] == ["states.npy"]


def test_what_is_not_recorded_or_damaged_is_not_there(tmp_path):
    assert recording(tmp_path / "none.npy") is None
    (tmp_path / "bad.npy").write_bytes(b"no array")
    assert recording(tmp_path / "bad.npy") is None


def test_recordings_that_were_not_used_for_longest_make_room(tmp_path, monkeypatch):
    monkeypatch.setattr(pattern_search, "KEPT", 20_000)
    model, text = network(), numbers(1_000)  # 8 kB each
    paths = [tmp_path / f"{name}.npy" for name in "abc"]
    for age, path in enumerate(paths[:2]):
        list(record(model, text, "hidden_state", 0, path))
        os.utime(path, (age, age))
    recording(paths[0])  # now b is the one unused for longest
    list(record(model, text, "hidden_state", 0, paths[2]))
    assert sorted(path.name for path in tmp_path.glob("*.npy")) == ["a.npy", "c.npy"]


def test_a_disk_that_cannot_be_written_to_is_said(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="could not be kept"):
        list(record(network(), numbers(300), "hidden_state", 0, tmp_path / "file" / "states.npy"))
