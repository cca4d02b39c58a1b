"""Gradient connectivity: how much each token that was read matters to the token that comes next.

With x_s the embedding vector of the token at step s, and y_t a token that may follow step t::

    connectivity(t, s) = ‖ ∂ log p(y_t | x_1 … x_t) / ∂x_s ‖        for s ≤ t

A network that only looked at its last characters would have none further back; one that remembers where a string began
keeps some there.

References
----------
- Madsen 2019, "Visualizing memorization in RNNs", Distill: connectivity between the predicted word and each input.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from core.errors import InputError
from core.systems.language.model import LanguageModel
from core.text.vocabulary import split

LONGEST = 300
"""Tokens between which connectivity is measured at once."""

ENOUGH = 10
"""Steps over which a mean at one distance is worth drawing."""

_NUMBERS = 2**23
"""Numbers that the lanes of one backward pass may keep in a layer."""


@dataclass(frozen=True, eq=False)
class Connectivity:
    """Connectivity within a stretch of a text.

    Attributes
    ----------
    begin : int
        The step of the text at which the stretch begins; what was read before is in the states, and counts as given.
    norms : ndarray, shape (T, T)
        ``norms[t, s]``, both counted from `begin`; 0 for s > t, for the future has no say.
    targets : ndarray of int, shape (T,)
        The token y_t whose log-probability was differentiated, after each step.
    log_p : ndarray, shape (T,)
        That log-probability, in nats.
    """

    begin: int
    norms: np.ndarray
    targets: np.ndarray
    log_p: np.ndarray

    @property
    def by_distance(self) -> np.ndarray:
        """The mean of ``norms[t, t − d]`` over all t, for each distance d = 0, 1, 2 … that at least `ENOUGH` steps
        have.

        In a short text it goes up to half of its length.
        """
        T = len(self.norms)
        return np.array([np.diagonal(self.norms, -d).mean() for d in range(max((T + 1) // 2, T + 1 - ENOUGH))])

    @property
    def half(self) -> float:
        """The number of last tokens that together have half of the connectivity: the median over steps."""
        recent = np.array([np.pad(row[t::-1], (0, len(row) - t - 1)) for t, row in enumerate(self.norms)])  # (T, T)
        share = recent.cumsum(1) / np.maximum(recent.sum(1, keepdims=True), np.finfo(float).tiny)
        return float(np.median((share < 0.5).sum(1) + 1))


def connectivity(model: LanguageModel, text: str, *, target: str | None = None, end: int | None = None) -> Connectivity:
    """Differentiate, after each step, the log-probability of a token by every embedding vector before it.

    Of every step a lane of its own reads the stretch and goes back from there, many lanes side by side: T passes back
    in all, at the price of T²/2 steps of the network.

    Parameters
    ----------
    model : LanguageModel
        With an `embedding`, a `cell` in one direction and an `output`; in evaluation mode.
    text : str
        What is read.
    target : str, optional
        The token that is asked for after every step; by default the one that really came, after the last step the
        likeliest.
    end : int, optional
        Of a longer text, measure the `LONGEST` tokens before this step; by default the last ones.

    Raises
    ------
    InputError
        If the model cannot read `text`, or knows no token `target`.
    """
    if not text:
        raise InputError("There is nothing to read. Type at least one character.")
    asked = None if target is None else model.vocabulary.encode([target])[0]
    tokens = split(text, model.config.unit_of_text)
    end = len(tokens) if end is None else min(max(end, LONGEST), len(tokens))
    begin = max(0, end - LONGEST)
    numbers = torch.tensor(model.vocabulary.encode([model.start, *tokens[:end]]))  # (1 + begin + T,)
    with torch.no_grad():
        _, before, _ = model(numbers[None, : 1 + begin])
    read, T = numbers[1 + begin :], end - begin  # (T,)
    later = model.vocabulary.encode(tokens[end : end + 1])
    came = torch.tensor([*read[1:].tolist(), *(later or [-1])])  # (T,) what follows each step; −1 where nothing does
    wanted = came if asked is None else torch.full_like(came, asked)
    size = (
        T
        * model.cell.num_layers
        * sum(values.shape[0] for values in model.cell.weights(0).values() if values.dim() == 1)
    )
    lanes = max(4, min(T, _NUMBERS // size))
    parts = [_go_back(model, read, before, wanted, slice(t, min(t + lanes, T))) for t in range(0, T, lanes)]
    norms, targets, log_p = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Connectivity(begin, norms, targets, log_p)


def _go_back(
    model: LanguageModel, read: Tensor, before: dict[str, Tensor], wanted: Tensor, now: slice
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows `now` of the norms (B, T), with their targets (B,) and log-probabilities (B,): a lane for each of these
    steps.
    """
    lanes = torch.arange(now.start, now.stop)  # (B,) where each goes back from
    B, T = len(lanes), len(read)
    x = model.embedding(read[: now.stop]).detach().expand(B, -1, -1).clone().requires_grad_()  # (B, now.stop, E)
    hidden, _, _ = model.cell(x, {name: values.expand(-1, B, -1) for name, values in before.items()})
    log_p = model.output(hidden[torch.arange(B), lanes]).log_softmax(-1)  # (B, V)
    targets = torch.where(wanted[now] < 0, log_p.argmax(-1), wanted[now])  # (B,)
    asked = log_p.gather(1, targets[:, None])[:, 0]  # (B,)
    (dx,) = torch.autograd.grad(asked.sum(), x)  # (B, now.stop, E); a lane's loss sees no other lane
    norms = np.zeros((B, T), dx.numpy().dtype)
    norms[:, : now.stop] = dx.norm(dim=2).numpy()
    return norms, targets.numpy(), asked.detach().numpy()
