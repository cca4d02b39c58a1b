"""Show and Tell: the picture is the first thing that the LSTM reads, and is never seen again.

With v the image vector and y_0 = ⟨BOS⟩::

    h_0, c_0 = LSTM(N(W_v v), 0)            N has mean 0 and deviation 1 over the units
    h_t, c_t = LSTM(E y_{t−1}, h_{t−1}, c_{t−1})
    p(y_t)   = softmax(W h_t + b)

All that it says of the picture must be kept in its state, from the first word to the last.

References
----------
- Vinyals, Toshev, Bengio, Erhan 2015, "Show and Tell: A Neural Image Caption Generator", equations 10 to 12. The
  normalisation N is ours: without it, so short a training does not learn to use the picture at all.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch.nn.functional as F
from torch import Tensor, nn

from core.labs.captioning.architectures.sizes import State, TellerSizes
from core.nn.attention import Edit
from core.nn.decoding import Decoding, Encoded


class Once(nn.Module):
    """An LSTM whose first word is the picture (see `core.labs.captioning.architectures.sizes.Teller`)."""

    def __init__(self, sizes: TellerSizes) -> None:
        super().__init__()
        self.readout_size = sizes.hidden
        self.picture = nn.Linear(sizes.hidden, sizes.embedding)
        self.lstm = nn.LSTMCell(sizes.embedding, sizes.hidden)

    def keys(self, cells: Tensor) -> Tensor:
        """None: it looks at no cell."""
        return cells

    def start(self, source: Encoded) -> State:
        """What it knows after it has seen the picture."""
        x = self.picture(source.last)  # (B, E)
        h, c = self.lstm(F.layer_norm(x, x.shape[1:]))  # (B, H), (B, H)
        return {"hidden_state": h, "cell_state": c}

    def advance(self, source: Encoded, state: State, y: Tensor, edits: Sequence[Edit]) -> tuple[Decoding, State]:
        """One word read, the picture not seen."""
        before = state["hidden_state"]  # (B, H)
        h, c = self.lstm(y, (before, state["cell_state"]))  # (B, H), (B, H)
        return Decoding(before, None, None, h[:, :0], h, h), {"hidden_state": h, "cell_state": c}
