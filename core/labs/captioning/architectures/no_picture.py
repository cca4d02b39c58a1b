"""A language model of the captions: it is never given the picture, and shows how far guessing goes.

With y_0 = ⟨BOS⟩::

    h_t, c_t = LSTM(E y_{t−1}, h_{t−1}, c_{t−1})     h_0 = c_0 = 0
    p(y_t)   = softmax(W h_t + b)

What it says is grammatical, and the same of every picture: a network that sees must be better than this one.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from core.labs.captioning.architectures.sizes import State, TellerSizes
from core.nn.attention import Edit
from core.nn.decoding import Decoding, Encoded


class NoPicture(nn.Module):
    """An LSTM that reads words alone (see `core.labs.captioning.architectures.sizes.Teller`)."""

    def __init__(self, sizes: TellerSizes) -> None:
        super().__init__()
        self.readout_size = sizes.hidden
        self.lstm = nn.LSTMCell(sizes.embedding, sizes.hidden)

    def keys(self, cells: Tensor) -> Tensor:
        """None: it looks at no cell."""
        return cells

    def start(self, source: Encoded) -> State:
        """Nothing."""
        nothing = torch.zeros_like(source.last)  # (B, H)
        return {"hidden_state": nothing, "cell_state": nothing}

    def advance(self, source: Encoded, state: State, y: Tensor, edits: Sequence[Edit]) -> tuple[Decoding, State]:
        """One word read."""
        before = state["hidden_state"]  # (B, H)
        h, c = self.lstm(y, (before, state["cell_state"]))  # (B, H), (B, H)
        return Decoding(before, None, None, h[:, :0], h, h), {"hidden_state": h, "cell_state": c}
