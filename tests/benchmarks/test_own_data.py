"""On a viewer's own data our networks take as many steps as plain PyTorch scripts of the same sizes and batches.

The scripts are what a student would write: an embedding, ``nn.GRU`` or ``nn.LSTM``, attention in a loop, Adam. Both
train in turn on the same examples, and processor time is counted, so that other work on the machine does not matter.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.labs.gates.task import LanguageTask
from core.labs.translation.config import TranslationConfig
from core.labs.translation.task import TranslationTask
from core.systems.language.config import LanguageConfig
from core.training.loop import Training, train

ROUNDS, STEPS = 5, 12

TRANSLATION, WRITING = 1.0, 0.7
"""How many steps ours take for one of the script's. An LSTM that keeps its gates costs up to 1.35 × one that shows none
(see test_cells.py), and a language model is little else.
"""

LATER = 2_001
"""A training step after which no checkpoint is due for long: the scripts keep none."""


class PlainTranslator(nn.Module):
    """A bidirectional GRU, and a GRU cell with scaled dot attention that is fed what it said last."""

    def __init__(self, V: int, W: int, E: int, H: int) -> None:
        super().__init__()
        self.source, self.target = nn.Embedding(V, E), nn.Embedding(W + 1, E)
        self.encoder = nn.GRU(E, H // 2, bidirectional=True, batch_first=True)
        self.cell = nn.GRUCell(E + H, H)
        self.combine, self.output = nn.Linear(2 * H, H, bias=False), nn.Linear(H, W)

    def forward(self, source: Tensor, mask: Tensor, before: Tensor) -> Tensor:
        """Logits (B, T, W) for source (B, S) and the target tokens before each (B, T)."""
        keys, last = self.encoder(self.source(source))  # (B, S, H), (2, B, H / 2)
        h, y = torch.cat([*last], dim=1), self.target(before)  # (B, H), (B, T, E)
        fed, said = torch.zeros_like(h), []
        for t in range(before.shape[1]):
            h = self.cell(torch.cat([y[:, t], fed], dim=1), h)  # (B, H)
            score = (keys @ h[:, :, None])[:, :, 0] / h.shape[1] ** 0.5  # (B, S)
            weight = score.masked_fill(~mask, -torch.inf).softmax(1)  # (B, S)
            context = (weight[:, None] @ keys)[:, 0]  # (B, H)
            fed = torch.tanh(self.combine(torch.cat([context, h], dim=1)))  # (B, H)
            said.append(fed)
        return self.output(torch.stack(said, dim=1))  # (B, T, W)


class PlainWriter(nn.Module):
    """An LSTM over characters."""

    def __init__(self, V: int, E: int, H: int) -> None:
        super().__init__()
        self.embedding, self.lstm, self.output = nn.Embedding(V, E), nn.LSTM(E, H, batch_first=True), nn.Linear(H, V)

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, T, V) for tokens (B, T)."""
        return self.output(self.lstm(self.embedding(x))[0])  # (B, T, V)


def pairs(folder: Path) -> Path:
    """Eight thousand pairs with the lengths and the frequencies of words that people's own have."""
    random, path = Random(0), folder / "pairs.tsv"
    digits = str.maketrans("0123456789", "aeiouwxyzq")
    names, weights = [f"b{n}".translate(digits) for n in range(3_000)], [1 / (n + 3) for n in range(3_000)]

    def sentence() -> str:
        return " ".join(random.choices(names, weights, k=length))

    lines = []
    for _ in range(8_000):
        length = max(2, min(30, round(random.lognormvariate(1.9, 0.45))))
        lines.append(f"{sentence()}\t{sentence()}")
    path.write_text("\n".join(lines))
    return path


def translation(folder: Path) -> tuple[Training, Callable[[], None]]:
    """Our translator, and one step of the plain one on batches of the same task."""
    config = TranslationConfig(unit_of_text="word", words=3_000)
    task = TranslationTask(config, pairs(folder))
    torch.manual_seed(0)
    sizes = len(task.source_vocabulary), len(task.target_vocabulary)
    plain = PlainTranslator(*sizes, config.embedding_size, config.hidden_size)
    adam, generator = torch.optim.Adam(plain.parameters(), config.learning_rate), torch.Generator().manual_seed(0)

    def step() -> None:
        numbers = torch.randint(2**60, (config.batch_size,), generator=generator).tolist()
        source, target = task._encoded([task.pairs.training_pair(number) for number in numbers])
        before = torch.cat([torch.full((len(target.tokens), 1), sizes[1]), target.tokens[:, :-1]], dim=1)
        logits = plain(source.tokens, source.mask, before)
        learn(plain, adam, F.cross_entropy(logits[target.mask], target.tokens[target.mask]))

    return Training.fresh(task, 0), step


def writing(folder: Path) -> tuple[Training, Callable[[], None]]:
    """Our language model, and one step of the plain one on the same text."""
    random, path = Random(0), folder / "text.txt"
    names = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=random.randint(1, 9))) for _ in range(5_000)]
    path.write_text("\n".join(" ".join(random.choices(names, k=9)) for _ in range(8_000)))
    config = LanguageConfig()
    task = LanguageTask(config, path)
    torch.manual_seed(0)
    plain = PlainWriter(len(task.vocabulary), config.embedding_size, config.hidden_size)
    adam, generator = torch.optim.Adam(plain.parameters(), config.learning_rate), torch.Generator().manual_seed(0)

    def step() -> None:
        begin = torch.randint(len(task.text) - config.length - 1, (config.batch_size, 1), generator=generator)
        text = task.text[begin + torch.arange(config.length + 1)].long()  # (B, T + 1)
        learn(plain, adam, F.cross_entropy(plain(text[:, :-1]).flatten(0, 1), text[:, 1:].flatten()))

    return Training.fresh(task, 0), step


def learn(plain: nn.Module, adam: torch.optim.Optimizer, loss: Tensor) -> None:
    adam.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(plain.parameters(), 1.0)
    adam.step()


@pytest.mark.parametrize(("prepare", "target"), [(translation, TRANSLATION), (writing, WRITING)])
def test_own_data_is_learnt_at_the_pace_of_a_plain_script(prepare, target, tmp_path):
    torch.set_num_threads(1)
    training, step = prepare(tmp_path)
    training.step = LATER
    ratios = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(STEPS):
            step()
        plain = time.process_time() - began
        before = training.cpu_seconds
        for _ in train(training, steps=STEPS):
            pass
        ratios.append(plain / (training.cpu_seconds - before))
    print(f"\n{prepare.__name__}: {median(ratios):.2f} × the plain script's steps ({STEPS / plain:.0f} a second)")
    assert median(ratios) >= target
