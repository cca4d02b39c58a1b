"""An LSTM on a lattice: a state stands at every place of a picture and reads those of its neighbours.

Along a sequence a state has one neighbour, the one before. In a picture it may have several: the one on its left, the
one above. With s_p the hidden states of the neighbours of place p side by side, and a memory for each axis k = 1 … N::

    s_p = [h_{n(p)} for each neighbour n]
    [i_k; f_k; g_k; o_k] = [σ; σ; tanh; σ](W_k x_p + R_k s_p + b_k)
    c_{k,p} = f_k ∘ c_{k,m} + i_k ∘ g_k        m: the neighbour along axis k
    h_{k,p} = o_k ∘ tanh(c_{k,p})

All places whose neighbours are done can be computed at once: they form a *wave*. A row that reads only the row above is
one wave; where each place reads its left and its upper neighbour, a diagonal is. No map is skewed for it: the waves are
slices of one long array.

References
----------
- Graves, Fernández, Schmidhuber 2007, "Multi-Dimensional Recurrent Neural Networks": an LSTM with several neighbours.
- Kalchbrenner, Danihelka, Graves 2016, "Grid Long Short-Term Memory", section 3: a memory for each axis. (There the
output is squashed last,
  h = tanh(o ∘ c).)
- van den Oord, Kalchbrenner, Kavukcuoglu 2016, "Pixel Recurrent Neural Networks", equation 3: one memory, its
neighbours a row or a diagonal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import torch
from torch import Tensor, nn
from torch.autograd.function import once_differentiable

from core.nn.cells.kernels import kernel, sigmoid, tanh
from core.nn.cells.recurrent import Gradients, LayerGradients, product

NAMES = ("input_gate", "forget_gate", "candidate", "output_gate")
"""The blocks of rows of each axis, in their order in the weights."""


@dataclass(frozen=True)
class Lattice:
    """The places of a picture in the order of their waves, and who reads whom.

    Attributes
    ----------
    height, width : int
        P = height · width places.
    neighbours : tuple of (int, int)
        Rows and columns from a place to each of those it reads.
    """

    height: int
    width: int
    neighbours: tuple[tuple[int, int], ...]

    @cached_property
    def moments(self) -> np.ndarray:
        """The wave of each place: 0 for those without neighbours, else one more than the last of its neighbours;
        (P,).
        """
        P = self.height * self.width
        read, moment = self._read(), np.zeros(P + 1, np.int64)
        moment[P] = -1
        for _ in range(P):
            later = moment[read].max(1) + 1  # (P,)
            if (later == moment[:P]).all():
                return later
            moment[:P] = later
        raise ValueError(f"places that are {self.neighbours} apart would wait for each other")

    @cached_property
    def order(self) -> np.ndarray:
        """The places, row by row from 0, in the order of their waves; (P,)."""
        return np.argsort(self.moments, kind="stable")

    @cached_property
    def index(self) -> np.ndarray:
        """Where each place stands in `order`; (P,)."""
        return np.argsort(self.order)

    @cached_property
    def waves(self) -> list[slice]:
        """The stretches of `order` that can be computed at once."""
        ends = np.cumsum(np.bincount(self.moments)).tolist()
        return [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]

    @cached_property
    def sources(self) -> np.ndarray:
        """Where in `order` the neighbours of each place in `order` stand, and P for those outside; (P, K)."""
        outside = np.append(self.index, self.height * self.width)
        return np.ascontiguousarray(outside[self._read()[self.order]])

    def reached(self, seen: np.ndarray) -> np.ndarray:
        """What each state depends on, if place p by itself sees what `seen[p]` says: bool, (P, P)."""
        P = self.height * self.width
        reached = np.zeros((P + 1, P), bool)
        for place, read in zip(self.order, self._read()[self.order], strict=True):
            reached[place] = seen[place] | reached[read].any(0)
        return reached[:P]

    def _read(self) -> np.ndarray:
        """The places that each place reads, P for those outside; (P, K)."""
        return shifted(self.height, self.width, self.neighbours)


@lru_cache(maxsize=256)
def lattice(height: int, width: int, neighbours: tuple[tuple[int, int], ...]) -> Lattice:
    """The lattice of that shape, made once."""
    return Lattice(height, width, neighbours)


def shifted(height: int, width: int, offsets: Sequence[tuple[int, int]]) -> np.ndarray:
    """For each place, row by row, the places so many rows and columns away: (P, K), and P for those outside."""
    rows, columns = np.divmod(np.arange(height * width), width)  # (P,)
    near = np.empty((height * width, len(offsets)), np.int64)
    for k, (down, right) in enumerate(offsets):
        row, column = rows + down, columns + right
        inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
        near[:, k] = np.where(inside, row * width + column, height * width)
    return near


class LatticeLSTM(nn.Module):
    """One layer of states on a lattice, with a memory for each of N axes.

    Parameters
    ----------
    input_size, hidden_size : int
        Sizes I of the input at a place and H of one axis' hidden state.
    lattice : Lattice
        K neighbours of each place.
    reads : sequence of int
        Of each neighbour, the axis whose hidden state is read.
    memories : sequence of int or None
        Of each axis, the neighbour from which its memory comes; None for the memory that comes from the layer below.
        This can only be the last axis.

    Attributes
    ----------
    weight_ih : Parameter, shape (4·N·H, I)
        The W_k below one another, each with its blocks i, f, g, o.
    weight_hh : Parameter, shape (4·N·H, K·H)
        The R_k.
    bias : Parameter, shape (4·N·H,)
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        lattice: Lattice,
        reads: Sequence[int],
        memories: Sequence[int | None],
    ) -> None:
        super().__init__()
        self.hidden_size, self.lattice, self.axes = hidden_size, lattice, len(memories)
        self.reads = np.array(reads)
        self.deep = memories[-1] is None
        P = lattice.height * lattice.width
        below = P + 1 + np.arange(P)  # after the P places and the one outside, a place for what comes from below
        self.before = np.stack([below if k is None else lattice.sources[:, k] for k in memories], 1)  # (P, N)
        self.weight_ih = nn.Parameter(torch.zeros(4 * self.axes * hidden_size, input_size))
        self.weight_hh = nn.Parameter(torch.zeros(4 * self.axes * hidden_size, len(reads) * hidden_size))
        self.bias = nn.Parameter(torch.zeros(4 * self.axes * hidden_size))

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all weights from `generator`; between states they start orthogonal, and the forget gates open."""
        H = self.hidden_size
        nn.init.uniform_(
            self.weight_ih, -(self.weight_ih.shape[1] ** -0.5), self.weight_ih.shape[1] ** -0.5, generator=generator
        )
        for rows in self.weight_hh.data.split(H):
            for block in rows.split(H, dim=1):  # (H, H)
                nn.init.orthogonal_(block, len(self.reads) ** -0.5, generator=generator)
        with torch.no_grad():
            self.bias.zero_().view(self.axes, 4, H)[:, 1] = 1

    def forward(self, x: Tensor, below: Tensor | None = None) -> tuple[Tensor, Tensor, dict[str, Tensor]]:
        """The states at all places.

        Parameters
        ----------
        x : Tensor, shape (P, B, I)
            The inputs, row by row.
        below : Tensor, shape (P, B, H), optional
            The memory that the last axis takes from the layer below.

        Returns
        -------
        hidden_state, cell_state : Tensor, shape (P, B, N·H)
            One axis beside the other.
        internals : dict of str to Tensor, shape (P, B, N, H)
            Gates and states by name, detached.
        """
        order, index = torch.from_numpy(self.lattice.order), torch.from_numpy(self.lattice.index)
        below = None if below is None else below[order]
        h, c, gates = _Unroll.apply(x[order], below, self.weight_ih, self.weight_hh, self.bias, self)
        h, c, gates = h[index], c[index], gates[index]
        inside = dict(zip(NAMES, gates.unflatten(2, (self.axes, 4, -1)).unbind(3), strict=True))  # (P, B, N, H) each
        states = {"cell_state": c, "hidden_state": h}
        inside |= {name: values.detach().unflatten(2, (self.axes, -1)) for name, values in states.items()}
        return h, c, inside

    def memory(self, B: int) -> LatticeMemory:
        """A memory for painting `B` pictures, place by place."""
        return LatticeMemory(self, B)


class LatticeMemory:
    """The states of all places that have been computed so far.

    Parameters
    ----------
    cell : LatticeLSTM
    B : int
        Pictures side by side.
    """

    def __init__(self, cell: LatticeLSTM, B: int) -> None:
        self._cell = cell
        self._h, self._c = _empty_states(cell, B, cell.weight_hh)
        self._a = cell.weight_hh.new_empty(1, B, len(cell.bias))

    def step(self, place: int, x: Tensor, below: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The states h and c (B, N·H) at a place whose neighbours are done, from x (B, I) and, in depth, a memory (B,
        H).
        """
        cell, at = self._cell, int(self._cell.lattice.index[place])
        torch.addmm(cell.bias, x, cell.weight_ih.t(), out=self._a[0])
        if below is not None:
            self._c[len(cell.before) + 1 + at, :, -cell.hidden_size :] = below
        gathered = x.new_empty(1, len(x), cell.weight_hh.shape[1])
        _wave(cell, cell.weight_hh, slice(at, at + 1), self._a, gathered, self._h, self._c)
        return self._h[at], self._c[at]


def _empty_states(cell: LatticeLSTM, B: int, like: Tensor) -> tuple[Tensor, Tensor]:
    """Hidden states (P + 1, B, N·H), and cell states with as many places more as there are memories from below; zeros
    outside the picture.
    """
    P, width = len(cell.before), cell.axes * cell.hidden_size
    h, c = like.new_empty(P + 1, B, width), like.new_empty(P + 1 + P * cell.deep, B, width)
    h[P], c[P] = 0, 0
    return h, c


def _wave(cell: LatticeLSTM, R: Tensor, now: slice, a: Tensor, gathered: Tensor, h: Tensor, c: Tensor) -> None:
    """Compute one wave: `a` (w, B, 4·N·H) holds its W x + b and becomes its gates; `gathered` (w, B, K·H) becomes its
    s.
    """
    lattice = cell.lattice
    _gather(lattice.sources[now], cell.reads, h.numpy(), gathered.numpy())
    past = product(gathered.flatten(0, 1), R)  # (w·B, 4·N·H)
    _step(now.start, cell.before[now], past.numpy(), a.numpy(), h.numpy(), c.numpy(), cell.hidden_size)


@kernel
def _gather(sources: np.ndarray, reads: np.ndarray, h: np.ndarray, s: np.ndarray) -> None:
    """s[p, b] becomes the hidden states that place p reads, side by side."""
    W, B, _ = s.shape
    K = reads.size
    H = s.shape[2] // K
    for p in range(W):
        for b in range(B):
            for k in range(K):
                row, out, first = h[sources[p, k], b], s[p, b], reads[k] * H
                for u in range(H):
                    out[k * H + u] = row[first + u]


@kernel
def _scatter(sources: np.ndarray, reads: np.ndarray, ds: np.ndarray, dh: np.ndarray) -> None:
    """What `_gather` has read takes its gradient: dh += ds, at each place's neighbours."""
    W = sources.shape[0]
    B = dh.shape[1]
    K = reads.size
    H = ds.shape[1] // K
    for p in range(W):
        for b in range(B):
            for k in range(K):
                row, given, first = dh[sources[p, k], b], ds[p * B + b], reads[k] * H
                for u in range(H):
                    row[first + u] += given[k * H + u]


@kernel
def _step(
    first: int, before: np.ndarray, past: np.ndarray, a: np.ndarray, h: np.ndarray, c: np.ndarray, H: int
) -> None:
    """One wave whose first place is `first`: a[p, b] holds W x + b of all axes and becomes i, f, g, o; `past` is R
    s.
    """
    W, B, _ = a.shape
    N = before.shape[1]
    for p in range(W):
        for b in range(B):
            gates, add = a[p, b], past[p * B + b]
            for u in range(gates.size):
                gates[u] += add[u]
            for k in range(N):
                row, kept = gates[4 * k * H :], c[before[p, k], b, k * H :]
                now, out = c[first + p, b, k * H :], h[first + p, b, k * H :]
                for u in range(2 * H):
                    row[u] = sigmoid(row[u])
                for u in range(2 * H, 3 * H):
                    row[u] = tanh(row[u])
                for u in range(3 * H, 4 * H):
                    row[u] = sigmoid(row[u])
                for u in range(H):
                    now[u] = row[H + u] * kept[u] + row[u] * row[2 * H + u]
                for u in range(H):
                    out[u] = row[3 * H + u] * tanh(now[u])


@kernel
def _step_back(
    first: int,
    before: np.ndarray,
    gates: np.ndarray,
    c: np.ndarray,
    dh: np.ndarray,
    dc: np.ndarray,
    da: np.ndarray,
    H: int,
) -> None:
    """One wave back: fills da[p, b], and adds to the δc of the places whose memory was taken. In reverse the lines of
    `_step`.
    """
    W, B, _ = da.shape
    N = before.shape[1]
    one = c.dtype.type(1)
    for p in range(W):
        for b in range(B):
            for k in range(N):
                row, out = gates[p, b, 4 * k * H :], da[p, b, 4 * k * H :]
                kept, now = c[before[p, k], b, k * H :], c[first + p, b, k * H :]
                e, d = dh[first + p, b, k * H :], dc[first + p, b, k * H :]
                give = dc[before[p, k], b, k * H :]
                for u in range(H):  # do, and what h hands to c
                    read, o = tanh(now[u]), row[3 * H + u]
                    out[3 * H + u] = e[u] * read * o * (one - o)
                    d[u] += e[u] * o * (one - read * read)
                for u in range(H):  # di
                    out[u] = d[u] * row[2 * H + u] * row[u] * (one - row[u])
                for u in range(H):  # df
                    out[H + u] = d[u] * kept[u] * row[H + u] * (one - row[H + u])
                for u in range(H):  # dg
                    out[2 * H + u] = d[u] * row[u] * (one - row[2 * H + u] * row[2 * H + u])
                for u in range(H):
                    give[u] += d[u] * row[H + u]


class _Unroll(torch.autograd.Function):
    """All waves, forwards and back; the arrays stand in the order of the waves."""

    @staticmethod
    def forward(
        ctx, x: Tensor, below: Tensor | None, W: Tensor, R: Tensor, b: Tensor, cell: LatticeLSTM
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return h and c (P, B, N·H), and without gradient the gates (P, B, 4·N·H)."""
        x, (P, B, _), H = x.contiguous(), x.shape, cell.hidden_size
        gates = product(x.view(P * B, -1), W, b).view(P, B, -1)
        gathered = x.new_empty(P, B, R.shape[1])
        h, c = _empty_states(cell, B, x)
        if below is not None:
            c[P + 1 :, :, -H:] = below
        for now in cell.lattice.waves:
            _wave(cell, R, now, gates[now], gathered[now], h, c)
        ctx.mark_non_differentiable(gates)
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(x, W, R, gates, gathered, c)
        ctx.cell = cell
        return h[:P], c[:P], gates

    @staticmethod
    @once_differentiable
    def backward(ctx, dh_out: Tensor | None, dc_out: Tensor | None, _: None) -> Gradients:  # pyright: ignore[reportIncompatibleMethodOverride] (torch names the gradients; the decorator hides ctx)
        """Go back wave by wave: δh of a place is ∂L/∂h plus what its readers hand back, Rᵀ da of each."""
        x, W, R, gates, gathered, c = ctx.saved_tensors
        cell, P, H = ctx.cell, len(x), ctx.cell.hidden_size
        dh, dc = c.new_zeros(P + 1, *c.shape[1:]), torch.zeros_like(c)
        if dh_out is not None:
            dh[:P] = dh_out
        if dc_out is not None:
            dc[:P] = dc_out
        da, back = torch.empty_like(gates), R.t().contiguous()
        sources, given = cell.lattice.sources, [tensor.numpy() for tensor in (c, dh, dc)]
        for now in reversed(cell.lattice.waves):
            _step_back(now.start, cell.before[now], gates[now].numpy(), *given, da[now].numpy(), H)
            ds = product(da[now].flatten(0, 1), back)  # (w·B, K·H)
            _scatter(sources[now], cell.reads, ds.numpy(), given[1])
        weights = LayerGradients(x, W, ctx.needs_input_grad[0])
        weights.add(slice(0, P), da, gathered)
        below = dc[P + 1 :, :, -H:] if ctx.needs_input_grad[1] else None
        return weights.dx, below, weights.dW_x, weights.dW_h, weights.db, None
