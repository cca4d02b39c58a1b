"""A WaveNet: it believes something of the next sample from those before it (van den Oord et al. 2016).

    p(x) = Π_t p(x_t | x_1 … x_{t−1})

Each x_t is one of Q µ-law levels. What is read at t is the level before it, of the first sample a sign that it is the
first; before that there is silence, zeros in every layer. Layer l looks at its own input twice, now and d_l samples
ago, is told h, and lets through what its gate allows (their equation 3; convolutions written as two products)::

    a_t = U_l u_{t−d} + W_l u_t + V_l h + b_l         2C numbers: for the filter, and for the gate
    z_t = tanh(a_t^f) ∘ σ(a_t^g)
    u_t ← u_t + R_l z_t                               the residual path, to the next layer
    s_t = Σ_l S_l z_t + b                             the skip path, to the output
    p(x_t) = softmax(B φ(A φ(s_t) + a) + b')          φ(a) = max(a, 0)

So x_t depends on the 1 + Σ d samples before it and on no other.

References
----------
- van den Oord et al. 2016, "WaveNet: A Generative Model for Raw Audio", sections 2.1 to 2.5.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

import numpy as np
import torch
import xarray as xr
from torch import Tensor, nn
from torch.nn.functional import relu

from core.errors import InputError
from core.labs.audio_generation.config import WaveNetConfig
from core.labs.audio_generation.mu_law import to_samples
from core.labs.audio_generation.schema import SCHEMA
from core.labs.audio_generation.sounds import SoundKind
from core.labs.audio_generation.writing import Weights, WrittenSound, write
from core.nn.sampling import Sampling
from core.trace.schema import check, text_array

LENGTH = 1_000
"""Samples of a sound, unless told otherwise."""

AS_IT_IS = Sampling()
"""Nothing stands between what the network believes and what is drawn."""

WAVES = (1, 2, 4)
"""How often the curves swing from the lowest level to the highest of which its first description is mixed."""


class DilatedLayer(NamedTuple):
    """What happened in a layer.

    Attributes
    ----------
    filter, gate, gated : Tensor, shape (B, T, C)
        tanh(a^f), σ(a^g), and z, their product.
    """

    filter: Tensor
    gate: Tensor
    gated: Tensor


class WaveNet(nn.Module):
    """A network that writes sound.

    Parameters
    ----------
    config : WaveNetConfig
    kinds : sequence of SoundKind
        What it can be told to sound.
    told : ndarray, shape (K, D)
        How it is told each of them; of no columns where it is not.
    rate : int
        Samples a second.
    """

    def __init__(self, config: WaveNetConfig, kinds: Sequence[SoundKind], told: np.ndarray, rate: int) -> None:
        super().__init__()
        self.config, self.kinds, self.rate = config, tuple(kinds), rate
        self.told = np.asarray(told, np.float32).reshape(len(self.kinds), -1)  # (K, D)
        L, C, S, Q, D = len(config.dilations), config.channels, config.skip_channels, config.levels, self.told.shape[1]
        self.embedding = nn.Parameter(torch.empty(Q + 1, C))  # the last row is the sign before the first sample
        self.then, self.now = nn.Parameter(torch.empty(L, C, 2 * C)), nn.Parameter(torch.empty(L, C, 2 * C))
        self.condition, self.bias = nn.Parameter(torch.empty(L, D, 2 * C)), nn.Parameter(torch.empty(L, 2 * C))
        self.residual = nn.Parameter(torch.empty(L - 1, C, C))  # the last layer has no next one
        self.skip, self.skip_bias = nn.Parameter(torch.empty(L, C, S)), nn.Parameter(torch.empty(S))
        self.hidden, self.hidden_bias = nn.Parameter(torch.empty(S, S)), nn.Parameter(torch.empty(S))
        self.output, self.output_bias = nn.Parameter(torch.empty(S, Q)), nn.Parameter(torch.empty(Q))

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all parameters anew: matrices uniformly, by their inputs; biases, and what is told, 0.

        Levels are described by smooth curves, randomly mixed: so those that lie near each other begin alike, and what
        is learnt of one holds of its neighbours.
        """
        C = self.config.channels
        y = torch.linspace(-1, 1, self.config.levels)[:, None]  # (Q, 1)
        curves = [y, *(swing(math.pi * k * y) for k in WAVES for swing in (torch.sin, torch.cos))]
        mixing = torch.randn(len(curves), C, generator=generator) / math.sqrt(len(curves))  # (7, C)
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.zero_()
            self.embedding[:-1] = torch.cat(curves, dim=1) @ mixing  # (Q, C)
            for weight, inputs in (
                (self.then, 2 * C),
                (self.now, 2 * C),
                (self.residual, C),
                (self.skip, C),
                (self.hidden, len(self.hidden)),
                (self.output, len(self.hidden)),
            ):
                bound = math.sqrt(3 / inputs) if weight is self.then or weight is self.now else inputs**-0.5
                nn.init.uniform_(weight, -bound, bound, generator=generator)

    # ---- forwards ----

    def forward(self, levels: Tensor, told: Tensor) -> Tensor:
        """The logits of every sample (B, T, Q) of sounds (B, T), told (B, D) what they are."""
        return self.run(self.embedded(levels), told)[0]

    def embedded(self, levels: Tensor) -> Tensor:
        """u_t before the first layer, (B, T, C): at each t the level before it."""
        first = torch.full_like(levels[:, :1], self.config.levels)  # (B, 1)
        return self.embedding[torch.cat((first, levels[:, :-1]), dim=1)]  # (B, T, C)

    def run(self, u: Tensor, told: Tensor) -> tuple[Tensor, list[DilatedLayer]]:
        """The logits (B, T, Q) of what was read (B, T, C), and what happened in each layer."""
        C, inside = self.config.channels, []
        for layer, d in enumerate(self.config.dilations):
            a = u @ self.now[layer] + (self.bias[layer] + told @ self.condition[layer])[:, None]  # (B, T, 2C)
            before = u[:, :-d] @ self.then[layer]  # (B, T − d, 2C)
            a = torch.cat((a[:, :d], a[:, d:] + before), dim=1) if before.shape[1] else a  # (B, T, 2C)
            filter, gate = a[..., :C].tanh(), a[..., C:].sigmoid()  # (B, T, C) each
            inside.append(DilatedLayer(filter, gate, filter * gate))
            if layer < len(self.residual):
                u = u + inside[-1].gated @ self.residual[layer]  # (B, T, C)
        z = torch.cat([one.gated for one in inside], dim=2)  # (B, T, L·C)
        s = z @ self.skip.flatten(0, 1) + self.skip_bias  # (B, T, S)
        return relu(relu(s) @ self.hidden + self.hidden_bias) @ self.output + self.output_bias, inside

    # ---- writing ----

    @property
    def conditional(self) -> bool:
        """Whether it is told what to sound."""
        return self.told.shape[1] > 0

    @torch.no_grad()
    def weights(self, kinds: Sequence[int]) -> Weights:
        """All that one needs to write sounds of these kinds, as arrays."""
        told = torch.from_numpy(self.told[list(kinds)])  # (N, D)
        biases = self.bias[:, None] + torch.einsum("nd,ldc->lnc", told, self.condition)  # (L, N, 2C)
        own = {name: getattr(self, name).numpy() for name in Weights._fields if name != "biases"}
        return Weights(**own, biases=biases.numpy())

    def write(
        self, kinds: Sequence[int], length: int = LENGTH, sampling: Sampling = AS_IT_IS, seed: int = 0
    ) -> WrittenSound:
        """Sounds of these kinds, written side by side.

        Parameters
        ----------
        kinds : sequence of int
            One a sound.
        length : int
            Samples.
        sampling : Sampling
            What stands between a distribution and the sample that is drawn.
        seed : int
            Fixes all dice.
        """
        return write(self.weights(kinds), self.config.dilations, length, sampling, seed)

    # ---- to look at ----

    def trace(
        self, dice: int, kind: int | None = None, sampling: Sampling = AS_IT_IS, length: int = LENGTH
    ) -> xr.Dataset:
        """A sound as it is written, and what happens inside meanwhile.

        Parameters
        ----------
        dice : int
            The seed of the dice.
        kind : int, optional
            What is to sound; by default the dice say that too.
        sampling : Sampling
            What stands between the distribution and the sample that is drawn.
        length : int
            Samples.

        Returns
        -------
        Dataset
            ``amplitude``, ``dice`` and ``surprisal`` (time); ``probability`` and ``drawn_from`` (time, vocabulary),
            before and after the sampling acts; ``filter``, ``gate`` and ``gated`` (layer, time, unit). Attributes:
            ``rate``, ``kind``, ``dilations``.

        Raises
        ------
        InputError
            If there is no such kind.
        """
        kind = dice % len(self.kinds) if kind is None else kind
        if not 0 <= kind < len(self.kinds):
            raise InputError(
                "There is no kind {kind} of sound; this network knows {known}. Choose one of these.",
                kind=kind,
                known=", ".join(one.name for one in self.kinds),
            )
        written = self.write([kind], length, sampling, dice)
        levels, probability = written.levels[0], written.probability[0]  # (T,), (T, Q)
        inside = self.inside(levels, kind)
        chosen = probability[np.arange(length), levels]  # (T,)
        variables: dict[str, Any] = {
            "amplitude": ("time", to_samples(levels, self.config.levels)),
            "dice": ("time", written.dice[0].astype(np.float32)),
            "surprisal": ("time", -np.log2(np.maximum(chosen, 1e-30)).astype(np.float32)),
            "probability": (("time", "vocabulary"), probability.astype(np.float32)),
            "drawn_from": (("time", "vocabulary"), written.drawn_from[0].astype(np.float32)),
        }
        for name in DilatedLayer._fields:
            variables[name] = (("layer", "time", "unit"), np.stack([getattr(one, name)[0].numpy() for one in inside]))
        coords = {
            "token": ("time", text_array(map(str, levels.tolist()))),
            "word": ("vocabulary", text_array(map(str, range(self.config.levels)))),
        }
        attrs = {"rate": self.rate, "kind": self.kinds[kind].name, "dilations": list(self.config.dilations)}
        return check(xr.Dataset(variables, coords, attrs), SCHEMA)

    @torch.no_grad()
    def inside(self, levels: np.ndarray, kind: int) -> list[DilatedLayer]:
        """What happens in each layer as a sound (T,) is read, (1, T, C) each."""
        read = self.embedded(torch.from_numpy(levels)[None])  # (1, T, C)
        return self.run(read, torch.from_numpy(self.told[[kind]]))[1]

    def header(self) -> dict[str, Any]:
        """What `rebuild` needs beside the config."""
        return {"kinds": [asdict(kind) for kind in self.kinds], "told": self.told.tolist(), "rate": self.rate}

    @classmethod
    def rebuild(cls, config: WaveNetConfig, header: Mapping[str, Any]) -> WaveNet:
        """A network of the same shape, to load weights into."""
        kinds = [SoundKind(**kind) for kind in header["kinds"]]
        return cls(config, kinds, np.array(header["told"], np.float32).reshape(len(kinds), -1), header["rate"])
