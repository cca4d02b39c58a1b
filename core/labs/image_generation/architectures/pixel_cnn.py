"""The gated PixelCNN: no memory, but masked convolutions whose windows add up; so training computes all pixels at once.

Two stacks of maps: v has seen the rows above a pixel, h also what is on its left. One stack alone would leave a blind
spot on the right. In each layer, with ∗ a convolution through the stack's mask, s the place and the class, and ∘ the
product element by element::

    a_v = W_v ∗ v + V_v s                          a window whose last row is this one: there v has seen the rows above
    alone a_h = W_h ∗ h + U a_v + V_h s                  a window that ends at this pixel
    y_v = tanh(a_v1) ∘ σ(a_v2)                     a gate between the halves of a, in each stack
    y_h = tanh(a_h1) ∘ σ(a_h2)
    v ← y_v        h ← h + R y_h                   a residual connection in the horizontal stack

In the first layer, whose maps are the pixels themselves, the windows end one row higher and one pixel further left
(mask A).

References
----------
- van den Oord, Kalchbrenner, Vinyals, Espeholt, Graves, Kavukcuoglu 2016, "Conditional Image Generation with PixelCNN
Decoders", sections 2.1
  to 2.3: the gate, the blind spot and the two stacks, and what is told at each place.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import conv2d, linear, pad

from core.labs.image_generation.architectures.masked_windows import Sizes, Surroundings, dropped
from core.nn.cells.lattice import shifted
from core.nn.stack import Stack

REACH = 2
"""Pixels that a window reaches to each side, and rows that it reaches up."""


class GatedLayer(nn.Module):
    """One layer of both stacks.

    Parameters
    ----------
    inputs, size : int
        Maps that it reads in each stack, and C maps that it makes.
    told : int
        Numbers in s.
    first : bool
        Whether it reads the pixels themselves (mask A).
    """

    def __init__(self, inputs: int, size: int, told: int, first: bool) -> None:
        super().__init__()
        self.first, self.own = first, int(not first)
        self.vertical = nn.Conv2d(inputs, 2 * size, (REACH + self.own, 2 * REACH + 1), bias=False)
        self.horizontal = nn.Conv2d(inputs, 2 * size, (1, REACH + self.own), bias=False)
        self.told = nn.Conv2d(told, 4 * size, 1)
        self.across = nn.Conv2d(2 * size, 2 * size, 1, bias=False)
        self.residual = nn.Conv2d(size, size, 1)

    def forward(self, v: Tensor, h: Tensor, s: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """New maps v, h (B, C, height, width), and the sums a_h, a_v side by side (B, 4C, height, width)."""
        above = pad(v, (REACH, REACH, REACH, 0))[:, :, : v.shape[2] + REACH - self.first]
        left = pad(h, (REACH, 0))[..., : h.shape[3] + REACH - self.first]
        told_h, told_v = self.told(s).chunk(2, 1)
        a_v = self.vertical(above) + told_v  # (B, 2C, h, w)
        a_h = self.horizontal(left) + self.across(a_v) + told_h  # (B, 2C, h, w)
        out = self.residual(gated(a_h))
        return gated(a_v), out if self.first else h + out, torch.cat((a_h, a_v), 1)


def gated(a: Tensor) -> Tensor:
    """The gate between the halves of a: tanh(a₁) ∘ σ(a₂), (B, C, …)."""
    candidate, gate = a.chunk(2, 1)
    return torch.tanh(candidate) * torch.sigmoid(gate)


class PixelCNN(nn.Module):
    """Two stacks of masked convolutions (see `core.labs.image_generation.architectures.raster.Raster` for what all
    architectures have).

    Its `parts` are the stacks: axis 0, along the row, is the horizontal one, and axis 1 the vertical one.
    """

    parts = ("axis",)

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        P, E, C = sizes.height * sizes.width, sizes.embedding_size, sizes.hidden_size
        self.height, self.width, self.size, self.dropout = sizes.height, sizes.width, C, sizes.dropout
        self.surroundings = Surroundings(
            sizes, np.empty((P, 0), np.int64)
        )  # place and class; the windows see the pixels
        self.layers = Stack(
            GatedLayer(C if layer else E, C, self.surroundings.size, first=layer == 0) for layer in range(sizes.layers)
        )

    def initialise(self, generator: torch.Generator) -> None:
        """All weights are drawn by the model; nothing here starts in a way of its own."""

    def forward(
        self, canvas: Tensor, condition: Tensor | None, noise: torch.Generator | None = None
    ) -> tuple[Tensor, list[dict[str, Tensor]]]:
        """The horizontal maps at all places (P, B, C), and the gates of each layer and stack (P, B, 2, C)."""
        seen = self.surroundings.embedding(canvas[:, :-1]).unflatten(1, (self.height, self.width))  # (B, h, w, E)
        h = v = dropped(seen, self.dropout, noise).permute(0, 3, 1, 2)  # (B, E, h, w)
        s, internals = self._maps(self.surroundings(canvas, condition, noise)), []
        for layer in self.layers:
            v, h, a = layer(v, h, s)  # (B, C, h, w)
            internals.append(self._inside(a.detach()))
        return h.relu().flatten(2).permute(2, 0, 1), internals

    def strokes(self, canvas: Tensor, condition: Tensor | None) -> Iterator[Tensor]:
        """The horizontal map (B, C) at one place after the other; before the next is asked for, its pixel must be on
        the canvas.

        What is above a row is summed up once a row; then only the windows that end at the pixel are computed.
        """
        B, w, embedding = len(canvas), self.width, self.surroundings.embedding
        s = self._maps(self.surroundings(canvas, condition))
        told = [layer.told(s) for layer in self.layers]  # (B, 4C, h, w)
        inputs = [embedding.embedding_dim, *[self.size] * len(self.layers)]
        v = [s.new_zeros(B, size, self.height + REACH, w + 2 * REACH) for size in inputs]
        rows = [layer.horizontal.weight.flatten(1).t() for layer in self.layers]  # (inputs · window, 2C)
        mixing = [(layer.residual.weight.flatten(1), layer.residual.bias) for layer in self.layers]
        for row in range(self.height):
            sums = self._above(v, told, row)
            h = [s.new_zeros(B, size, w + REACH) for size in inputs]
            for column in range(w):
                now = column + REACH
                for number, layer in enumerate(self.layers):
                    window = h[number][:, :, column : column + REACH + layer.own].flatten(1)
                    y = gated(torch.addmm(sums[number][:, :, column], window, rows[number]))  # (B, C)
                    out = linear(y, *mixing[number])
                    h[number + 1][:, :, now] = out if layer.first else h[number][:, :, now] + out
                yield h[-1][:, :, now].relu()
                v[0][:, :, row + REACH, now] = h[0][:, :, now] = embedding(canvas[:, row * w + column])

    def _above(self, v: list[Tensor], told: list[Tensor], row: int) -> list[Tensor]:
        """What a_h takes in a row from the rows above, layer by layer (B, 2C, width); writes the maps v of that row."""
        sums = []
        for number, layer in enumerate(self.layers):
            told_h, told_v = told[number][:, :, row : row + 1].chunk(2, 1)  # (B, 2C, 1, w)
            a_v = conv2d(v[number][:, :, row : row + REACH + layer.own], layer.vertical.weight) + told_v
            sums.append((layer.across(a_v) + told_h)[:, :, 0])
            v[number + 1][:, :, row + REACH, REACH:-REACH] = gated(a_v)[:, :, 0]
        return sums

    def _maps(self, x: Tensor) -> Tensor:
        """Vectors of places (P, B, I) as maps (B, I, h, w)."""
        return x.permute(1, 2, 0).unflatten(2, (self.height, self.width))

    def _inside(self, a: Tensor) -> dict[str, Tensor]:
        """The gates of both stacks, by name, from their sums (B, 4C, h, w)."""
        candidate, gate = a.flatten(2).permute(2, 0, 1).unflatten(2, (2, 2, -1)).unbind(3)  # (P, B, 2, C)
        candidate, gate = candidate.tanh(), gate.sigmoid()
        return {"candidate": candidate, "output_gate": gate, "hidden_state": candidate * gate}

    def moments(self) -> np.ndarray:
        """All places at once: (P,)."""
        return np.zeros(self.height * self.width, np.int64)

    def reached(self) -> np.ndarray:
        """Window upon window: bool, (P, P)."""
        P = self.height * self.width
        v = h = np.eye(P, dtype=bool)
        for layer in self.layers:
            above = [(down, right) for down in range(-REACH, layer.own) for right in range(-REACH, REACH + 1)]
            v = self._seen(v, above)
            h = v | self._seen(h, [(0, right) for right in range(-REACH, layer.own)])
        return h

    def _seen(self, reached: np.ndarray, window: list[tuple[int, int]]) -> np.ndarray:
        """What a window has seen, if each place in it has seen `reached`."""
        outside = np.append(reached, np.zeros((1, len(reached)), bool), 0)
        return np.logical_or.reduce(outside[shifted(self.height, self.width, window)], axis=1)
