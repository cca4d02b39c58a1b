"""The eye: a small convolutional network that makes of a picture a vector for each of its cells, and one of the whole.

With x the picture, ∗ a convolution and (p_i, q_i) the place of cell i::

    f¹ = ReLU(K₁ ∗ x)           4 × 4 pixels, 4 apart: one cell
    f  = ReLU(K₂ ∗ f¹)          3 × 3 cells: each cell has seen 12 × 12 pixels
    a_i = W [f_i / s; p_i; q_i] annotation of cell i, i = 1 … L
    v   = ReLU(W_v [r_1; …; r_L]),  r_i = ReLU(W_r f_i / s)      image vector that keeps the layout
    v   = ReLU(W_v (1/L) Σ_i f_i / s)                            … or that of the mean

It goes to school before it is used, as the networks of Vinyals, Xu, Mao and Anderson did: shown single objects, it
learns to say colour and shape, each by the cell that is surest, and is then frozen. What the decoder learns of f are
the linear layers W.

References
----------
- LeCun, Bottou, Bengio, Haffner 1998, "Gradient-Based Learning Applied to Document Recognition".
- Xu et al. 2015, "Show, Attend and Tell": annotation vectors a_i, section 3.1.1.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

MAPS = 32
"""Feature maps of each layer."""

FIELD = 12
"""Rows and columns of pixels that a cell has seen."""

SPREAD = 4.0
"""About the standard deviation s of the features of objects after the lessons, by which they are divided."""

PLACE = 1.5
"""How far the coordinates of cells reach, either way from the middle."""

_PER_CELL = 8  # numbers r_i that a cell gives to the image vector


class Eye(nn.Module):
    """Two convolutions, and what the lessons are answered with.

    Parameters
    ----------
    answers : sequence of int
        How many answers each question has: colours, shapes.
    """

    def __init__(self, *answers: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, MAPS, 4, stride=4)
        self.second = nn.Conv2d(MAPS, MAPS, 3, padding=1)
        self.answer = nn.Conv2d(MAPS, sum(answers), 1)
        self.answers = answers

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """The feature maps of both layers.

        Parameters
        ----------
        pixels : Tensor of uint8, shape (B, side, side, 3)
            Red, green and blue.

        Returns
        -------
        tuple of Tensor, shape (B, `MAPS`, side / 4, side / 4)
        """
        x = (pixels.movedim(3, 1).float() / 127.5 - 1).contiguous()  # (B, 3, side, side)
        edges = F.relu(self.first(x))  # (B, M, side / 4, side / 4)
        return edges, F.relu(self.second(edges))  # (B, M, side / 4, side / 4)

    def lesson(self, pixels: Tensor) -> tuple[Tensor, ...]:
        """The scores of the answers to each question, each (B, answers): of every answer those of its surest cell."""
        scores = self.answer(self(pixels)[1]).amax((2, 3))  # (B, answers)
        return scores.split(self.answers, dim=1)


class Annotations(nn.Module):
    """What the decoder makes of feature maps: a vector for each cell, and one of the whole picture.

    Parameters
    ----------
    grid : int
        Rows and columns of cells.
    cell_size : int
        D, the numbers of a cell's vector; 0 for a decoder that looks at no cell.
    vector_size : int
        The numbers of the image vector.
    layout : bool
        Whether the image vector keeps what is where.
    """

    places: Tensor

    def __init__(self, grid: int, cell_size: int, vector_size: int, layout: bool) -> None:
        super().__init__()
        place = torch.linspace(-PLACE, PLACE, grid)
        places = torch.stack(torch.meshgrid(place, place, indexing="xy"), -1).flatten(0, 1)  # (L, 2)
        self.register_buffer("places", places, persistent=False)
        self.cell = nn.Linear(MAPS + 2, cell_size) if cell_size else None
        self.reduce = nn.Linear(MAPS, _PER_CELL) if layout else None
        self.vector = nn.Linear(grid * grid * _PER_CELL if layout else MAPS, vector_size)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Annotations a (B, L, D) and image vectors v (B, H) of feature maps (B, `MAPS`, grid, grid)."""
        f = features.flatten(2).transpose(1, 2) / SPREAD  # (B, L, M)
        a = f[..., :0]  # (B, L, 0)
        if self.cell is not None:
            a = self.cell(torch.cat([f, self.places.expand(len(f), -1, -1)], dim=2))  # (B, L, D)
        whole = f.mean(1) if self.reduce is None else F.relu(self.reduce(f)).flatten(1)  # (B, M) or (B, L · 8)
        return a, F.relu(self.vector(whole))
