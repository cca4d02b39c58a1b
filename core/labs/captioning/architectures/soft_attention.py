"""Show, Attend and Tell: before each word the decoder looks at the cells of the picture, at all of them a little.

With a_1 … a_L the annotations, v the image vector and y_0 = ⟨BOS⟩::

    h_0, c_0 = tanh(W_h v), W_c v
    e_ti = uᵀ tanh(W h_{t−1} + U a_i)             score of cell i
    α_ti = exp(e_ti) / Σ_k exp(e_tk)              alignment
    z_t  = Σ_i α_ti a_i                           context
    h_t, c_t = LSTM([E y_{t−1}; z_t], h_{t−1}, c_{t−1})
    p(y_t)   = softmax(W_o tanh(L_h h_t + L_z z_t + E' y_{t−1}) + b)

The state that looks has not read y_{t−1} yet: it chooses a place without knowing the word that it has just written.

References
----------
- Xu et al. 2015, "Show, Attend and Tell: Neural Image Caption Generation with Visual Attention", equations 1 to 7 and
  13. Their h_0 and c_0 come from the mean of the annotations; the knob ``first_look`` has both.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from core.labs.captioning.architectures.sizes import State, TellerSizes
from core.nn.attention import Attended, Edit, align, average
from core.nn.decoding import Decoding, Encoded, with_edits


class SoftAttention(nn.Module):
    """An LSTM that looks at cells (see `core.labs.captioning.architectures.sizes.Teller`)."""

    def __init__(self, sizes: TellerSizes) -> None:
        super().__init__()
        H, E, D = sizes.hidden, sizes.embedding, sizes.cell
        self.readout_size = H
        self.first_hidden, self.first_cell = nn.Linear(H, H), nn.Linear(H, H)
        self.query = nn.Linear(H, sizes.match)
        self.key = nn.Linear(D, sizes.match, bias=False)
        self.match = nn.Parameter(torch.empty(sizes.match))
        self.lstm = nn.LSTMCell(E + D, H)
        self.from_state, self.from_context, self.from_word = (nn.Linear(size, H) for size in (H, D, E))

    def keys(self, cells: Tensor) -> Tensor:
        """U a_i of every cell, computed once for all words."""
        return self.key(cells)  # (B, L, M)

    def start(self, source: Encoded) -> State:
        """A state that knows the picture as a whole."""
        return {
            "hidden_state": torch.tanh(self.first_hidden(source.last)),  # (B, H)
            "cell_state": self.first_cell(source.last),  # (B, H)
        }

    def look(self, source: Encoded, h: Tensor) -> Attended:
        """Where a state (B, H) looks, and what it sees there."""
        score = torch.tanh(self.query(h).unsqueeze(1) + source.keys) @ self.match  # (B, L)
        alignment = align(score, source.mask)  # (B, L)
        return Attended(average(alignment, source.annotation), alignment, score)

    def advance(self, source: Encoded, state: State, y: Tensor, edits: Sequence[Edit]) -> tuple[Decoding, State]:
        """Look, then read the word before and what was seen."""
        seen = with_edits(self.look(source, state["hidden_state"]), source.annotation, edits)
        return self.read(seen, state, y)

    def read(self, seen: Attended, state: State, y: Tensor) -> tuple[Decoding, State]:
        """Read the word before, y (B, E), and what was seen."""
        z, alignment, score = seen  # (B, D), (B, L), (B, L)
        before = state["hidden_state"]  # (B, H)
        h, c = self.lstm(torch.cat([y, z], dim=1), (before, state["cell_state"]))  # (B, H), (B, H)
        readout = torch.tanh(self.from_state(h) + self.from_context(z) + self.from_word(y))  # (B, H)
        return Decoding(before, score, alignment, z, h, readout), {"hidden_state": h, "cell_state": c}
