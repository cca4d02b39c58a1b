"""The recurrent cells, one step each. The hidden state, which the cell gives out, is the first of its states."""

from __future__ import annotations

import torch
from torch import Tensor, nn

# ---- the cell ----


class RecurrentCell(nn.Module):
    """The weights of a cell: a block of rows for each of its sums W x_t + b + U h_{t−1} + d."""

    blocks = 1  # how many sums there are
    states = 1  # how many vectors are handed from step to step
    keeps: int | None = None  # the block of the gate that keeps the old state

    def __init__(self, inputs: int, size: int) -> None:
        super().__init__()
        self.size = size
        self.weight_ih = nn.Parameter(torch.empty(self.blocks * size, inputs))
        self.weight_hh = nn.Parameter(torch.empty(self.blocks * size, size))
        self.bias_ih = nn.Parameter(torch.empty(self.blocks * size))
        self.bias_hh = nn.Parameter(torch.empty(self.blocks * size))

    def sums(self, x: Tensor, h: Tensor) -> tuple[Tensor, ...]:
        """W x + b + U h + d, block by block, (B, H) each."""
        both = x @ self.weight_ih.T + self.bias_ih + h @ self.weight_hh.T + self.bias_hh  # (B, blocks · H)
        return both.chunk(self.blocks, dim=1)


class ElmanCell(RecurrentCell):
    """h_t = tanh(W x_t + U h_{t−1} + b)."""

    def forward(self, x: Tensor, h: Tensor) -> tuple[Tensor]:
        """The next hidden state."""
        (a,) = self.sums(x, h)
        return (a.tanh(),)


class JordanCell(RecurrentCell):
    """h_t = tanh(W x_t + U y_{t−1} + b) and y_t = tanh(V h_t + a): what is fed back is the output."""

    def __init__(self, inputs: int, size: int) -> None:
        super().__init__(inputs, size)
        self.weight_ho = nn.Parameter(torch.empty(size, size))
        self.bias_ho = nn.Parameter(torch.empty(size))

    def forward(self, x: Tensor, y: Tensor) -> tuple[Tensor]:
        """The next output."""
        (a,) = self.sums(x, y)
        return ((a.tanh() @ self.weight_ho.T + self.bias_ho).tanh(),)


class GatedRecurrentCell(RecurrentCell):
    """h_t = z ∘ h_{t−1} + (1 − z) ∘ n: the update gate z keeps the old state, the reset gate r mutes it in n."""

    blocks = 3  # r, z, n
    keeps = 1

    def forward(self, x: Tensor, h: Tensor) -> tuple[Tensor]:
        """The next hidden state."""
        x_r, x_z, x_n = (x @ self.weight_ih.T + self.bias_ih).chunk(3, dim=1)  # (B, H) each
        h_r, h_z, h_n = (h @ self.weight_hh.T + self.bias_hh).chunk(3, dim=1)  # (B, H) each
        r = (x_r + h_r).sigmoid()
        z = (x_z + h_z).sigmoid()
        n = (x_n + r * h_n).tanh()
        return (z * h + (1 - z) * n,)


class LSTMCell(RecurrentCell):
    """c_t = f ∘ c_{t−1} + i ∘ g and h_t = o ∘ tanh(c_t): gates write, keep and read a memory c."""

    blocks = 4  # i, f, g, o
    states = 2
    keeps = 1

    def forward(self, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
        """The next hidden state and cell state."""
        a_i, a_f, a_g, a_o = self.sums(x, h)
        i, f, g, o = a_i.sigmoid(), a_f.sigmoid(), a_g.tanh(), a_o.sigmoid()
        c = f * c + i * g
        return o * c.tanh(), c


class PeepholeWeights(RecurrentCell):
    """The weights of an LSTM whose gates see the memory: each adds p ∘ c to its sum."""

    blocks = 4  # i, f, g, o
    states = 2
    peepholes = 3  # gates that see the memory
    keeps = 1

    def __init__(self, inputs: int, size: int) -> None:
        super().__init__(inputs, size)
        self.weight_peephole = nn.Parameter(torch.empty(self.peepholes, size))


class PeepholeCell(PeepholeWeights):
    """The LSTM with peepholes (Gers & Schmidhuber 2000)."""

    def forward(self, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
        """The next hidden state and cell state."""
        a_i, a_f, a_g, a_o = self.sums(x, h)
        p_i, p_f, p_o = self.weight_peephole
        i, f, g = (a_i + p_i * c).sigmoid(), (a_f + p_f * c).sigmoid(), a_g.tanh()
        c = f * c + i * g
        o = (a_o + p_o * c).sigmoid()
        return o * c.tanh(), c


class NoInputGateCell(PeepholeWeights):
    """Without an input gate, i = 1: everything is written."""

    blocks = 3  # f, g, o
    peepholes = 2
    keeps = 0

    def forward(self, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
        """The next hidden state and cell state."""
        a_f, a_g, a_o = self.sums(x, h)
        p_f, p_o = self.weight_peephole
        c = (a_f + p_f * c).sigmoid() * c + a_g.tanh()
        return (a_o + p_o * c).sigmoid() * c.tanh(), c


class NoForgetGateCell(PeepholeWeights):
    """Without a forget gate, f = 1: nothing is ever wiped."""

    blocks = 3  # i, g, o
    peepholes = 2
    keeps = None

    def forward(self, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
        """The next hidden state and cell state."""
        a_i, a_g, a_o = self.sums(x, h)
        p_i, p_o = self.weight_peephole
        c = c + (a_i + p_i * c).sigmoid() * a_g.tanh()
        return (a_o + p_o * c).sigmoid() * c.tanh(), c


class NoOutputGateCell(PeepholeWeights):
    """Without an output gate, o = 1: the whole memory is read at every step."""

    blocks = 3  # i, f, g
    peepholes = 2

    def forward(self, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
        """The next hidden state and cell state."""
        a_i, a_f, a_g = self.sums(x, h)
        p_i, p_f = self.weight_peephole
        c = (a_f + p_f * c).sigmoid() * c + (a_i + p_i * c).sigmoid() * a_g.tanh()
        return c.tanh(), c


class NoInputActivationCell(PeepholeWeights):
    """Without an activation at the input: g is the sum itself."""

    def forward(self, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
        """The next hidden state and cell state."""
        a_i, a_f, g, a_o = self.sums(x, h)
        p_i, p_f, p_o = self.weight_peephole
        c = (a_f + p_f * c).sigmoid() * c + (a_i + p_i * c).sigmoid() * g
        return (a_o + p_o * c).sigmoid() * c.tanh(), c


class NoOutputActivationCell(PeepholeWeights):
    """Without an activation at the output: h = o ∘ c."""

    def forward(self, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
        """The next hidden state and cell state."""
        a_i, a_f, a_g, a_o = self.sums(x, h)
        p_i, p_f, p_o = self.weight_peephole
        c = (a_f + p_f * c).sigmoid() * c + (a_i + p_i * c).sigmoid() * a_g.tanh()
        return (a_o + p_o * c).sigmoid() * c, c


class CoupledGatesCell(PeepholeWeights):
    """Coupled gates, f = 1 − i: only what is wiped is written anew."""

    blocks = 3  # i, g, o
    peepholes = 2
    keeps = 0  # the input gate, which keeps what it does not let through

    def forward(self, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
        """The next hidden state and cell state."""
        a_i, a_g, a_o = self.sums(x, h)
        p_i, p_o = self.weight_peephole
        i = (a_i + p_i * c).sigmoid()
        c = (1 - i) * c + i * a_g.tanh()
        return (a_o + p_o * c).sigmoid() * c.tanh(), c


class FullGateRecurrenceCell(PeepholeWeights):
    """Every gate also reads the three gates of the step before, through matrices of its own."""

    states = 5

    def __init__(self, inputs: int, size: int) -> None:
        super().__init__(inputs, size)
        self.weight_gates = nn.Parameter(torch.empty(3 * size, 3 * size))

    def forward(self, x: Tensor, h: Tensor, c: Tensor, i: Tensor, f: Tensor, o: Tensor) -> tuple[Tensor, ...]:
        """The next hidden state, cell state and gates."""
        a_i, a_f, a_g, a_o = self.sums(x, h)
        r_i, r_f, r_o = (torch.cat((i, f, o), dim=1) @ self.weight_gates.T).chunk(3, dim=1)  # (B, H) each
        p_i, p_f, p_o = self.weight_peephole
        i, f, g = (a_i + r_i + p_i * c).sigmoid(), (a_f + r_f + p_f * c).sigmoid(), a_g.tanh()
        c = f * c + i * g
        o = (a_o + r_o + p_o * c).sigmoid()
        return o * c.tanh(), c, i, f, o


CELL = "lstm"
Cell = {
    "elman": ElmanCell,
    "jordan": JordanCell,
    "gru": GatedRecurrentCell,
    "lstm": LSTMCell,
    "lstm_peephole": PeepholeCell,
    "lstm_nig": NoInputGateCell,
    "lstm_nfg": NoForgetGateCell,
    "lstm_nog": NoOutputGateCell,
    "lstm_niaf": NoInputActivationCell,
    "lstm_noaf": NoOutputActivationCell,
    "lstm_cifg": CoupledGatesCell,
    "lstm_fgr": FullGateRecurrenceCell,
}[CELL]
