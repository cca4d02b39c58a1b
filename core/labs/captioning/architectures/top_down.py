"""Bottom-up and top-down attention: one LSTM decides where to look, another what to say.

With a_1 … a_L the annotations, v the image vector and y_0 = ⟨BOS⟩::

    h¹_t, c¹_t = LSTM¹([h²_{t−1}; v; E y_{t−1}], h¹_{t−1}, c¹_{t−1})     attention LSTM
    e_ti = uᵀ tanh(W h¹_t + U a_i)                                       score of cell i
    α_ti = exp(e_ti) / Σ_k exp(e_tk)                                     alignment
    z_t  = Σ_i α_ti a_i                                                  context
    h²_t, c²_t = LSTM²([z_t; h¹_t], h²_{t−1}, c²_{t−1})                   language LSTM
    p(y_t)   = softmax(W_o h²_t + b)                                     all states 0 at first

Unlike in Show, Attend and Tell, the state that looks has read the word just written.

References
----------
- Anderson et al. 2018, "Bottom-Up and Top-Down Attention for Image Captioning and Visual Question Answering",
  equations 1 to 7. Their v is the mean of the regions' vectors, and their regions come from a detector; here the
  regions are cells, and the knob ``first_look`` has both kinds of v.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from core.labs.captioning.architectures.sizes import State, TellerSizes
from core.nn.attention import Attended, Edit, align, average
from core.nn.decoding import Decoding, Encoded, with_edits


class TopDown(nn.Module):
    """Two LSTMs, one above the other (see `core.labs.captioning.architectures.sizes.Teller`)."""

    def __init__(self, sizes: TellerSizes) -> None:
        super().__init__()
        H, E, D = sizes.hidden, sizes.embedding, sizes.cell
        self.readout_size = H
        self.attention_lstm = nn.LSTMCell(H + H + E, H)
        self.language_lstm = nn.LSTMCell(D + H, H)
        self.query = nn.Linear(H, sizes.match)
        self.key = nn.Linear(D, sizes.match, bias=False)
        self.match = nn.Parameter(torch.empty(sizes.match))

    def keys(self, cells: Tensor) -> Tensor:
        """U a_i of every cell, computed once for all words."""
        return self.key(cells)  # (B, L, M)

    def start(self, source: Encoded) -> State:
        """Nothing."""
        names = ("hidden_state", "cell_state", "looking_hidden", "looking_cell")
        return dict.fromkeys(names, torch.zeros_like(source.last))  # (B, H) each

    def look(self, source: Encoded, h: Tensor) -> Attended:
        """Where a state (B, H) looks, and what it sees there."""
        score = torch.tanh(self.query(h).unsqueeze(1) + source.keys) @ self.match  # (B, L)
        alignment = align(score, source.mask)  # (B, L)
        return Attended(average(alignment, source.annotation), alignment, score)

    def advance(self, source: Encoded, state: State, y: Tensor, edits: Sequence[Edit]) -> tuple[Decoding, State]:
        """Read the word before, look, then say."""
        x = torch.cat([state["hidden_state"], source.last, y], dim=1)  # (B, H + H + E)
        h1, c1 = self.attention_lstm(x, (state["looking_hidden"], state["looking_cell"]))  # (B, H), (B, H)
        z, alignment, score = with_edits(self.look(source, h1), source.annotation, edits)  # (B, D), (B, L), (B, L)
        h2, c2 = self.language_lstm(torch.cat([z, h1], dim=1), (state["hidden_state"], state["cell_state"]))
        after = {"hidden_state": h2, "cell_state": c2, "looking_hidden": h1, "looking_cell": c1}  # (B, H) each
        return Decoding(h1, score, alignment, z, h2, h2), after
