"""Children: networks built from a description and trained for a moment, to find out what it is worth.

*dense*: a picture of 64 pixels goes through equal hidden layers, each a = f(W a + b), to ten digits. *recurrent*: a
cell reads symbols one by one and answers after the last one with the first. Both learn by cross-entropy for a few steps; the
reward of a description is the accuracy of its child on examples that it did not learn from, 0 if it diverged.

A child depends on its description and a seed alone: whoever trains it again on the same machine gets the same one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from core.labs.architecture_search.schooling import LENGTH, LOOKS, SCHOOLING, Schooling
from core.labs.architecture_search.spaces import Space
from core.nn.cells.family import build
from core.pictures.digits import SHADES, digits
from core.systems.memory.data import DIGITS, LETTERS, held_out, recall

ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "linear": lambda a: a}


class Examples(NamedTuple):
    """Inputs and right answers.

    Attributes
    ----------
    x : Tensor, shape (N, 64) or (N, T, 12)
        Pictures, 0 … 1; or sequences of one-hot symbols.
    y : Tensor, shape (N,), int64
    """

    x: Tensor
    y: Tensor


@dataclass(frozen=True)
class Outcome:
    """How the training of a child went.

    Attributes
    ----------
    reward : float
        Its accuracy on `judged_on` at the end, 0 … 1; 0 if it diverged.
    accuracies : tuple of float
        The same after each of `Schooling.looked_at`.
    losses : tuple of float
        Cross-entropy at each step, in nats, as far as it came.
    diverged : bool
        Whether its loss stopped being a number.
    """

    reward: float
    accuracies: tuple[float, ...]
    losses: tuple[float, ...]
    diverged: bool


class Dense(nn.Module):
    """Equal hidden layers between pixels and digits."""

    def __init__(self, said: Mapping[str, str], generator: torch.Generator) -> None:
        super().__init__()
        sizes = [64, *[int(said["width"])] * int(said["layers"]), 10]
        self.layers = nn.ModuleList(nn.Linear(i, o) for i, o in pairwise(sizes))
        self.activation = ACTIVATIONS[said["activation"]]
        for layer, inputs in zip(self.layers, sizes, strict=False):
            for values in layer.parameters():
                nn.init.uniform_(values, -(inputs**-0.5), inputs**-0.5, generator=generator)

    def inside(self, x: Tensor) -> list[Tensor]:
        """The values of every layer, the scores of the digits last: (B, width) …, (B, 10)."""
        values = [x]
        for layer in self.layers[:-1]:
            values.append(self.activation(layer(values[-1])))  # (B, width)
        return [*values[1:], self.layers[-1](values[-1])]

    def forward(self, x: Tensor) -> Tensor:
        """The scores (B, 10) of pictures (B, 64)."""
        return self.inside(x)[-1]


class Remembering(nn.Module):
    """A recurrent cell and a layer that reads its last hidden state."""

    def __init__(self, said: Mapping[str, str], generator: torch.Generator) -> None:
        super().__init__()
        width = int(said["width"])
        self.cell = build(said["cell"], len(DIGITS) + len(LETTERS), width, int(said["layers"]))
        self.output = nn.Linear(width, len(DIGITS))
        self.cell.reset_parameters(generator)
        nn.init.normal_(self.cell.weights(0)["weight_ih"], generator=generator)
        if said["memory"] == "chrono" and self.cell.retain_gate is not None:
            self.cell.chrono_(LENGTH, generator)
        nn.init.uniform_(self.output.weight, -(width**-0.5), width**-0.5, generator=generator)
        nn.init.zeros_(self.output.bias)

    def inside(self, x: Tensor) -> list[Tensor]:
        """The hidden states (B, T, width) of the top layer, and the scores (B, T, 8), were the sequence to end
        there.
        """
        hidden, _, _ = self.cell(x)  # (B, T, width)
        return [hidden, self.output(hidden)]

    def forward(self, x: Tensor) -> Tensor:
        """The scores (B, 8) of sequences (B, T, 12)."""
        return self.output(self.cell(x)[0][:, -1])  # (B, 8)


Child = Dense | Remembering

KINDS: dict[str, type[Child]] = {"dense": Dense, "recurrent": Remembering}


def train_child(space: Space, tokens: Sequence[int], seed: int) -> tuple[Child, Outcome]:
    """Build a network from its description and train it.

    Parameters
    ----------
    space : Space
        What the description describes.
    tokens : sequence of int
        The description.
    seed : int
        Its first weights and its batches follow from it.
    """
    generator, schooling = torch.Generator().manual_seed(seed), SCHOOLING[space.key]
    said = space.said(tokens)
    child = KINDS[space.key](said, generator)
    optimizer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[said["optimizer"]]
    optimizer = optimizer(child.parameters(), lr=float(said["rate"]), fused=True)
    judge, losses, accuracies = judged_on(space.key), [], []
    for step, (x, y) in enumerate(_batches(space.key, schooling, generator), 1):
        loss = cross_entropy(child(x), y)
        losses.append(loss.item())
        if not torch.isfinite(loss):
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step in schooling.looked_at:
            accuracies.append(accuracy(child, judge))
    diverged = len(accuracies) < LOOKS
    accuracies += [0.0] * (LOOKS - len(accuracies))
    return child, Outcome(accuracies[-1], tuple(accuracies), tuple(losses[: -1 if diverged else None]), diverged)


@torch.no_grad()
def accuracy(child: Child, examples: Examples) -> float:
    """The share of examples that a child gets right."""
    return float((child(examples.x).argmax(1) == examples.y).double().mean())


def judged_on(space: str) -> Examples:
    """The 400 examples whose accuracy is the reward."""
    return _digits()[1] if space == "dense" else _sequences(800)[0]


def kept_back(space: str) -> Examples:
    """The other examples, some 400, that neither a child nor a search has ever seen."""
    return _digits()[2] if space == "dense" else _sequences(800)[1]


def _batches(space: str, schooling: Schooling, generator: torch.Generator) -> Iterator[Examples]:
    """The examples of each training step."""
    for _ in range(schooling.steps):
        if space == "recurrent":
            yield Examples(*recall(schooling.batch_size, LENGTH, generator))
            continue
        learnt, _, _ = _digits()
        some = torch.randint(len(learnt.y), (schooling.batch_size,), generator=generator)  # (B,)
        yield Examples(learnt.x[some], learnt.y[some])


@lru_cache(maxsize=1)
def _digits() -> tuple[Examples, Examples, Examples]:
    """The digits of scikit-learn, shuffled once: 1,000 to learn from, 400 for the reward, and the other 397."""
    found = digits(SHADES)
    x = torch.cat([torch.from_numpy(part).flatten(1) for part in (found.train, found.test)]).float() / (SHADES - 1)
    y = torch.cat([torch.from_numpy(part) for part in (found.train_classes, found.test_classes)])
    order = torch.randperm(len(y), generator=torch.Generator().manual_seed(1998))
    parts = order.split([1000, 400, len(y) - 1400])
    learnt, judged, kept = (Examples(x[part], y[part]) for part in parts)
    return learnt, judged, kept


@lru_cache(maxsize=1)
def _sequences(count: int) -> tuple[Examples, Examples]:
    x, y = held_out("recall", LENGTH, count)
    return Examples(x[: count // 2], y[: count // 2]), Examples(x[count // 2 :], y[count // 2 :])
