"""Pictures as sentences of pixels: one LSTM reads them in raster order, row by row from the top left.

With t = 0, 1, … counting the pixels and E[x] the embedding of a level::

    h_t = LSTM(E[x_{t−1}], h_{t−1})                                                     raster_pixel
    h_t = LSTM([E[x_left]; E[x_upper left]; E[x_up]; E[x_upper right]], h_{t−1})        raster_patch

The first must carry the row above through a whole row of steps in its memory; the second sees it again.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn

from core.labs.image_generation.architectures.masked_windows import Sizes, Surroundings, mask_a
from core.nn.cells.lattice import shifted
from core.nn.cells.lstm import LSTM


class Raster(nn.Module):
    """A stack of LSTM layers over the pixels in raster order.

    Parameters
    ----------
    sizes : Sizes
    near : ndarray, shape (P, K)
        What it sees at each place (see `Surroundings`).

    Attributes
    ----------
    size : int
        Numbers that it hands on at each place.
    """

    def __init__(self, sizes: Sizes, near: np.ndarray) -> None:
        super().__init__()
        self.size = sizes.hidden_size
        self.surroundings = Surroundings(sizes, near)
        self.cell = LSTM(self.surroundings.size, sizes.hidden_size, sizes.layers)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw the weights of the LSTM from `generator`; between states they start orthogonal, and the forget gate
        open.
        """
        self.cell.reset_parameters(generator)
        for name, weight in self.cell.named_parameters():
            if name.startswith("weight_hh"):
                for block in weight.data.split(self.size):  # (H, H)
                    nn.init.orthogonal_(block, generator=generator)
        self.cell.shift_forget_bias(1)

    def forward(
        self, canvas: Tensor, condition: Tensor | None, noise: torch.Generator | None = None
    ) -> tuple[Tensor, list[dict[str, Tensor]]]:
        """The states at all places (P, B, H), and gates and states of each layer (P, B, H)."""
        x = self.surroundings(canvas, condition, noise)  # (P, B, I)
        h, _, internals = self.cell(x.transpose(0, 1))  # (B, P, H)
        return h.transpose(0, 1), [{name: v.transpose(0, 1) for name, v in inside.items()} for inside in internals]

    def strokes(self, canvas: Tensor, condition: Tensor | None) -> Iterator[Tensor]:
        """The state (B, H) at one place after the other; before the next is asked for, its pixel must be on the
        canvas.
        """
        weights = [self.cell.weights(layer).values() for layer in range(self.cell.num_layers)]
        start = self.cell.weights(0)["weight_hh"].new_zeros(len(canvas), self.size)  # (B, H)
        states = [(start, start)] * len(weights)  # h and c of each layer
        for x in self.surroundings.walk(canvas, condition):  # (B, I)
            for layer, state in enumerate(states):
                states[layer] = torch.lstm_cell(x, state, *weights[layer])  # (B, H) each
                x = states[layer][0]
            yield x

    def moments(self) -> np.ndarray:
        """One place after the other: (P,)."""
        return np.arange(len(self.surroundings.near))

    def reached(self) -> np.ndarray:
        """All that has been seen so far: bool, (P, P)."""
        return np.logical_or.accumulate(self.surroundings.reached())


class RasterPixel(Raster):
    """It sees the previous pixel; at the start of a row this is the last one of the row above."""

    def __init__(self, sizes: Sizes) -> None:
        P = sizes.height * sizes.width
        super().__init__(sizes, np.array([P, *range(P - 1)])[:, None])


class RasterPatch(Raster):
    """It sees the four neighbours that are painted already."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__(sizes, shifted(sizes.height, sizes.width, mask_a(3)))
