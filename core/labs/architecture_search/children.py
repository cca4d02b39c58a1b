"""Children: networks built from a description and trained for a moment, to find out what it is worth.

*dense*: a picture of 64 pixels goes through equal hidden layers, each a = f(W a + b), to ten digits. *recurrent*: a
cell reads symbols one by one and answers after the last one with the first. Both learn by cross-entropy for a few
steps; the reward of a description is the accuracy of its child on examples that it did not learn from, 0 if it
diverged.

A child depends on its description and a seed alone: whoever trains it again on the same machine gets the same one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from core.labs.architecture_search.schooling import LENGTH, LOOKS, SCHOOLING, Schooling
from core.labs.architecture_search.spaces import Space
from core.nn.cells.family import build
from core.pictures.digits import SHADES, digits
from core.systems.memory.data import DIGITS, LETTERS, held_out, recall

Function = Callable[[Tensor], Tensor]

ACTIVATIONS: dict[str, tuple[Function, Function]] = {
    "sigmoid": (torch.sigmoid, lambda a: a * (1 - a)),
    "tanh": (torch.tanh, lambda a: 1 - a * a),
    "relu": (torch.relu, lambda a: (a > 0).float()),
    "linear": (lambda z: z, torch.ones_like),
}
"""Each activation a = f(z), and f'(z) as a function of a."""


class Exercises(NamedTuple):
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


class Dense:
    """Equal hidden layers between pixels and digits, with the gradient written out, several times as fast as autograd.

    With a_0 the pixels, d_l = ∂L/∂(W_l a_{l−1} + b_l) and p the softmax of the last layer::

        d_last = (p − [class]) / B             d_{l−1} = (d_l W_l) ∘ f'(a_{l−1})
        ∂L/∂W_l = d_lᵀ a_{l−1}                 ∂L/∂b_l = Σ d_l

    Parameters
    ----------
    said : mapping of str to str
        Its description, by question.
    generator : torch.Generator
        Its weights are drawn from it, uniformly from ±1/√I of their I inputs.

    Attributes
    ----------
    theta, gradient : Tensor, shape (P,)
        All weights in a row, and the gradient of the loss.
    """

    def __init__(self, said: Mapping[str, str], generator: torch.Generator) -> None:
        sizes = [64, *[int(said["width"])] * int(said["layers"]), 10]
        shapes = [shape for inputs, outputs in pairwise(sizes) for shape in ((outputs, inputs), (outputs,))]
        self.theta, self.gradient = (torch.zeros(sum(math.prod(shape) for shape in shapes)) for _ in range(2))
        self.weights, self.slopes = (_cut(row, shapes) for row in (self.theta, self.gradient))
        self.activation, self.derivative = ACTIVATIONS[said["activation"]]
        for inputs, pair in zip(sizes, self.weights, strict=False):
            for values in pair:
                values.uniform_(-(inputs**-0.5), inputs**-0.5, generator=generator)

    def inside(self, x: Tensor) -> list[Tensor]:
        """The values of every layer, the scores of the digits last: (B, width) …, (B, 10)."""
        values = [x]
        for W, b in self.weights[:-1]:
            values.append(self.activation(torch.addmm(b, values[-1], W.T)))  # (B, width)
        W, b = self.weights[-1]
        return [*values[1:], torch.addmm(b, values[-1], W.T)]

    def scores(self, x: Tensor) -> Tensor:
        """The scores (B, 10) of pictures (B, 64)."""
        return self.inside(x)[-1]

    def learn(self, x: Tensor, y: Tensor) -> float:
        """Find the gradient of the cross-entropy of a batch; return the cross-entropy, in nats."""
        *values, scores = [x, *self.inside(x)]
        log_p, rows = scores.log_softmax(1), torch.arange(len(y))
        d = log_p.exp()  # (B, 10)
        d[rows, y] -= 1
        d /= len(y)
        for (W, _b), (dW, db), a in zip(self.weights[::-1], self.slopes[::-1], values[::-1], strict=True):
            torch.mm(d.T, a, out=dW)
            torch.sum(d, 0, out=db)
            if a is not x:
                d = torch.mm(d, W) * self.derivative(a)  # (B, width)
        return -log_p[rows, y].mean().item()


class Remembering:
    """A recurrent cell and a layer that reads its last hidden state (parameters and attributes as of `Dense`)."""

    def __init__(self, said: Mapping[str, str], generator: torch.Generator) -> None:
        width = int(said["width"])
        self.cell = build(said["cell"], len(DIGITS) + len(LETTERS), width, int(said["layers"]))
        self.output = nn.Linear(width, len(DIGITS))
        self.cell.reset_parameters(generator)
        nn.init.normal_(self.cell.weights(0)["weight_ih"], generator=generator)
        if said["memory"] == "chrono" and self.cell.retain_gate is not None:
            self.cell.chrono_(LENGTH, generator)
        nn.init.uniform_(self.output.weight, -(width**-0.5), width**-0.5, generator=generator)
        nn.init.zeros_(self.output.bias)
        parameters = [*self.cell.parameters(), *self.output.parameters()]
        self.theta = torch.cat([values.detach().flatten() for values in parameters])
        self.gradient = torch.zeros_like(self.theta)
        ends = list(accumulate(values.numel() for values in parameters))
        for values, end in zip(parameters, ends, strict=True):  # from now on they are parts of the two rows
            these = slice(end - values.numel(), end)
            values.data, values.grad = (row[these].view_as(values) for row in (self.theta, self.gradient))

    def inside(self, x: Tensor) -> list[Tensor]:
        """The hidden states (B, T, width) of the top layer, and the scores (B, T, 8), were the sequence to end
        there.
        """
        hidden, _, _ = self.cell(x)  # (B, T, width)
        return [hidden, self.output(hidden)]

    def scores(self, x: Tensor) -> Tensor:
        """The scores (B, 8) of sequences (B, T, 12)."""
        return self.output(self.cell(x)[0][:, -1])

    def learn(self, x: Tensor, y: Tensor) -> float:
        """As of `Dense`, by autograd."""
        self.gradient.zero_()
        with torch.enable_grad():
            loss = cross_entropy(self.scores(x), y)
            loss.backward()
        return loss.item()


def _cut(row: Tensor, shapes: Sequence[tuple[int, ...]]) -> list[tuple[Tensor, Tensor]]:
    """Parts of a row as matrices and vectors, in pairs."""
    parts = [part.view(shape) for part, shape in zip(row.split([*map(math.prod, shapes)]), shapes, strict=True)]
    return list(zip(parts[::2], parts[1::2], strict=True))


Child = Dense | Remembering

KINDS: dict[str, type[Child]] = {"dense": Dense, "recurrent": Remembering}


class Descent:
    """How the weights of a child move, by stochastic gradient descent or by Adam (Kingma & Ba 2015, algorithm 1)::

    sgd     θ ← θ − η g
    adam    m ← .9 m + .1 g     v ← .999 v + .001 g²     θ ← θ − η (m / (1 − .9ᵗ)) / (√(v / (1 − .999ᵗ)) + 10⁻⁸)
    """

    def __init__(self, child: Child, said: Mapping[str, str]) -> None:
        self.theta, self.gradient = child.theta, child.gradient
        self.rate, self.adaptive = float(said["rate"]), said["optimizer"] == "adam"
        self.m, self.v, self.t = torch.zeros_like(self.theta), torch.zeros_like(self.theta), 0

    def step(self) -> None:
        """Move once."""
        if not self.adaptive:
            self.theta.add_(self.gradient, alpha=-self.rate)
            return
        self.t += 1
        self.m.lerp_(self.gradient, 0.1)
        self.v.mul_(0.999).addcmul_(self.gradient, self.gradient, value=0.001)
        spread = (self.v / (1 - 0.999**self.t)).sqrt_().add_(1e-8)  # (P,)
        self.theta.addcdiv_(self.m, spread, value=-self.rate / (1 - 0.9**self.t))


@torch.no_grad()
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
    generator, schooling, said = torch.Generator().manual_seed(seed), SCHOOLING[space.key], space.said(tokens)
    child = KINDS[space.key](said, generator)
    descent, judge = Descent(child, said), judged_on(space.key)
    losses: list[float] = []
    accuracies: list[float] = []
    for step, (x, y) in enumerate(_batches(space.key, schooling, generator), 1):
        losses.append(child.learn(x, y))
        if not math.isfinite(losses[-1]):
            break
        descent.step()
        if step in schooling.looked_at:
            accuracies.append(accuracy(child, judge))
    diverged = not math.isfinite(losses[-1] + float(child.theta.sum()))
    accuracies = [*accuracies[: LOOKS - diverged], *[0.0] * LOOKS][:LOOKS]
    return child, Outcome(accuracies[-1], tuple(accuracies), tuple(filter(math.isfinite, losses)), diverged)


@torch.no_grad()
def accuracy(child: Child, examples: Exercises) -> float:
    """The share of examples that a child gets right."""
    return float((child.scores(examples.x).argmax(1) == examples.y).double().mean())


def judged_on(space: str) -> Exercises:
    """The 400 examples whose accuracy is the reward."""
    return _digits()[1] if space == "dense" else _sequences(800)[0]


def kept_back(space: str) -> Exercises:
    """The other examples, some 400, that neither a child nor a search has ever seen."""
    return _digits()[2] if space == "dense" else _sequences(800)[1]


def _batches(space: str, schooling: Schooling, generator: torch.Generator) -> Iterator[Exercises]:
    """The examples of each training step."""
    for _ in range(schooling.steps):
        if space == "recurrent":
            yield Exercises(*recall(schooling.batch_size, LENGTH, generator))
            continue
        learnt, _, _ = _digits()
        some = torch.randint(len(learnt.y), (schooling.batch_size,), generator=generator)  # (B,)
        yield Exercises(learnt.x[some], learnt.y[some])


@lru_cache(maxsize=1)
def _digits() -> tuple[Exercises, Exercises, Exercises]:
    """The digits of scikit-learn, shuffled once: 1,000 to learn from, 400 for the reward, and the other 397."""
    found = digits(SHADES)
    x = torch.cat([torch.from_numpy(part).flatten(1) for part in (found.train, found.test)]).float() / (SHADES - 1)
    y = torch.cat([torch.from_numpy(part) for part in (found.train_classes, found.test_classes)])
    order = torch.randperm(len(y), generator=torch.Generator().manual_seed(1998))
    parts = order.split([1000, 400, len(y) - 1400])
    learnt, judged, kept = (Exercises(x[part], y[part]) for part in parts)
    return learnt, judged, kept


@lru_cache(maxsize=1)
def _sequences(count: int) -> tuple[Exercises, Exercises]:
    x, y = held_out("recall", LENGTH, count)
    return Exercises(x[: count // 2], y[: count // 2]), Exercises(x[count // 2 :], y[count // 2 :])
