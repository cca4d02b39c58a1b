"""The picture beside every word: the LSTM reads the same image vector again at each step.

With v the image vector and y_0 = ⟨BOS⟩::

    h_t, c_t = LSTM([E y_{t−1}; v], h_{t−1}, c_{t−1})     h_0 = c_0 = 0
    p(y_t)   = softmax(W h_t + b)

Nothing of the picture need be remembered, yet all of it comes at once: which colour belongs to which shape must be
found in one vector.

References
----------
- Karpathy, Fei-Fei 2015, "Deep Visual-Semantic Alignments for Generating Image Descriptions", section 3.2, who tried it
  beside the picture once.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from core.labs.captioning.architectures.sizes import State, TellerSizes
from core.nn.attention import Edit
from core.nn.decoding import Decoding, Encoded


class EveryStep(nn.Module):
    """An LSTM that reads word and picture (see `core.labs.captioning.architectures.sizes.Teller`)."""

    def __init__(self, sizes: TellerSizes) -> None:
        super().__init__()
        self.readout_size = sizes.hidden
        self.lstm = nn.LSTMCell(sizes.embedding + sizes.hidden, sizes.hidden)

    def keys(self, cells: Tensor) -> Tensor:
        """None: it looks at no cell."""
        return cells

    def start(self, source: Encoded) -> State:
        """Nothing."""
        nothing = torch.zeros_like(source.last)  # (B, H)
        return {"hidden_state": nothing, "cell_state": nothing}

    def advance(self, source: Encoded, state: State, y: Tensor, edits: Sequence[Edit]) -> tuple[Decoding, State]:
        """One word read, and the picture with it."""
        before = state["hidden_state"]  # (B, H)
        x = torch.cat([y, source.last], dim=1)  # (B, E + H)
        h, c = self.lstm(x, (before, state["cell_state"]))  # (B, H), (B, H)
        return Decoding(before, None, None, source.last, h, h), {"hidden_state": h, "cell_state": c}
