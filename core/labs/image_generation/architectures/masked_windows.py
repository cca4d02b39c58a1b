"""What is seen around a pixel, before anything is remembered: a convolution's window with its mask.

A pixel may depend on those before it in raster order, row by row from the top left. A convolution keeps to that by a
*mask* on its window: mask A, of the first layer, sees the rows above and what is on the left; mask B, of all later
layers, sees the place itself too, where by then only earlier pixels are summed up::

    mask A   1 1 1      mask B   1 1 1
             1 0 0               1 1 0
             0 0 0               0 0 0

References
----------
- van den Oord, Kalchbrenner, Kavukcuoglu 2016, "Pixel Recurrent Neural Networks", section 3.4 and figure 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Sizes:
    """What an architecture is told of its size.

    Attributes
    ----------
    height, width : int
        P = height · width places.
    levels : int
        L; a pixel outside the picture counts as a level of its own.
    hidden_size : int
        H units of a layer.
    layers : int
    embedding_size : int
        E numbers for one pixel, for a row and for a column.
    condition_size : int
        C numbers for the class; 0 if there is none.
    dropout : float
        The share of the input's numbers that are silenced in training: no near pixel can be relied on.
    """

    height: int
    width: int
    levels: int
    hidden_size: int
    layers: int
    embedding_size: int
    condition_size: int
    dropout: float = 0.0


def mask_a(size: int) -> tuple[tuple[int, int], ...]:
    """Rows and columns from a pixel to those that a window of `size` × `size` around it sees through mask A."""
    reach = range(-(size // 2), size // 2 + 1)
    return tuple((down, right) for down in reach for right in reach if (down, right) < (0, 0))


def dropped(x: Tensor, share: float, noise: torch.Generator | None) -> Tensor:
    """`x` with a share of its numbers silenced and the others raised to make up for it; untouched without `noise`."""
    if noise is None or not share:
        return x
    return x * (torch.rand(x.shape, generator=noise) >= share) / (1 - share)


class Surroundings(nn.Module):
    """At every place a vector that tells of the pixels near it, of the place itself, and of what is to be painted.

    x_p = [E[x_n] for each near pixel n; u_row; v_column; the class]

    Parameters
    ----------
    sizes : Sizes
    near : ndarray of int, shape (P, K)
        The places that are seen from each place, all before it in raster order; P for outside.

    Attributes
    ----------
    size : int
        Numbers in a vector.
    """

    def __init__(self, sizes: Sizes, near: np.ndarray) -> None:
        super().__init__()
        self.near, self.dropout, E = near, sizes.dropout, sizes.embedding_size
        self.embedding = nn.Embedding(sizes.levels + 1, E)
        self.rows, self.columns = nn.Embedding(sizes.height, E), nn.Embedding(sizes.width, E)
        self.size = (near.shape[1] + 2) * E + sizes.condition_size
        self._near = torch.from_numpy(near)
        self._row, self._column = map(torch.from_numpy, np.divmod(np.arange(len(near)), sizes.width))

    def forward(self, canvas: Tensor, condition: Tensor | None, noise: torch.Generator | None = None) -> Tensor:
        """The vectors of all places.

        Parameters
        ----------
        canvas : Tensor, shape (B, P + 1), int64
            Levels, row by row; the last one is that outside.
        condition : Tensor or None, shape (B, C)
            What tells the class.
        noise : Generator, optional
            What dropout is drawn from, in training.

        Returns
        -------
        Tensor, shape (P, B, size)
        """
        seen = self.embedding(canvas.t()[self._near].transpose(1, 2)).flatten(2)  # (P, B, K·E)
        return dropped(torch.cat((seen, self._rest(len(canvas), condition)), 2), self.dropout, noise)

    def walk(self, canvas: Tensor, condition: Tensor | None) -> Iterator[Tensor]:
        """The vectors (B, size) of one place after the other, each made of what is on the canvas when it is asked
        for.
        """
        for near, rest in zip(self._near, self._rest(len(canvas), condition), strict=True):
            yield torch.cat((self.embedding(canvas[:, near]).flatten(1), rest), 1)

    def _rest(self, B: int, condition: Tensor | None) -> Tensor:
        """The part of the vectors that no pixel changes: (P, B, 2E + C)."""
        position = torch.cat((self.rows(self._row), self.columns(self._column)), 1)  # (P, 2E)
        position = position[:, None].expand(-1, B, -1)
        return position if condition is None else torch.cat((position, condition.expand(len(position), B, -1)), 2)

    def reached(self) -> np.ndarray:
        """What each place sees: bool, (P, P)."""
        P = len(self.near)
        seen = np.zeros((P, P + 1), bool)
        np.put_along_axis(seen, self.near, True, 1)
        return seen[:, :P]
