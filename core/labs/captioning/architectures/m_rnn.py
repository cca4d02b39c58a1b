"""The multimodal RNN: word, memory and picture meet in a layer of their own, at every step.

With y_{t−1} the word before in its first embedding, v the image vector and g(x) = 1.7159 tanh(⅔ x)::

    w_t = ReLU(W_2 E y_{t−1})                     second embedding layer
    r_t = ReLU(U r_{t−1} + w_t)                   recurrent layer, r_0 = 0
    m_t = g(V_w w_t + V_r r_t + V_I v)            multimodal layer
    p(y_t) = softmax(W m_t + b)

The recurrent layer never reads the picture: it remembers words only.

References
----------
- Mao, Xu, Yang, Wang, Huang, Yuille 2015, "Deep Captioning with Multimodal Recurrent Neural Networks (m-RNN)",
  equations 2 to 4. Their U, like all of their weights, is drawn at random; here it begins as the identity, with which a
  recurrent layer of ReLUs learns sooner (Le, Jaitly, Hinton 2015, "A Simple Way to Initialize Recurrent Networks of
  Rectified Linear Units").
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.labs.captioning.architectures.sizes import State, TellerSizes
from core.nn.attention import Edit
from core.nn.decoding import Decoding, Encoded


class MultimodalRNN(nn.Module):
    """A recurrent layer beside a multimodal one (see `core.labs.captioning.architectures.sizes.Teller`)."""

    def __init__(self, sizes: TellerSizes) -> None:
        super().__init__()
        H, E = sizes.hidden, sizes.embedding
        self.readout_size = 2 * H
        self.second = nn.Linear(E, H)
        self.recurrent = nn.Linear(H, H, bias=False)
        self.from_word, self.from_memory, self.from_picture = (nn.Linear(H, 2 * H) for _ in range(3))

    def initialise(self, generator: torch.Generator) -> None:
        """Begin with the identity in the recurrent layer, once all else is drawn."""
        nn.init.eye_(self.recurrent.weight)

    def keys(self, cells: Tensor) -> Tensor:
        """None: it looks at no cell."""
        return cells

    def start(self, source: Encoded) -> State:
        """No word yet."""
        return {"hidden_state": torch.zeros_like(source.last)}  # (B, H)

    def advance(self, source: Encoded, state: State, y: Tensor, edits: Sequence[Edit]) -> tuple[Decoding, State]:
        """One word read; then word, memory and picture are joined."""
        before = state["hidden_state"]  # (B, H)
        w = F.relu(self.second(y))  # (B, H)
        r = F.relu(self.recurrent(before) + w)  # (B, H)
        joined = self.from_word(w) + self.from_memory(r) + self.from_picture(source.last)  # (B, 2H)
        m = 1.7159 * torch.tanh(2 / 3 * joined)  # (B, 2H)
        return Decoding(before, None, None, source.last, r, m), {"hidden_state": r}
