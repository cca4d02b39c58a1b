"""Location-aware attention: where to listen next depends on what is heard there, and on where one listened before.

With z_i the decoder's state, h_j the annotations and α_{i−1} the alignment of the step before, read off by a bank of
filters F::

    f_i  = F * α_{i−1}                              location features, K numbers at each position
    e_ij = vᵀ tanh(W z_i + U h_j + Q f_ij + b)      score
    α_ij = exp(e_ij) / Σ_k exp(e_ik)                alignment
    c_i  = Σ_j α_ij h_j                             context

Without Q f_ij this is additive attention (`core.nn.attention.additive`), which scores like annotations alike, wherever
they stand: where the encoder has not marked them as the first "three" and the second, the network cannot tell which is
which.

References
----------
- Chorowski, Bahdanau, Serdyuk, Cho, Bengio 2015, "Attention-Based Models for Speech Recognition", equations 8 and 9.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.nn.attention import Attended, align, average


class LocationAttention(nn.Module):
    """Additive attention that also sees the alignment of the step before.

    Parameters
    ----------
    size : int
        Units H of a query, of a key and of a value.
    filters : int
        Filters K.
    width : int
        Positions that a filter sees, half of them on each side; an even number counts as the next odd one.
    """

    def __init__(self, size: int, filters: int, width: int) -> None:
        super().__init__()
        self.reach = width // 2
        self.weight = nn.Parameter(torch.empty(size, size))  # W
        self.key_weight = nn.Parameter(torch.empty(size, size))  # U
        self.filters = nn.Parameter(torch.empty(filters, 2 * self.reach + 1))  # F
        self.location_weight = nn.Parameter(torch.empty(size, filters))  # Q
        self.bias = nn.Parameter(torch.empty(size))
        self.v = nn.Parameter(torch.empty(size))

    def keys(self, annotation: Tensor) -> Tensor:
        """What queries are matched against: U h_j + b of annotations (B, S, H), the same for every query."""
        return F.linear(annotation, self.key_weight, self.bias)  # (B, S, H)

    def location(self, before: Tensor) -> Tensor:
        """Q (F * α), what an alignment (B, S) says of the next one: at every position the filters see its
        neighbourhood.
        """
        seen = F.pad(before, (self.reach, self.reach)).unfold(1, 2 * self.reach + 1, 1)  # (B, S, width)
        features = seen.flatten(0, 1) @ self.filters.T  # (B · S, K)
        return (features @ self.location_weight.T).unflatten(0, before.shape)  # (B, S, H)

    def forward(self, query: Tensor, keys: Tensor, values: Tensor, mask: Tensor, before: Tensor) -> Attended:
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
            True at the positions that exist.
        before : Tensor, shape (B, S)
            The alignment of the step before; at first, all of it on position 0.
        """
        sums = (query @ self.weight.T).unsqueeze(1) + keys + self.location(before)  # (B, S, H)
        score = (
            torch.sigmoid(2 * sums) @ (2 * self.v) - self.v.sum()
        )  # (B, S); tanh x = 2σ(2x) − 1, in a quarter of the time
        alignment = align(score, mask)  # (B, S)
        return Attended(average(alignment, values), alignment, score)
