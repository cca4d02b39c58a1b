"""The Diagonal BiLSTM: two LSTMs sweep over the picture, one from each upper corner, and together see nearly all that
is painted.

A convolution through mask A makes a map x of the pixels; upon it, layer by layer, for the sweep from the left::

    [i; f; g; o] = [σ; σ; tanh; σ](K^is x_p + K^ss [h_left; h_up])
    c_p = f ∘ c_left + i ∘ g
    h_p = o ∘ tanh(c_p)

The sweep from the right is its mirror image. Its state at a place has seen pixels on the right of that place, which are
not painted yet when the place is; so its map is moved down by one row before the two are added, and with x come to the
next layer::

    x_p ← x_p + U→ h→_p + U← h←_{row above}

One pixel can escape them: the last of the row above, which no state of that row has seen, unless the window of the
convolution reaches it. The paper skews the map so that a diagonal becomes a column; here a diagonal is a wave of the
lattice (see `core.nn.cells.lattice`).

References
----------
- van den Oord, Kalchbrenner, Kavukcuoglu 2016, "Pixel Recurrent Neural Networks", sections 3.2 and 3.3, figure 3.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn

from core.labs.image_generation.architectures.masked_windows import Sizes, Surroundings, mask_a
from core.nn.cells.lattice import LatticeLSTM, lattice, shifted
from core.nn.stack import Stack

WINDOW = 3
"""Rows and columns of the first convolution."""


class DiagonalBiLSTM(nn.Module):
    """A masked convolution and a stack of Diagonal BiLSTM layers (see
    `core.labs.image_generation.architectures.raster.Raster` for what all architectures have).
    """

    parts = ("direction",)

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        height, width, H = sizes.height, sizes.width, sizes.hidden_size
        self.height, self.width, self.size = height, width, H
        self.surroundings = Surroundings(sizes, shifted(height, width, mask_a(WINDOW)))
        self.convolution = nn.Linear(self.surroundings.size, H)
        sweeps = [lattice(height, width, ((0, side), (-1, 0))) for side in (-1, 1)]
        self.cells = Stack(
            Stack(LatticeLSTM(H, H, sweep, (0, 0), (0,)) for sweep in sweeps) for _ in range(sizes.layers)
        )
        self.outputs = Stack(Stack(nn.Linear(H, H) for _ in sweeps) for _ in range(sizes.layers))

    def initialise(self, generator: torch.Generator) -> None:
        """Draw the weights of the cells from `generator`."""
        for sweeps in self.cells:
            for cell in sweeps:
                cell.initialise(generator)

    def forward(
        self, canvas: Tensor, condition: Tensor | None, noise: torch.Generator | None = None
    ) -> tuple[Tensor, list[dict[str, Tensor]]]:
        """The maps at all places (P, B, H), and gates and states of each layer in both directions (P, B, 2, H)."""
        x, internals = self.convolution(self.surroundings(canvas, condition, noise)), []  # (P, B, H)
        for sweeps, outputs in zip(self.cells, self.outputs, strict=True):
            (left, _, inside), (right, _, inside_right) = (cell(x) for cell in sweeps)  # (P, B, H)
            x = x + outputs[0](left) + self._down(outputs[1](right))
            internals.append({name: torch.cat((values, inside_right[name]), 2) for name, values in inside.items()})
        return x.relu(), internals

    def _down(self, x: Tensor) -> Tensor:
        """The map moved down by one row, zeros at the top: (P, B, H)."""
        return torch.cat((torch.zeros_like(x[: self.width]), x[: -self.width]))

    def strokes(self, canvas: Tensor, condition: Tensor | None) -> Iterator[Tensor]:
        """The map (B, H) at one place after the other; before the next is asked for, its pixel must be on the
        canvas.
        """
        w = self.width
        memories = [[cell.memory(len(canvas)) for cell in sweeps] for sweeps in self.cells]
        maps: list[dict[int, Tensor]] = [{} for _ in memories]  # what each layer has read, by place
        above: list[dict[int, Tensor]] = [{} for _ in memories]  # what comes from the right and the row above
        for place, seen in enumerate(self.surroundings.walk(canvas, condition)):
            if place % w == 0 and place:
                self._sweep_back(place - w, memories, maps, above)
            x = self.convolution(seen)  # (B, H)
            for layer, ((left, _), (output, _)) in enumerate(zip(memories, self.outputs, strict=True)):
                maps[layer][place] = x
                x = x + output(left.step(place, x)[0]) + above[layer].get(place, 0)
            yield x.relu()

    def _sweep_back(
        self, first: int, memories: list, maps: list[dict[int, Tensor]], above: list[dict[int, Tensor]]
    ) -> None:
        """Let the sweeps from the right read the row that begins at `first`, now that it is painted."""
        for layer, ((_, right), (_, output)) in enumerate(zip(memories, self.outputs, strict=True)):
            for place in reversed(range(first, first + self.width)):
                above[layer][place + self.width] = output(right.step(place, maps[layer].pop(place))[0])  # (B, H)

    def moments(self) -> np.ndarray:
        """Diagonal by diagonal, as the sweep from the left goes: (P,)."""
        return self.cells[0][0].lattice.moments

    def reached(self) -> np.ndarray:
        """All that is painted, but mostly the end of the row above: bool, (P, P)."""
        reached = self.surroundings.reached()
        for left, right in self.cells:
            below = np.zeros_like(reached)
            below[self.width :] = right.lattice.reached(reached)[: -self.width]
            reached = reached | left.lattice.reached(reached) | below
        return reached
