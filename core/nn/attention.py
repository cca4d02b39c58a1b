"""Attention: a query is matched against keys, and the values are averaged by how well they match.

In a translator (Bahdanau, Cho, Bengio 2015) the *query* is the decoder's state z_i, and the encoder's states h_1 … h_S,
the annotations, serve as *keys* and as *values*::

    e_ij = match(z_i, h_j)             score, any number
    α_ij = exp(e_ij) / Σ_k exp(e_ik)   alignment, each row sums to 1
    c_i  = Σ_j α_ij h_j                context

Without the softmax, α_ij = e_ij: weights of any sign and sum.

References
----------
- Bahdanau, Cho, Bengio 2015, "Neural Machine Translation by Jointly Learning to Align and Translate", section 3.1 and
A.1.2.
- Luong, Pham, Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation", section 3.1.
- Vaswani et al. 2017, "Attention Is All You Need", equation 1 and section 3.2.1.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def dot(query: Tensor, keys: Tensor) -> Tensor:
    """e_j = qᵀk_j, the "dot" of Luong et al. 2015."""
    return torch.bmm(query.unsqueeze(1), keys.transpose(1, 2)).squeeze(1)  # (B, S)


def scaled_dot(query: Tensor, keys: Tensor) -> Tensor:
    """e_j = qᵀk_j / √H: scores stay of size 1 whatever the number of units H (Vaswani et al. 2017, equation 1)."""
    return dot(query / query.shape[1] ** 0.5, keys)  # (B, S)


def cosine(query: Tensor, keys: Tensor) -> Tensor:
    """e_j = qᵀk_j / (‖q‖ ‖k_j‖): the angle alone counts, so a score lies in −1 … 1."""
    return dot(F.normalize(query, dim=1), F.normalize(keys, dim=2))  # (B, S)


def bilinear(query: Tensor, keys: Tensor, weight: Tensor) -> Tensor:
    """e_j = qᵀW k_j, the "general" of Luong et al. 2015."""
    return dot(query @ weight, keys)  # (B, S)


def additive(query: Tensor, keys: Tensor, weight: Tensor, v: Tensor) -> Tensor:
    """e_j = vᵀ tanh(W q + U k_j), a small network (Bahdanau et al. 2015, A.1.2).

    `keys` holds the U k_j: they are the same for every query, so a sentence computes them once.
    """
    return torch.tanh((query @ weight.T).unsqueeze(1) + keys) @ v  # (B, S)


def align(score: Tensor, mask: Tensor) -> Tensor:
    """The softmax of scores over the true source positions; exactly 0 at the others.

    Parameters
    ----------
    score : Tensor, shape (B, S)
        From a match function.
    mask : Tensor of bool, shape (B, S)
        True at the positions that exist, at least one a row.
    """
    return score.masked_fill(~mask, -torch.inf).softmax(1)  # (B, S)


def average(alignment: Tensor, values: Tensor) -> Tensor:
    """The context: the values (B, S, H) weighed by an alignment (B, S) and summed."""
    return torch.bmm(alignment.unsqueeze(1), values).squeeze(1)  # (B, H)


class Edit(NamedTuple):
    """A weight that a person sets by hand.

    Attributes
    ----------
    target, source : int
        The target step and the source position.
    weight : float
        What the weight is to be.
    renormalise : bool
        Whether the other weights of the step are scaled so that the sum stays what it was (in equal shares, if they are
        all 0; a position that is alone keeps its weight). Else they stay, and the sum changes.
    """

    target: int
    source: int
    weight: float
    renormalise: bool = True


def edited(alignment: Tensor, edit: Edit) -> Tensor:
    """An alignment (B, S) of sentences without padding, with the weight that `edit` wants."""
    if edit.renormalise and alignment.shape[1] == 1:
        return alignment
    changed = alignment.clone()  # (B, S)
    changed[:, edit.source] = 0
    if edit.renormalise:
        rest, left = alignment.sum(1, keepdim=True) - edit.weight, changed.sum(1, keepdim=True)  # (B, 1)
        changed = rest * torch.where(left == 0, 1 / (alignment.shape[1] - 1), changed / left)  # (B, S)
    changed[:, edit.source] = edit.weight
    return changed


class Attended(NamedTuple):
    """What attention returns: the context, and how it came about.

    Attributes
    ----------
    context : Tensor, shape (B, H)
        The average of the values.
    alignment : Tensor, shape (B, S)
        The weight of each value: 0 … 1, or any number without softmax.
    score : Tensor, shape (B, S)
        How well each key matches the query.
    """

    context: Tensor
    alignment: Tensor
    score: Tensor


class Attention(nn.Module):
    """One of the match functions with the weights it needs.

    Parameters
    ----------
    match : {"dot", "scaled_dot", "cosine", "bilinear", "additive"}
        The match function.
    size : int
        Units H of a query, of a key and of a value.
    softmax : bool
        Whether the weights are the softmax of the scores; else they are the scores themselves, α_ij = e_ij.
    """

    def __init__(self, match: str, size: int, softmax: bool = True) -> None:
        super().__init__()
        self.match, self.softmax = match, softmax
        if match in ("bilinear", "additive"):
            self.weight = nn.Parameter(torch.empty(size, size))
        if match == "additive":
            self.key_weight = nn.Parameter(torch.empty(size, size))
            self.v = nn.Parameter(torch.empty(size))

    def keys(self, annotation: Tensor) -> Tensor:
        """What queries are matched against: the annotations (B, S, H), for `additive` multiplied by U."""
        return annotation @ self.key_weight.T if self.match == "additive" else annotation  # (B, S, H)

    def score(self, query: Tensor, keys: Tensor) -> Tensor:
        """How well each key (B, S, H) matches the query (B, H)."""
        match self.match:
            case "dot":
                return dot(query, keys)  # (B, S)
            case "scaled_dot":
                return scaled_dot(query, keys)  # (B, S)
            case "cosine":
                return cosine(query, keys)  # (B, S)
            case "bilinear":
                return bilinear(query, keys, self.weight)  # (B, S)
            case "additive":
                return additive(query, keys, self.weight, self.v)  # (B, S)
        raise ValueError(f"no match function is called {self.match!r}")

    def forward(self, query: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> Attended:
        """Attend once.

        Parameters
        ----------
        query : Tensor, shape (B, H)
            What is looked for.
        keys : Tensor, shape (B, S, H)
            Where it is looked for; from `keys`.
        values : Tensor, shape (B, S, H)
            What is averaged.
        mask : Tensor of bool, shape (B, S)
            True at the source positions that exist.
        """
        score = self.score(query, keys)  # (B, S)
        alignment = align(score, mask) if self.softmax else score.masked_fill(~mask, 0)  # (B, S)
        return Attended(average(alignment, values), alignment, score)
