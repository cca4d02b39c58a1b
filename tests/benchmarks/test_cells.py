"""What our cells cost beside torch's, which show none of their gates: ratios of neighbouring measurements on one thread.

Printed as a table by ``make bench``. Processor time is measured, so that a busy machine disturbs less.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median

import pytest
import torch
from torch import nn

from core.cells.gru import GRU
from core.cells.lstm import LSTM

SECONDS = 5.0
"""How long each pair is measured."""

CASES = [
    ("training step", LSTM, nn.LSTM, (32, 64, 128), 1.35),
    ("training step", LSTM, nn.LSTM, (64, 128, 128), 1.1),
    ("training step", GRU, nn.GRU, (32, 64, 128), 1.0),
    ("training step", GRU, nn.GRU, (64, 128, 128), 1.0),
    ("trace", LSTM, nn.LSTM, (1, 512, 256), 1.4),
    ("trace", LSTM, nn.LSTM, (32, 128, 128), 1.8),
]
"""What is measured, ours, torch's, (B, T, H), and the largest ratio allowed."""


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


@pytest.mark.parametrize(("what", "ours", "theirs", "size", "target"), CASES)
def test_a_cell_that_shows_its_gates_costs_little_more_than_one_that_does_not(table, what, ours, theirs, size, target):
    B, T, H = size
    mine, torchs = ours(H, H), theirs(H, H, batch_first=True)
    x, weights = torch.randn(B, T, H), torch.randn(B, T, H)
    act = {"training step": training_step, "trace": trace}[what]
    ratios, ended = [], time.monotonic() + SECONDS
    while time.monotonic() < ended or len(ratios) < 5:
        ratios.append(seconds(lambda: act(mine, x, weights)) / seconds(lambda: act(torchs, x, weights)))
    ratio = median(ratios)
    name = f"{ours.__name__} {what} / nn.{theirs.__name__}, (B, T, H) = {size}"
    table.append((name, f"{ratio:.2f}", f"≤ {target}", "ok" if ratio <= target else "MISSED"))
    assert ratio <= target
