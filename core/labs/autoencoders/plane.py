"""The plane in which codes are shown: their own two numbers, or a cut through where most of them lie."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

LEAST, MOST = 3.0, 0.995
"""How far the plane reaches at least to each side, and the share of codes that lie in it."""


@dataclass(frozen=True, eq=False)
class CodePlane:
    """A plane among codes of L numbers.

    Attributes
    ----------
    origin : Tensor, shape (L,)
        Its middle.
    axes : Tensor, shape (2, L)
        Where it goes; of length 1, at right angles.
    reach : float
        How far it is shown to each side.
    share : float
        Of the variance of all codes, what is seen in it, 0 … 1.
    """

    origin: Tensor
    axes: Tensor
    reach: float
    share: float

    @classmethod
    def of(cls, codes: Tensor) -> CodePlane:
        """Of codes (N, L): with two numbers, these; with more, the two directions in which they vary most."""
        size = codes.shape[1]
        if size == 2:
            origin, axes, share = torch.zeros(2), torch.eye(2), 1.0
        else:
            origin = codes.mean(0)  # (L,)
            _, lengths, directions = torch.linalg.svd(codes - origin, full_matrices=False)
            axes = directions[:2] * directions[:2].sum(1, keepdim=True).sign()  # (2, L), each to its positive side
            spread = float(lengths.square().sum())
            share = float(lengths[:2].square().sum()) / spread if spread else 1.0
        seen = ((codes - origin) @ axes.T).abs().amax(1)  # (N,)
        return cls(origin, axes, max(LEAST, 1.06 * float(seen.quantile(MOST))), share)

    def seen(self, codes: Tensor) -> Tensor:
        """Where codes (N, L) are seen in it: (N, 2)."""
        return (codes - self.origin) @ self.axes.T  # (N, 2)

    def code(self, places: Tensor) -> Tensor:
        """The codes (N, L) that lie in it at places (N, 2)."""
        return self.origin + places @ self.axes  # (N, L)
