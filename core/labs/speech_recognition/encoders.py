"""How a listener reads sound: frames of 10 ms become fewer positions, each of which knows what lies before and behind
it.

With x_1 … x_F the frames and M the number of frames a position, the two encoders are

========  ==================================================================================================
stacked   h_j = [GRU→; GRU←] over the stacks [x_{Mj}; …; x_{Mj+M−1}]
pyramid   h^l_j = [LSTM→; LSTM←] over the pairs [h^{l−1}_{2j}; h^{l−1}_{2j+1}], with h^0 = x and log₂ M layers
========  ==================================================================================================

The pyramid is that of Chan et al. without its bottom layer, which reads every single frame and takes twice the time of
all the others.

References
----------
- Chan, Jaitly, Le, Vinyals 2016, "Listen, Attend and Spell", section 3.1, equation 5.
- Sak, Senior, Rao, Beaufays 2015, "Fast and Accurate Recurrent Neural Network Acoustic Models for Speech Recognition",
section
  2, on stacked frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.nn.cells.gru import GRU
from core.nn.cells.lstm import LSTM
from core.nn.encoders import read
from core.nn.stack import Stack

SILENCE = -1.0
"""What a frame of silence holds (see `core.sound.features.log_mel`)."""


class Sounds(NamedTuple):
    """A batch of utterances as frames, shorter ones padded with silence at the end.

    Attributes
    ----------
    frames : Tensor, shape (B, F, mels)
        Log-mel energies; `SILENCE` in the padding.
    length : Tensor of int64, shape (B,)
        Frames of each utterance.
    """

    frames: Tensor
    length: Tensor

    @classmethod
    def padded(cls, utterances: Sequence[np.ndarray]) -> Sounds:
        """A batch from the frames (F, mels) of utterances of any lengths, none empty."""
        length = torch.tensor([len(frames) for frames in utterances])  # (B,)
        batch = torch.full((len(utterances), int(length.max()), utterances[0].shape[1]), SILENCE)  # (B, F, mels)
        for row, frames in zip(batch, utterances, strict=True):
            row[: len(frames)] = torch.from_numpy(frames)
        return cls(batch, length)


class StackedFrames(nn.Module):
    """A GRU in both directions over stacks of frames.

    Parameters
    ----------
    mels : int
        Numbers in a frame.
    size : int
        Units H, half of them in each direction.
    frames : int
        Frames a position.
    """

    def __init__(self, mels: int, size: int, frames: int) -> None:
        super().__init__()
        self.merged = frames
        self.forwards = GRU(frames * mels, size - size // 2)
        self.backwards = GRU(frames * mels, size // 2)

    def forward(self, sounds: Sounds) -> tuple[Tensor, Tensor]:
        """The annotations (B, S, H), and which of them exist (B, S)."""
        x, length = merged(*sounds, self.merged, SILENCE)  # (B, S, frames · mels), (B,)
        annotation, _ = read(x, length, self.forwards, self.backwards)  # (B, S, H)
        return annotation, _exists(annotation, length)


class Pyramid(nn.Module):
    """LSTMs in both directions, each layer reading pairs of what the one below gives out (parameters as of
    `StackedFrames`).
    """

    def __init__(self, mels: int, size: int, frames: int) -> None:
        super().__init__()
        halvings = max(1, (frames - 1).bit_length())
        self.merged = 2**halvings
        below = [mels, *[size] * (halvings - 1)]
        self.forwards = Stack(LSTM(2 * inputs, size - size // 2) for inputs in below)
        self.backwards = Stack(LSTM(2 * inputs, size // 2) for inputs in below)

    def forward(self, sounds: Sounds) -> tuple[Tensor, Tensor]:
        """The annotations (B, S, H), and which of them exist (B, S)."""
        h, length = sounds  # (B, F, mels), (B,)
        for layer, (forwards, backwards) in enumerate(zip(self.forwards, self.backwards, strict=True)):
            x, length = merged(h, length, 2, 0.0 if layer else SILENCE)  # (B, S, 2 · inputs), (B,)
            h, _ = read(x, length, forwards, backwards)  # (B, S, H)
            h = h * _exists(h, length).unsqueeze(2)  # (B, S, H)
        return h, _exists(h, length)


def merged(x: Tensor, length: Tensor, count: int, missing: float) -> tuple[Tensor, Tensor]:
    """Every `count` neighbours of sequences x (B, T, N) laid side by side, (B, T / count, count · N), and their lengths
    (B,).

    Where a last one lacks neighbours, `missing` stands in for them, as in the padding of `x`.
    """
    B, T, N = x.shape
    x = F.pad(x, (0, 0, 0, -T % count), value=missing)  # (B, T, N) with T a multiple of count
    return x.reshape(B, -1, count * N), -(-length // count)


def _exists(x: Tensor, length: Tensor) -> Tensor:
    return torch.arange(x.shape[1]) < length.unsqueeze(1)  # (B, S)
