"""What is computed of a checkpoint is computed once, and what is kept stays within its bytes."""

import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
import xarray as xr

from core.runs.records import Checkpoint
from dashboard.cache import Kept, computed_once, content, size_of

MEGABYTE = 2**20


def block(number: float) -> np.ndarray:
    return np.full(MEGABYTE // 8, number)


def test_least_recently_used_result_goes_first_and_the_limit_holds():
    kept = Kept(3 * MEGABYTE)
    for number in range(3):
        kept.get(number, lambda number=number: block(number))
    kept.get(0, lambda: pytest.fail("it is kept"))
    kept.get(3, lambda: block(3))
    assert kept.bytes == 3 * MEGABYTE
    kept.get(0, lambda: pytest.fail("it was used last"))
    computed = []
    kept.get(1, lambda: computed.append(1) or block(1))
    assert computed == [1]


def test_result_above_the_limit_is_handed_out_and_not_kept():
    kept = Kept(MEGABYTE // 2)
    assert kept.get("large", lambda: block(1)).sum() == MEGABYTE // 8
    assert kept.bytes == 0


def test_many_who_ask_at_once_have_it_computed_once():
    kept, begun, go = Kept(MEGABYTE), [], threading.Event()

    def compute():
        begun.append(1)
        go.wait(60)
        return 7

    found = []
    threads = [threading.Thread(target=lambda: found.append(kept.get("key", compute))) for _ in range(8)]
    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join(60)
    assert (begun, found) == ([1], [7] * 8)


def test_what_went_wrong_is_raised_and_tried_again():
    kept = Kept(MEGABYTE)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert kept.get("key", lambda: 2) == 2


def test_function_of_a_checkpoint_is_computed_once_for_equal_arguments():
    calls = []

    @computed_once
    def measured(checkpoint, text, *, length=1):
        calls.append((checkpoint.step, text, length))
        return len(calls)

    one, other = (Checkpoint("run", step, Path(f"/nowhere/{step}"), {}) for step in (1, 2))
    assert [measured(one, "a"), measured(one, "a"), measured(one, "b"), measured(other, "a")] == [1, 1, 2, 3]
    assert measured(one, "a", length=2) == 4


def test_argument_says_by_its_key_what_it_is():
    class Pair:
        __hash__ = None

        def __init__(self, words):
            self.cache_key = words

    assert content(Pair("a")) == content(Pair("a")) != content(Pair("b"))
    with pytest.raises(TypeError):
        content({1, 2})


@dataclass
class Found:
    table: np.ndarray
    name: str


@pytest.mark.parametrize(
    ("value", "least"),
    [
        (block(1), MEGABYTE),
        (torch.zeros(10, 10), 400),
        (xr.Dataset({"a": ("x", block(1))}), MEGABYTE),
        (torch.nn.Linear(10, 10), 440),
        (Found(block(1), "name"), MEGABYTE),
        ([block(1), {"x": block(2)}], 2 * MEGABYTE),
        ("x" * 1000, 1000),
    ],
    ids=lambda value: type(value).__name__,
)
def test_size_counts_all_that_is_held(value, least):
    assert least <= size_of(value) <= least + 500
