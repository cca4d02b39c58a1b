"""What our cells cost beside torch's, which show none of their gates: ratios of neighbouring measurements on one
thread.

Printed as a table by ``make bench``. Processor time is measured, so that a busy machine disturbs less.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median

import pytest
import torch
from torch import nn

from core.nn.cells.family import CELL_KEYS, build

SECONDS = 3.0
"""How long each pair is measured."""

SMALL, LARGE = (32, 64, 128), (64, 128, 128)
LSTMS = [key for key in CELL_KEYS if key.startswith("lstm") and key != "lstm_fgr"]

CASES = [
    *(("training step", key, nn.LSTM, SMALL, 1.35) for key in LSTMS),
    *(("training step", key, nn.LSTM, LARGE, 1.1) for key in LSTMS),
    ("training step", "lstm_fgr", nn.LSTM, SMALL, 3.5),
    ("training step", "lstm_peephole", nn.LSTM, (32, 64, 32), 2.5),
    ("training step", "gru", nn.GRU, SMALL, 1.0),
    ("training step", "gru", nn.GRU, LARGE, 1.0),
    ("trace", "lstm", nn.LSTM, (1, 512, 256), 1.4),
    ("trace", "lstm", nn.LSTM, (32, 128, 128), 1.8),
]
"""What is measured, our cell, torch's, (B, T, H), and the largest ratio allowed."""


@pytest.fixture(scope="module")
def table() -> Iterator[list[tuple[str, ...]]]:
    rows = [("what", "ratio", "target", "")]
    yield rows
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    print("\n\n" + "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows))


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def training_step(module: nn.Module, x: torch.Tensor, weights: torch.Tensor) -> None:
    """Forward and backward, with a loss on the output."""
    module.zero_grad()
    (module(x)[0] * weights).sum().backward()


def trace(module: nn.Module, x: torch.Tensor, _: torch.Tensor) -> None:
    """A forward pass without gradient; ours gives every gate."""
    with torch.no_grad():
        module(x)


def seconds(act: Callable[[], None]) -> float:
    """Processor time of `act` once its memory is warm."""
    act()
    started = time.process_time()
    act()
    return time.process_time() - started


@pytest.mark.parametrize(("what", "key", "theirs", "size", "target"), CASES)
def test_a_cell_that_shows_its_gates_costs_little_more_than_one_that_does_not(table, what, key, theirs, size, target):
    B, T, H = size
    mine, torchs = build(key, H, H), theirs(H, H, batch_first=True)
    x, weights = torch.randn(B, T, H), torch.randn(B, T, H)
    act = {"training step": training_step, "trace": trace}[what]
    ratios, ended = [], time.monotonic() + SECONDS
    while time.monotonic() < ended or len(ratios) < 5:
        ratios.append(seconds(lambda: act(mine, x, weights)) / seconds(lambda: act(torchs, x, weights)))
    ratio = median(ratios)
    name = f"{key} {what} / nn.{theirs.__name__}, (B, T, H) = {size}"
    table.append((name, f"{ratio:.2f}", f"≤ {target}", "ok" if ratio <= target else "MISSED"))
    assert ratio <= target
