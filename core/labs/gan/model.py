"""A generator and a critic: two small networks, one of which the other learns to fool (Goodfellow et al. 2014).

Each has two hidden layers of rectifiers, φ(a) = max(a, 0)::

    x̃ = G(z)   z ~ N(0, 1)^Z       h_1 = φ(W_1 z + b_1)   h_2 = φ(W_2 h_1 + b_2)   x̃ = out(W_3 h_2 + b_3)
    D(x)                            h_1 = φ(W_1 x + b_1)   h_2 = φ(W_2 h_1 + b_2)   D  = w_3 h_2 + b_3

``out`` is nothing for points of the plane, the logistic function for the shades of a picture, and a softmax over the
alphabet for each letter of a word. Where there are classes, both are told the class, one-hot beside z and beside x.
D is a number without bounds: a detective's logit, or a critic's score.

Its slope, which the gradient penalty needs and which moves the forged examples, follows from the same weights. φ is
straight on either side of 0, so that with φ' = 1 or 0::

    ∇D(x) = (w_3 ∘ φ'(a_2)) W_2 ∘ φ'(a_1) W_1

References
----------
- Goodfellow et al. 2014, "Generative Adversarial Nets".
- Mirza, Osindero 2014, "Conditional Generative Adversarial Nets": the class beside noise and example.
- Gulrajani et al. 2017, "Improved Training of Wasserstein GANs": section 4; on softmax against one-of-N, 5.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
import xarray as xr
from torch import Tensor, nn
from torch.nn.functional import one_hot, relu

from core.labs.gan.config import GanConfig
from core.labs.gan.language import ALPHABET, LENGTH
from core.labs.gan.losses import pull
from core.labs.gan.schema import SCHEMA
from core.trace.schema import check, text_array

SIDE = 8
"""Rows and columns of a digit."""

DIGITS = 10
SAMPLES = {"digits": 80, "words": 64}
"""Examples that a trace forges; of points `POINTS`."""

POINTS = 300
CELLS, REACH = 56, 1.6
"""The surface of a critic of the plane: so many rows and columns of places, from −`REACH` to `REACH`."""


class Perceptron(nn.Module):
    """Two hidden layers of rectifiers.

    Parameters
    ----------
    inputs, hidden, outputs : int
        I, H and O.
    """

    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(inputs, hidden), nn.Linear(hidden, hidden)
        self.last = nn.Linear(hidden, outputs)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all weights uniformly from ±1/√I of their I inputs, and so the biases."""
        for layer in (self.first, self.second, self.last):
            bound = layer.in_features**-0.5
            nn.init.uniform_(layer.weight, -bound, bound, generator=generator)
            nn.init.uniform_(layer.bias, -bound, bound, generator=generator)

    def forward(self, x: Tensor) -> Tensor:
        """From (N, I) to (N, O)."""
        return self.last(relu(self.second(relu(self.first(x)))))  # (N, O)

    def with_slope(self, x: Tensor, last: int) -> tuple[Tensor, Tensor]:
        """The only output (N,) and, of the `last` rows of x, its slope ∇D, (last, I)."""
        a_1 = self.first(x)  # (N, H)
        a_2 = self.second(relu(a_1))  # (N, H)
        output = self.last(relu(a_2)).squeeze(1)  # (N,)
        kept_1, kept_2 = ((a[len(x) - last :] > 0).float() for a in (a_1, a_2))  # (last, H)
        slope = (self.last.weight * kept_2) @ self.second.weight * kept_1 @ self.first.weight  # (last, I)
        return output, slope


class Gan(nn.Module):
    """A generator and its critic.

    Parameters
    ----------
    config : GanConfig

    Attributes
    ----------
    generator, critic : Perceptron
    classes : int
        How many classes both are told: K; 0 where there are none.
    """

    def __init__(self, config: GanConfig) -> None:
        super().__init__()
        self.config = config
        self.size = {"digits": SIDE * SIDE, "words": LENGTH * len(ALPHABET)}.get(config.data, 2)
        self.classes = DIGITS if config.data == "digits" else 0
        self.generator = Perceptron(config.noise + self.classes, config.hidden_size, self.size)
        self.critic = Perceptron(self.size + self.classes, config.hidden_size, 1)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all parameters anew from `generator`."""
        self.generator.initialise(generator)
        self.critic.initialise(generator)

    def forge(self, noise: Tensor, classes: Tensor) -> Tensor:
        """x̃ = G(z), (N, X), of noise (N, Z) and classes (N,), which count where there are any."""
        made = self.generator(self._told(noise, classes))  # (N, X)
        if self.config.data == "words":
            return made.unflatten(1, (LENGTH, len(ALPHABET))).softmax(2).flatten(1)  # (N, X)
        return made.sigmoid() if self.config.data == "digits" else made  # (N, X)

    def score(self, x: Tensor, classes: Tensor) -> Tensor:
        """D(x), (N,), of examples (N, X)."""
        return self.critic(self._told(x, classes)).squeeze(1)  # (N,)

    def score_with_slope(self, x: Tensor, classes: Tensor, last: int) -> tuple[Tensor, Tensor]:
        """D(x), (N,), and of the `last` examples its slope ∇D(x), (last, X)."""
        score, slope = self.critic.with_slope(self._told(x, classes), last)
        return score, slope[:, : self.size]

    def _told(self, values: Tensor, classes: Tensor) -> Tensor:
        if not self.classes:
            return values
        return torch.cat((values, one_hot(classes, self.classes).float()), dim=1)  # (N, · + K)

    # ---- to look at ----

    @torch.no_grad()
    def forged(self, count: int, dice: int) -> tuple[Tensor, Tensor, Tensor]:
        """Examples of given dice, (N, X), their noise (N, Z) and their classes (N,): each class in turn."""
        noise = torch.randn(count, self.config.noise, generator=torch.Generator().manual_seed(dice))  # (N, Z)
        classes = torch.arange(count) % max(1, self.classes)  # (N,)
        return self.forge(noise, classes), noise, classes

    @torch.no_grad()
    def trace(self, dice: int, real: np.ndarray | None = None, classes: np.ndarray | None = None) -> xr.Dataset:
        """What the generator makes of given dice, and what the critic makes of that.

        Parameters
        ----------
        dice : int
            Names the noise.
        real : ndarray, shape (N, X), optional
            Real examples to be scored too.
        classes : ndarray of int, shape (N,), optional
            Their classes, where there are any.

        Returns
        -------
        Dataset
            ``noise`` (sample, coordinate), ``forged`` and ``pull`` (sample, and axis, or row and column, or place and
            letter), ``critic`` (sample), of words also ``critic_hard``, the score of the
            likeliest letters, one-of-N; with real examples ``real`` and ``critic_real`` on example; of the plane
            ``surface`` (row, column). Coordinates: ``class`` on sample and ``real_class`` on example.
        """
        x, noise, told = self.forged(SAMPLES.get(self.config.data, POINTS), dice)
        score, slope = self.score_with_slope(x, told, len(x))
        moved = pull(self.config.loss, score, slope)  # (N, X)
        shape, dims = self._shape()
        variables: dict[str, Any] = {
            "noise": (("sample", "coordinate"), noise.numpy()),
            "forged": (("sample", *dims), x.reshape(-1, *shape).numpy()),
            "pull": (("sample", *dims), moved.reshape(-1, *shape).numpy()),
            "critic": ("sample", score.numpy()),
        }
        coords: dict[str, Any] = {"class": ("sample", told.numpy())}
        if real is not None:
            shown = torch.zeros(len(real), dtype=torch.int64) if classes is None else torch.from_numpy(classes)
            variables["real"] = (("example", *dims), real.reshape(-1, *shape))
            variables["critic_real"] = ("example", self.score(torch.from_numpy(real), shown).numpy())
            coords["real_class"] = ("example", shown.numpy())
        if self.config.planar:
            variables["surface"] = (("row", "column"), self.surface())
        if self.config.data == "words":
            hard = one_hot(x.reshape(-1, *shape).argmax(2), len(ALPHABET)).float()  # (N, length, letters)
            variables["critic_hard"] = ("sample", self.score(hard.flatten(1), told).numpy())
            coords["character"] = ("letter", text_array(ALPHABET))
        attrs = {"loss": self.config.loss, "world": self.config.data}
        return check(xr.Dataset(variables, coords, attrs), SCHEMA)

    @torch.no_grad()
    def surface(self) -> np.ndarray:
        """D at `CELLS` × `CELLS` places of the plane, from the lower left; rows lie along x."""
        line = torch.linspace(-REACH, REACH, CELLS)  # (C,)
        y, x = torch.meshgrid(line, line, indexing="ij")  # (C, C) each
        places = torch.stack((x, y), dim=2).reshape(-1, 2)  # (C², 2)
        return self.score(places, torch.zeros(len(places), dtype=torch.int64)).reshape(CELLS, CELLS).numpy()

    def _shape(self) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """The shape of an example, and the names of its dimensions."""
        if self.config.data == "digits":
            return (SIDE, SIDE), ("row", "column")
        if self.config.data == "words":
            return (LENGTH, len(ALPHABET)), ("place", "letter")
        return (2,), ("axis",)

    def header(self) -> dict[str, Any]:
        """What `rebuild` needs beside the config: nothing."""
        return {}

    @classmethod
    def rebuild(cls, config: GanConfig, header: Mapping[str, Any]) -> Gan:
        """A pair of the same shape, to load weights into."""
        return cls(config)
