"""Show, Attend and Tell with hard attention: before each word the decoder looks at one cell, and a die says at which.

All is as with soft attention, but for what is seen::

    s_t ~ α_t                                     the cell, drawn from the alignment
    z_t = a_{s_t}                                 … or, with probability 0.8 in training, Σ_i α_ti a_i

A die has no gradient. The places are learnt by REINFORCE instead: of a place, the reward is how likely the words from
there on were, beyond what is usual at that position::

    R_t = Σ_{k ≥ t} log p(y_k)                    b_t ← 0.95 b_t + 0.05 (mean of R_t over the batch)
    L = − Σ_t [ log p(y_t) + (R_t − b_t) log α_{t,s_t} + 0.01 H(α_t) ]

with R_t − b_t a constant, and H the entropy, which keeps the die from deciding too early. When it is used, the decoder
looks at the cell of the greatest weight.

References
----------
- Xu et al. 2015, "Show, Attend and Tell: Neural Image Caption Generation with Visual Attention", section 4.1, equations
  8 to 12: baseline, entropy, and the expected value half of the time.
- Williams 1992, "Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement Learning".
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from core.labs.captioning.architectures.soft_attention import SoftAttention
from core.nn.attention import Attended
from core.nn.decoding import Encoded

KEPT = 0.95
"""How much of the baseline stays from one training step to the next."""

ENTROPY = 0.01
"""What a nat of entropy is worth."""

EXPECTED = 0.8
"""The share of words before which all cells are looked at a little, in training.

With the half that the paper takes, two of four networks had only .49 and .85 of their captions right here after 1,200
and 1,255 steps; with this share all four have nine of ten after 1,000.
"""


class Tried(NamedTuple):
    """What came of the dice, with T words.

    Attributes
    ----------
    readout : Tensor, shape (B, T, R)
        What the output layer reads.
    log_probability : Tensor, shape (B, T)
        Of the cell that was drawn; 0 where all were looked at.
    entropy : Tensor, shape (B, T)
        Of the alignment, in nats.
    """

    readout: Tensor
    log_probability: Tensor
    entropy: Tensor


class HardAttention(SoftAttention):
    """An LSTM that looks at one cell (see `core.labs.captioning.architectures.sizes.Teller`)."""

    def look(self, source: Encoded, h: Tensor) -> Attended:
        """Where a state (B, H) looks most, and what it sees at that one cell."""
        _, alignment, score = super().look(source, h)  # (B, L), (B, L)
        return Attended(seen(source.annotation, alignment.argmax(1)), alignment, score)

    def tried(self, source: Encoded, words: Tensor, dice: Tensor, expected: Tensor) -> Tried:
        """Read the true words before, and look where the dice say.

        Parameters
        ----------
        source : Encoded
            The pictures.
        words : Tensor, shape (B, T, E)
            The word before each, ⟨BOS⟩ first.
        dice : Tensor, shape (B, T)
            From 0 to 1.
        expected : Tensor of bool, shape (B, T)
            Before which words all cells are looked at a little.
        """
        state = self.start(source)
        readouts, chances, entropies = [], [], []
        for y, die, every in zip(words.unbind(1), dice.unbind(1), expected.unbind(1), strict=True):
            soft, alignment, score = super().look(source, state["hidden_state"])  # (B, D), (B, L), (B, L)
            place = drawn(alignment, die)  # (B,)
            z = torch.where(every[:, None], soft, seen(source.annotation, place))  # (B, D)
            step, state = self.read(Attended(z, alignment, score), state, y)
            log = score.log_softmax(1)  # (B, L)
            chances.append(log.gather(1, place[:, None])[:, 0].masked_fill(every, 0.0))  # (B,)
            entropies.append(-(alignment * log).sum(1))  # (B,)
            readouts.append(step.readout)
        return Tried(*(torch.stack(values, dim=1) for values in (readouts, chances, entropies)))


def seen(annotation: Tensor, place: Tensor) -> Tensor:
    """The annotations (B, L, D) of one cell each, (B, D)."""
    return annotation[torch.arange(len(place)), place]  # (B, D)


def drawn(alignment: Tensor, die: Tensor) -> Tensor:
    """The cell on which a die (B,) falls, when the weights (B, L) are laid end to end: int64, (B,)."""
    return (alignment.cumsum(1) < die[:, None]).sum(1).clamp(max=alignment.shape[1] - 1)


def reinforced(tried: Tried, told: Tensor, mask: Tensor, baseline: Tensor) -> tuple[Tensor, dict[str, float], Tensor]:
    """The loss of the places, and what is usual from now on.

    Parameters
    ----------
    tried : Tried
        With T words.
    told : Tensor, shape (B, T)
        log p of the true words.
    mask : Tensor of bool, shape (B, T)
        True at words that exist.
    baseline : Tensor, shape (T,)
        What is usual.

    Returns
    -------
    loss : Tensor
        A scalar, per word.
    metrics : dict of str to float
        The mean ``reward`` of the first word's place, and the ``entropy`` of the alignments.
    baseline : Tensor, shape (T,)
    """
    reward = (told.detach() * mask).flip(1).cumsum(1).flip(1)  # (B, T)
    places = -((reward - baseline) * tried.log_probability * mask).sum() / mask.sum()
    entropy = (tried.entropy * mask).sum() / mask.sum()
    usual = (reward * mask).sum(0) / mask.sum(0).clamp(min=1)  # (T,)
    after = torch.where(mask.any(0), KEPT * baseline + (1 - KEPT) * usual, baseline)  # (T,)
    metrics = {"reward": reward[:, 0].mean().item(), "entropy": entropy.item()}
    return places - ENTROPY * entropy, metrics, after
