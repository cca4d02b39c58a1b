"""A network that paints pictures pixel by pixel, row by row from the top left.

With x_t the t-th pixel and k what the picture is to show:

    p(x | k) = Π_t p(x_t | x_1 … x_{t−1}, k)        p(x_t = l | x_1 … x_{t−1}, k) = softmax(V h_t + c)_l
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, pad

from core.plain.pieces.dropout import dropped
from core.plain.pieces.layers import orthogonal
from core.plain.pieces.learning import train
from core.plain.pieces.reading import states_of

# ---- settings ----

SEED = 0  # what weights, pictures and dropout are drawn from
ARCHITECTURE = "raster_patch"
SOURCE = "digits"
HEIGHT = 8  # rows of a picture
WIDTH = 8  # columns
LEVELS = 17  # values that a pixel may have
CLASSES = 10  # things that a picture may show
CONDITIONAL = True
LAYERS = 1
HIDDEN_SIZE = 80  # units of each layer, for each direction or axis
EMBEDDING_SIZE = 8  # numbers that stand for a pixel, a row, a column and a class
DROPOUT = 0.1  # the share of values that is silenced at random
BATCH_SIZE = 16  # pictures that a step learns from
REACH = 2  # pixels that a window of the PixelCNN reaches to each side

# ---- data ----

if SOURCE == "digits":  # handwritten digits in 17 shades, brought to so many levels; the last 297 are kept for tests
    found = load_digits()
    pictures = torch.from_numpy(found["images"].astype(np.int64)[:-297] * LEVELS // 17)  # (N, 8, 8)  # pyright: ignore[reportArgumentType, reportCallIssue]
    classes = torch.from_numpy(found["target"].astype(np.int64)[:-297])  # (N,)  # pyright: ignore[reportArgumentType, reportCallIssue]
else:  # the pictures that the run learnt from, in levels 0 … LEVELS − 1, and what each shows
    with np.load("data/pictures.npz") as found:
        pictures = torch.from_numpy(found["pictures"].astype(np.int64))  # (N, h, w)
        classes = torch.from_numpy(found["classes"].astype(np.int64))  # (N,)


def some_pictures(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Pictures (B, h, w) and what they show (B,)."""
    chosen = torch.randint(len(pictures), (BATCH_SIZE,), generator=generator)
    return pictures[chosen], classes[chosen]


# ---- what is seen ----

PLACES = HEIGHT * WIDTH  # and the number of the place that stands for all outside the picture


def near(offsets: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Of each place the places so many rows and columns away."""
    inside = {(row, column): row * WIDTH + column for row in range(HEIGHT) for column in range(WIDTH)}
    return [[inside.get((row + down, column + right), PLACES) for down, right in offsets] for row, column in inside]


def window(size: int) -> list[tuple[int, int]]:
    """The part of a square window that is painted before its middle (mask A)."""
    reach = range(-(size // 2), size // 2 + 1)
    return [(down, right) for down in reach for right in reach if (down, right) < (0, 0)]


if ARCHITECTURE == "raster_pixel":
    seen = [[PLACES], *([place] for place in range(PLACES - 1))]  # the pixel before
elif ARCHITECTURE == "row_lstm":
    seen = near(window(5))
elif ARCHITECTURE == "pixel_cnn":
    seen = [[] for _ in range(PLACES)]  # its windows see the pixels
else:
    seen = near(window(3))
SEEN = len(seen[0])  # pixels that are seen from each place


class AroundPlaces(nn.Module):
    """At every place a vector of the pixels seen from it, its row, its column and the class."""

    def __init__(self) -> None:
        super().__init__()
        self.pixels = nn.Embedding(LEVELS + 1, EMBEDDING_SIZE)  # the last one stands for all outside the picture
        self.rows = nn.Embedding(HEIGHT, EMBEDDING_SIZE)
        self.columns = nn.Embedding(WIDTH, EMBEDDING_SIZE)

    def forward(self, canvas: Tensor, told: Tensor, generator: torch.Generator) -> Tensor:
        """The vectors (P, B, I) of pictures (B, P + 1), told (B, E) what they show."""
        places, B = torch.arange(PLACES), len(canvas)
        parts = [self.rows(places // WIDTH), self.columns(places % WIDTH)]  # (P, E) each
        parts = [part[:, None].expand(-1, B, -1) for part in parts]  # (P, B, E) each
        if ARCHITECTURE != "pixel_cnn":
            parts.insert(0, self.pixels(canvas.t()[torch.tensor(seen)].transpose(1, 2)).flatten(2))  # (P, B, K·E)
        if CONDITIONAL:
            parts.append(told.expand(PLACES, -1, -1))
        return dropped(torch.cat(parts, dim=2), DROPOUT, generator) if DROPOUT else torch.cat(parts, dim=2)


# ---- painter ----


class LSTMOfPlaces(nn.Module):
    """An LSTM at every place of a picture: it reads the states of its neighbours, with a memory for each axis."""

    def __init__(
        self,
        inputs: int,
        neighbours: Sequence[tuple[int, int]],  # rows and columns to each
        reads: Sequence[int],  # the axis of each whose hidden state is read
        memories: Sequence[int],  # of each axis, the neighbour from which its memory comes
    ) -> None:
        super().__init__()
        H = HIDDEN_SIZE
        self.neighbours, self.reads, self.memories = near(neighbours), reads, memories
        self.order = sorted(range(PLACES), key=lambda at: (at // WIDTH, at % WIDTH * -(neighbours[0][1] or -1)))
        axes = len(memories) + 1 if ARCHITECTURE == "grid_3d" else len(memories)  # depth is the third
        self.weight_ih = nn.Parameter(torch.empty(4 * axes * H, inputs))
        self.weight_hh = nn.Parameter(torch.empty(4 * axes * H, len(reads) * H))
        self.bias = nn.Parameter(torch.zeros(4 * axes * H))
        self.bias.data.view(axes, 4, H)[:, 1] = 1  # the forget gates start open

    def initialise(self, generator: torch.Generator) -> None:
        """Draw the weights: uniform, and orthogonal between states."""
        bound = self.weight_ih.shape[1] ** -0.5
        nn.init.uniform_(self.weight_ih, -bound, bound, generator=generator)
        for rows in self.weight_hh.data.split(HIDDEN_SIZE):
            for block in rows.split(HIDDEN_SIZE, dim=1):
                nn.init.orthogonal_(block, len(self.reads) ** -0.5, generator=generator)

    def forward(self, x: Tensor, below: Tensor) -> tuple[Tensor, Tensor]:
        """Hidden states and memories (P, B, N·H) at all places of x (P, B, I)."""
        zero = x.new_zeros(x.shape[1], HIDDEN_SIZE)
        h, c = {PLACES: (zero,) * 3}, {PLACES: (zero,) * 3}  # of each axis, by place
        for place in self.order:
            others = self.neighbours[place]
            read = torch.cat([h[other][axis] for other, axis in zip(others, self.reads, strict=True)], dim=1)
            kept = [c[others[number]][axis] for axis, number in enumerate(self.memories)]
            if ARCHITECTURE == "grid_3d":
                kept.append(below[place])
            sums = x[place] @ self.weight_ih.T + read @ self.weight_hh.T + self.bias  # (B, 4·N·H)
            hidden, memory = [], []
            for c_before, a in zip(kept, sums.chunk(len(kept), dim=1), strict=True):
                a_i, a_f, a_g, a_o = a.chunk(4, dim=1)
                memory.append(a_f.sigmoid() * c_before + a_i.sigmoid() * a_g.tanh())
                hidden.append(a_o.sigmoid() * memory[-1].tanh())
            h[place], c[place] = tuple(hidden), tuple(memory)
        states = [torch.stack([torch.cat(state[place], dim=1) for place in range(PLACES)]) for state in (h, c)]
        return states[0], states[1]


class TwoStacks(nn.Module):
    """A layer of the PixelCNN: v has seen the rows above a pixel, h also what is on its left."""

    def __init__(self, inputs: int, told: int, first: bool) -> None:
        super().__init__()
        C, own = HIDDEN_SIZE, 0 if first else 1  # the first layer must not see the pixel itself
        self.first = first
        self.vertical = nn.Conv2d(inputs, 2 * C, (REACH + own, 2 * REACH + 1), bias=False)
        self.horizontal = nn.Conv2d(inputs, 2 * C, (1, REACH + own), bias=False)
        self.told = nn.Conv2d(told, 4 * C, 1)
        self.across = nn.Conv2d(2 * C, 2 * C, 1, bias=False)
        self.residual = nn.Conv2d(C, C, 1)

    def forward(self, v: Tensor, h: Tensor, told: Tensor) -> tuple[Tensor, Tensor]:
        """The next maps (B, C, h, w)."""
        above = pad(v, (REACH, REACH, REACH, 0))[:, :, : HEIGHT + REACH - self.first]
        left = pad(h, (REACH, 0))[..., : WIDTH + REACH - self.first]
        told_h, told_v = self.told(told).chunk(2, 1)
        a_v = self.vertical(above) + told_v  # (B, 2C, h, w)
        a_h = self.horizontal(left) + self.across(a_v) + told_h
        (v_1, v_2), (h_1, h_2) = a_v.chunk(2, 1), a_h.chunk(2, 1)
        more = self.residual(h_1.tanh() * h_2.sigmoid())
        return v_1.tanh() * v_2.sigmoid(), more if self.first else h + more


class Painter(nn.Module):
    """What carries memory from pixel to pixel, and a linear layer that makes a distribution of its state."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        E, H = EMBEDDING_SIZE, HIDDEN_SIZE
        inputs = (SEEN + 2 + CONDITIONAL) * E
        if CONDITIONAL:
            self.condition = nn.Embedding(CLASSES, E)
        self.surroundings = AroundPlaces()
        if ARCHITECTURE in ("raster_pixel", "raster_patch"):
            self.cells = nn.ModuleList(nn.LSTMCell(H if layer else inputs, H) for layer in range(LAYERS))
        elif ARCHITECTURE == "row_lstm":
            self.convolution = nn.Linear(inputs, H)
            above = [(-1, -1), (-1, 0), (-1, 1)]
            self.cells = nn.ModuleList(LSTMOfPlaces(2 * H, above, (0, 0, 0), (1,)) for _ in range(LAYERS))
            self.outputs = nn.ModuleList(nn.Linear(H, H) for _ in range(LAYERS))
        elif ARCHITECTURE == "diagonal_bilstm":
            self.convolution = nn.Linear(inputs, H)
            sides = [[(0, side), (-1, 0)] for _ in range(LAYERS) for side in (-1, 1)]
            self.cells = nn.ModuleList(LSTMOfPlaces(H, side, (0, 0), (0,)) for side in sides)
            self.outputs = nn.ModuleList(nn.Linear(H, H) for _ in sides)
        elif ARCHITECTURE == "grid_2d":
            sizes = [inputs, *[2 * H] * (LAYERS - 1)]
            self.cells = nn.ModuleList(LSTMOfPlaces(size, [(0, -1), (-1, 0)], (0, 1), (0, 1)) for size in sizes)
        elif ARCHITECTURE == "grid_3d":
            self.enter_hidden, self.enter_memory = nn.Linear(inputs, H), nn.Linear(inputs, H)
            self.cells = nn.ModuleList(LSTMOfPlaces(H, [(0, -1), (-1, 0)], (0, 1), (0, 1)) for _ in range(LAYERS))
        else:
            self.gated = nn.ModuleList(TwoStacks(H if n else E, inputs, first=n == 0) for n in range(LAYERS))
        self.output = nn.Linear(2 * H if ARCHITECTURE == "grid_2d" else H, LEVELS)
        for module in self.modules():
            if isinstance(module, nn.Embedding):
                nn.init.normal_(module.weight, generator=generator)
            elif isinstance(module, nn.Linear | nn.Conv2d):
                bound = module.weight[0].numel() ** -0.5
                nn.init.uniform_(module.weight, -bound, bound, generator=generator)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        if ARCHITECTURE in ("raster_pixel", "raster_patch"):
            for weights in self.cells.parameters():
                nn.init.uniform_(weights, -(H**-0.5), H**-0.5, generator=generator)
            for cell in self.cells:
                orthogonal(cell.weight_hh, H, generator)  # pyright: ignore[reportArgumentType]
                cell.bias_ih.data.split(H)[1].add_(1)  # the forget gate starts open  # pyright: ignore[reportCallIssue]
        elif ARCHITECTURE != "pixel_cnn":
            for cell in self.cells:
                cell.initialise(generator)  # pyright: ignore[reportCallIssue]

    def states(self, canvas: Tensor, told: Tensor, generator: torch.Generator) -> Tensor:
        """The states at all places (P, B, F), each from the pixels before it."""
        if ARCHITECTURE == "pixel_cnn":
            pixels = self.surroundings.pixels(canvas[:, :-1]).unflatten(1, (HEIGHT, WIDTH))  # (B, h, w, E)
            pixels = dropped(pixels, DROPOUT, generator) if DROPOUT else pixels
            v = h = pixels.permute(0, 3, 1, 2)  # (B, E, h, w)
            around = self.surroundings(canvas, told, generator)  # (P, B, I)
            around = around.permute(1, 2, 0).unflatten(2, (HEIGHT, WIDTH))  # (B, I, h, w)
            for layer in self.gated:
                v, h = layer(v, h, around)
            return h.relu().flatten(2).permute(2, 0, 1)
        x = self.surroundings(canvas, told, generator)  # (P, B, I)
        if ARCHITECTURE in ("raster_pixel", "raster_patch"):
            hidden = x.transpose(0, 1)  # (B, P, I)
            for cell in self.cells:
                hidden = states_of(cell, hidden)  # (B, P, H)
            return hidden.transpose(0, 1)
        elif ARCHITECTURE == "row_lstm":
            x = self.convolution(x)  # (P, B, H)
            for cell, output in zip(self.cells, self.outputs, strict=True):
                rows = x.unflatten(0, (HEIGHT, WIDTH))  # (h, w, B, H)
                left = torch.cat((torch.zeros_like(rows[:, :1]), rows[:, :-1]), dim=1).flatten(0, 1)  # (P, B, H)
                h, _ = cell(torch.cat((left, x), dim=2), x)
                x = x + output(h)
            return x.relu()
        elif ARCHITECTURE == "diagonal_bilstm":
            x = self.convolution(x)  # (P, B, H)
            for n in range(LAYERS):
                (left, _), (right, _) = self.cells[2 * n](x, x), self.cells[2 * n + 1](x, x)  # (P, B, H)
                back = self.outputs[2 * n + 1](right)
                down = torch.cat((torch.zeros_like(back[:WIDTH]), back[:-WIDTH]))  # the map moved down by one row
                x = x + self.outputs[2 * n](left) + down
            return x.relu()
        elif ARCHITECTURE == "grid_2d":
            for cell in self.cells:
                x, _ = cell(x, x)  # (P, B, 2H)
            return x
        else:
            h, c = self.enter_hidden(x), self.enter_memory(x)  # (P, B, H)
            for cell in self.cells:
                h, c = (states[..., -HIDDEN_SIZE:] for states in cell(h, c))
            return h

    def forward(self, shown: Tensor, classes: Tensor, generator: torch.Generator) -> Tensor:
        """The scores (P, B, L) of all levels at every place of pictures (B, h, w)."""
        outside = shown.new_full((len(shown), 1), LEVELS)
        told = self.condition(classes) if CONDITIONAL else classes
        hidden = self.states(torch.cat((shown.flatten(1), outside), dim=1), told, generator)  # (P, B, F)
        return self.output(dropped(hidden, DROPOUT, generator) if DROPOUT else hidden)


# ---- training ----


def loss_of(model: Painter, batch: tuple[Tensor, Tensor], generator: torch.Generator) -> Tensor:
    """Cross-entropy in nats per pixel."""
    shown, classes = batch
    scores = model(shown, classes, generator)  # (P, B, L)
    return cross_entropy(scores.flatten(0, 1), shown.flatten(1).t().flatten())


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    losses = train(Painter(generator), some_pictures, loss_of, generator)
