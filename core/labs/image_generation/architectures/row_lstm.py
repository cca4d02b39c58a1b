"""The Row LSTM: all states of a row at once, from the row above and from the pixels on the left.

A convolution through mask A makes a map x of the pixels; upon it, layer by layer, with ⊛ a convolution along the row::

    [i; f; g; o] = [σ; σ; tanh; σ](K^is ⊛ x_row + K^ss ⊛ h_{row−1})       K^is 3 wide, through mask B: its left half and
    its middle c_row = f ∘ c_{row−1} + i ∘ g                                          K^ss 3 wide, without a mask
    h_row = o ∘ tanh(c_row)
    x ← x + U h                                                            a residual connection to the next layer

A state sees a triangle upwards, one pixel wider with each row; what lies outside it, it never learns of.

References
----------
- van den Oord, Kalchbrenner, Kavukcuoglu 2016, "Pixel Recurrent Neural Networks", sections 3.1 and 3.3, equation 3.
(There the blocks
  stand in the order o, f, i, g.)
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn

from core.labs.image_generation.architectures.masked_windows import Sizes, Surroundings, mask_a
from core.nn.cells.lattice import LatticeLSTM, lattice, shifted
from core.nn.stack import Stack

WINDOW = 5
"""Rows and columns of the first convolution."""


class RowLSTM(nn.Module):
    """A masked convolution and a stack of Row LSTM layers (see
    `core.labs.image_generation.architectures.raster.Raster` for what all architectures have).
    """

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        height, width, H = sizes.height, sizes.width, sizes.hidden_size
        self.height, self.width, self.size = height, width, H
        self.surroundings = Surroundings(sizes, shifted(height, width, mask_a(WINDOW)))
        self.convolution = nn.Linear(self.surroundings.size, H)
        above = lattice(height, width, ((-1, -1), (-1, 0), (-1, 1)))
        self.cells = Stack(LatticeLSTM(2 * H, H, above, (0, 0, 0), (1,)) for _ in range(sizes.layers))
        self.outputs = Stack(nn.Linear(H, H) for _ in range(sizes.layers))

    def initialise(self, generator: torch.Generator) -> None:
        """Draw the weights of the cells from `generator`."""
        for cell in self.cells:
            cell.initialise(generator)

    def forward(
        self, canvas: Tensor, condition: Tensor | None, noise: torch.Generator | None = None
    ) -> tuple[Tensor, list[dict[str, Tensor]]]:
        """The maps at all places (P, B, H), and gates and states of each layer (P, B, H)."""
        x, internals = self.convolution(self.surroundings(canvas, condition, noise)), []  # (P, B, H)
        for cell, output in zip(self.cells, self.outputs, strict=True):
            h, _, inside = cell(torch.cat((self._left(x), x), 2))  # (P, B, H)
            x = x + output(h)
            internals.append({name: values[:, :, 0] for name, values in inside.items()})
        return x.relu(), internals

    def _left(self, x: Tensor) -> Tensor:
        """The map moved one pixel to the right, zeros at the left end: (P, B, H)."""
        rows = x.unflatten(0, (self.height, self.width))  # (h, w, B, H)
        return torch.cat((torch.zeros_like(rows[:, :1]), rows[:, :-1]), 1).flatten(0, 1)

    def strokes(self, canvas: Tensor, condition: Tensor | None) -> Iterator[Tensor]:
        """The map (B, H) at one place after the other; before the next is asked for, its pixel must be on the
        canvas.
        """
        memories = [cell.memory(len(canvas)) for cell in self.cells]
        left: dict[int, Tensor] = {}  # the map of each layer at the place before
        for place, seen in enumerate(self.surroundings.walk(canvas, condition)):
            x = self.convolution(seen)  # (B, H)
            for layer, (memory, output) in enumerate(zip(memories, self.outputs, strict=True)):
                before = torch.zeros_like(x) if place % self.width == 0 else left[layer]
                left[layer] = x
                x = x + output(memory.step(place, torch.cat((before, x), 1))[0])
            yield x.relu()

    def moments(self) -> np.ndarray:
        """Row by row: (P,)."""
        return self.cells[0].lattice.moments

    def reached(self) -> np.ndarray:
        """Triangles upwards, and a little to the left: bool, (P, P)."""
        reached, P = self.surroundings.reached(), self.height * self.width
        before = shifted(self.height, self.width, ((0, -1),))[:, 0]  # (P,)
        for cell in self.cells:
            seen = reached | np.append(reached, np.zeros((1, P), bool), 0)[before]
            reached = reached | cell.lattice.reached(seen)
        return reached
