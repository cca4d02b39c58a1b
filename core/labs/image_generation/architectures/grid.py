"""Grid LSTMs: every axis of the picture has a memory of its own; in three dimensions depth is an axis too.

With s = [h→ of the left neighbour; h↓ of the upper neighbour] and x what is seen around a place, in two dimensions::

    (h→, c→) = LSTM→([x; s], c→ of the left neighbour)          along the row
    (h↓, c↓) = LSTM↓([x; s], c↓ of the upper neighbour)         down the column

Upon this another such layer may stand, which reads [h→; h↓] in place of x. In three dimensions layers are joined as
neighbours are, by a hidden state and a memory; the pixels come in at the bottom only, projected to the first of both,
and the top h↗ tells the next one::

    (h↗, c↗)_0 = projections of x
    (h→, c→)_d = LSTM→([s; h↗_{d−1}], c→ of the left neighbour)
    (h↓, c↓)_d = LSTM↓([s; h↗_{d−1}], c↓ of the upper neighbour)
    (h↗, c↗)_d = LSTM↗([s; h↗_{d−1}], c↗_{d−1})

References
----------
- Kalchbrenner, Danihelka, Graves 2016, "Grid Long Short-Term Memory", section 3.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn

from core.labs.image_generation.architectures.masked_windows import Sizes, Surroundings, mask_a
from core.nn.cells.lattice import LatticeLSTM, lattice, shifted
from core.nn.stack import Stack

_LEFT_AND_UP = ((0, -1), (-1, 0))


class Grid2D(nn.Module):
    """A stack of two-dimensional grids (see `core.labs.image_generation.architectures.raster.Raster` for what all
    architectures have).
    """

    parts = ("axis",)

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        height, width, H = sizes.height, sizes.width, sizes.hidden_size
        self.height, self.width, self.size = height, width, 2 * H
        self.surroundings = Surroundings(sizes, shifted(height, width, mask_a(3)))
        grid = lattice(height, width, _LEFT_AND_UP)
        inputs = [self.surroundings.size, *[2 * H] * (sizes.layers - 1)]
        self.cells = Stack(LatticeLSTM(size, H, grid, (0, 1), (0, 1)) for size in inputs)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw the weights of the cells from `generator`."""
        for cell in self.cells:
            cell.initialise(generator)

    def forward(
        self, canvas: Tensor, condition: Tensor | None, noise: torch.Generator | None = None
    ) -> tuple[Tensor, list[dict[str, Tensor]]]:
        """[h→; h↓] of the top layer at all places (P, B, 2H), and gates and states of each layer and axis (P, B, 2,
        H).
        """
        h, internals = self.surroundings(canvas, condition, noise), []  # (P, B, I)
        for cell in self.cells:
            h, _, inside = cell(h)  # (P, B, 2H)
            internals.append(inside)
        return h, internals

    def strokes(self, canvas: Tensor, condition: Tensor | None) -> Iterator[Tensor]:
        """[h→; h↓] (B, 2H) at one place after the other; before the next is asked for, its pixel must be on the
        canvas.
        """
        memories = [cell.memory(len(canvas)) for cell in self.cells]
        for place, h in enumerate(self.surroundings.walk(canvas, condition)):
            for memory in memories:
                h, _ = memory.step(place, h)  # (B, 2H)
            yield h

    def moments(self) -> np.ndarray:
        """Diagonal by diagonal: (P,)."""
        return self.cells[0].lattice.moments

    def reached(self) -> np.ndarray:
        """All that is not further right than what the places on the left and above have seen: bool, (P, P)."""
        reached = self.surroundings.reached()
        for cell in self.cells:
            reached = cell.lattice.reached(reached)
        return reached


class Grid3D(nn.Module):
    """A grid whose third dimension is depth (see `core.labs.image_generation.architectures.raster.Raster` for what
    all architectures have).
    """

    parts = ("axis",)

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        height, width, H = sizes.height, sizes.width, sizes.hidden_size
        self.height, self.width, self.size = height, width, H
        self.surroundings = Surroundings(sizes, shifted(height, width, mask_a(3)))
        self.enter_hidden = nn.Linear(self.surroundings.size, H)
        self.enter_memory = nn.Linear(self.surroundings.size, H)
        grid = lattice(height, width, _LEFT_AND_UP)
        self.cells = Stack(LatticeLSTM(H, H, grid, (0, 1), (0, 1, None)) for _ in range(sizes.layers))

    def initialise(self, generator: torch.Generator) -> None:
        """Draw the weights of the cells from `generator`."""
        for cell in self.cells:
            cell.initialise(generator)

    def forward(
        self, canvas: Tensor, condition: Tensor | None, noise: torch.Generator | None = None
    ) -> tuple[Tensor, list[dict[str, Tensor]]]:
        """The top h↗ at all places (P, B, H), and gates and states of each layer and axis (P, B, 3, H)."""
        x, internals = self.surroundings(canvas, condition, noise), []  # (P, B, I)
        h, c = self.enter_hidden(x), self.enter_memory(x)  # (P, B, H)
        for cell in self.cells:
            h, c, inside = cell(h, c)  # (P, B, 3H)
            h, c = h[..., -self.size :], c[..., -self.size :]  # (P, B, H)
            internals.append(inside)
        return h, internals

    def strokes(self, canvas: Tensor, condition: Tensor | None) -> Iterator[Tensor]:
        """The top h↗ (B, H) at one place after the other; before the next is asked for, its pixel must be on the
        canvas.
        """
        memories = [cell.memory(len(canvas)) for cell in self.cells]
        for place, x in enumerate(self.surroundings.walk(canvas, condition)):
            h, c = self.enter_hidden(x), self.enter_memory(x)  # (B, H)
            for memory in memories:
                h, c = memory.step(place, h, c)  # (B, 3H)
                h, c = h[:, -self.size :], c[:, -self.size :]  # (B, H)
            yield h

    def moments(self) -> np.ndarray:
        """Diagonal by diagonal: (P,)."""
        return self.cells[0].lattice.moments

    def reached(self) -> np.ndarray:
        """All that is not further right than what the places on the left and above have seen: bool, (P, P)."""
        reached = self.surroundings.reached()
        for cell in self.cells:
            reached = cell.lattice.reached(reached)
        return reached
