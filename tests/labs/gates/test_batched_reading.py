"""Reading a long text in many lanes gives what reading it in one would."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.labs.gates.batched_reading import WARM, WINDOW, read, spread
from core.nn.cells.family import CELL_KEYS
from core.systems.language.config import LanguageConfig
from core.systems.language.model import LanguageModel
from core.text.vocabulary import Vocabulary

VOCABULARY = Vocabulary([*"\n abc\"'()#="])


def network(cell: str = "lstm", layers: int = 1, hidden_size: int = 8) -> LanguageModel:
    model = LanguageModel(LanguageConfig(cell=cell, layers=layers, hidden_size=hidden_size), VOCABULARY)
    model.initialise(torch.Generator().manual_seed(0))
    return model.eval()


def numbers(size: int) -> np.ndarray:
    return np.random.default_rng(0).integers(len(VOCABULARY), size=size).astype(np.uint8)


@pytest.mark.parametrize(
    ("size", "tokens", "length"), [(1000, 300, 50), (1000, 5000, 50), (30, 300, 50), (101, 100, 10)]
)
def test_stretches_lie_evenly_within_the_text_and_do_not_overlap(size, tokens, length):
    begin, length = spread(size, tokens, length)
    assert begin[0] == 0
    assert begin[-1] + length <= size
    assert len(begin) * length <= max(tokens, length)
    assert all(np.diff(begin) >= length)
    assert len(set(np.diff(begin))) <= 1


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_lanes_read_what_one_reader_reads(cell):
    # in float64: a state without bound, of an LSTM that forgets nothing, grows until float32 rounds at the fifth digit
    model, text = network(cell, layers=2).double(), numbers(WARM + 200)
    begin, length = np.array([0, WARM + 100]), WINDOW + 5
    parts = list(read(model, text, begin, length))
    assert [window for window, _ in parts] == [slice(0, WINDOW), slice(WINDOW, length)]
    names = set(parts[0][1][0])
    start = torch.full((WARM,), VOCABULARY.number["\n"])
    for lane, heard in enumerate(
        [torch.cat([start, torch.tensor(text[:length]).long()]), torch.tensor(text[100:]).long()]
    ):
        with torch.no_grad():
            _, _, alone = model(heard[None, : WARM + length])
        for layer in range(2):
            for name in names:
                together = torch.cat([internals[layer][name][lane] for _, internals in parts])
                torch.testing.assert_close(together, alone[layer][name][0, WARM:], rtol=1e-6, atol=1e-9)
