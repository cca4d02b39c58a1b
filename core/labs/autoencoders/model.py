"""Two networks back to back: one writes a picture down as a few numbers, the other makes a picture of these.

With x the pixels of a picture, black 0 to white 1, and φ = tanh::

    encoder   h_1 = φ(W_1 x + b_1)   …   AE:   m      = W h_k + b
                                         VAE:  (m, σ) = W h_k + b
    code      AE:   c = m
              VAE:  c_i = exp(σ_i) e_i + m_i     e_i ~ N(0, 1)
    decoder   h_1 = φ(V_1 c + d_1)   …   x̂ = logistic(V h_k + d)

The noise is drawn outside of the network and scaled inside, so that gradients pass through m and σ (the
reparametrisation of Kingma and Welling). An AE is the VAE whose noise is 0.

References
----------
- Kingma, Welling 2014, "Auto-Encoding Variational Bayes": section 2.4 and appendix C.2.
- Rezende, Mohamed, Wierstra 2014, "Stochastic Backpropagation and Approximate Inference in Deep Generative Models".
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
import xarray as xr
from torch import Tensor, nn

from core.errors import InputError
from core.labs.autoencoders.config import AutoencoderConfig
from core.labs.autoencoders.losses import TERMS, kl
from core.labs.autoencoders.schema import SCHEMA
from core.trace.schema import check

ROLLS = 24
"""Other rolls of the dice that a trace makes for its picture."""

SHEET, REACH = 7, 2.4
"""The plane in a trace: so many places a side, from −`REACH` to `REACH` along the first two numbers of a code."""


class PictureToEncode(Protocol):
    """What the network reads: levels (height, width), 0 … levels − 1."""

    @property
    def pixels(self) -> np.ndarray: ...  # noqa: D102
    @property
    def levels(self) -> int: ...  # noqa: D102


class Written(NamedTuple):
    """What an encoder writes of N pictures.

    Attributes
    ----------
    mean : Tensor, shape (N, L)
        m.
    log_noise : Tensor or None, shape (N, L)
        σ; None of a plain AE.
    """

    mean: Tensor
    log_noise: Tensor | None

    def code(self, noise: Tensor) -> Tensor:
        """C = exp(σ) e + m with the noise e (N, L); of a plain AE, m."""
        return self.mean if self.log_noise is None else self.log_noise.exp() * noise + self.mean  # (N, L)


class Coder(nn.Module):
    """Hidden layers of tanh, and a last one that is straight.

    Parameters
    ----------
    inputs, hidden, outputs : int
        I, H and O.
    layers : int
        How many are hidden.
    """

    def __init__(self, inputs: int, hidden: int, outputs: int, layers: int) -> None:
        super().__init__()
        sizes = [inputs, *[hidden] * layers, outputs]
        self.layers = nn.ModuleList(nn.Linear(*pair) for pair in pairwise(sizes))

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all weights and biases uniformly from ±1/√I of the I inputs of their layer."""
        for layer in self.layers:
            assert isinstance(layer, nn.Linear)
            bound = layer.in_features**-0.5
            nn.init.uniform_(layer.weight, -bound, bound, generator=generator)
            nn.init.uniform_(layer.bias, -bound, bound, generator=generator)

    def forward(self, x: Tensor) -> Tensor:
        """From (N, I) to (N, O)."""
        *hidden, last = self.layers
        for layer in hidden:
            x = layer(x).tanh()  # (N, H)
        return last(x)  # (N, O)


class Autoencoder(nn.Module):
    """An encoder and its decoder.

    Parameters
    ----------
    config : AutoencoderConfig
    height, width : int
        Rows and columns of a picture; together X pixels.
    """

    def __init__(self, config: AutoencoderConfig, height: int, width: int) -> None:
        super().__init__()
        self.config, self.height, self.width = config, height, width
        written = config.latent_size * (2 if config.variational else 1)
        pixels, hidden, layers = height * width, config.hidden_size, config.layers
        self.encoder = Coder(pixels, hidden, written, layers)
        self.decoder = Coder(config.latent_size, hidden, pixels, layers)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all parameters anew from `generator`."""
        self.encoder.initialise(generator)
        self.decoder.initialise(generator)

    def encode(self, x: Tensor) -> Written:
        """What is written of pictures (N, X)."""
        written = self.encoder(x)  # (N, L) or (N, 2L)
        return Written(*written.chunk(2, dim=1)) if self.config.variational else Written(written, None)

    def decode(self, code: Tensor) -> Tensor:
        """Pictures (N, X), values 0 … 1, of codes (N, L)."""
        return self.decoder(code).sigmoid()  # (N, X)

    # ---- to look at ----

    @torch.no_grad()
    def trace(self, picture: PictureToEncode, dice: int = 0) -> xr.Dataset:
        """Everything between a picture and what is made of it.

        Parameters
        ----------
        picture : PictureToEncode
            Of the size that the network knows.
        dice : int
            Names the noise of a VAE.

        Returns
        -------
        Dataset
            ``picture``, ``decoded`` and ``error`` (row, column); ``mean`` and ``code`` (coordinate), of a VAE also
            ``log_noise``, ``noise``, ``second_term`` and ``kl``, and ``rolled`` rolls of other dice: ``roll_code``
            (roll, coordinate) and ``roll_decoded`` (roll, row, column); ``sheet`` (up, across, row, column), pictures
            of places in the plane of the first two numbers. Attributes: ``variational``, ``beta``, ``dice``.

        Raises
        ------
        InputError
            If the picture has not the size that the network knows.
        """
        x = self._seen(picture)  # (1, X)
        written = self.encode(x)
        generator = torch.Generator().manual_seed(dice)
        noise = torch.randn(1 + ROLLS, self.config.latent_size, generator=generator)  # (1 + R, L)
        code = written.code(noise)  # (1 + R, L), or (1, L) without noise
        decoded = self.decode(code)  # (1 + R, X)
        shape = (self.height, self.width)
        error = (x - decoded[:1]).square() / (2 * self.config.pixel_noise**2)  # (1, X)
        variables: dict[str, Any] = {
            "picture": (("row", "column"), x.reshape(shape).numpy()),
            "decoded": (("row", "column"), decoded[0].reshape(shape).numpy()),
            "error": (("row", "column"), error.reshape(shape).numpy()),
            "mean": ("coordinate", written.mean[0].numpy()),
            "code": ("coordinate", code[0].numpy()),
            "sheet": (("up", "across", "row", "column"), self.sheet()),
        }
        if written.log_noise is not None:
            term = TERMS[self.config.second_term](written.mean, written.log_noise)[0]  # (L,)
            variables |= {
                "log_noise": ("coordinate", written.log_noise[0].numpy()),
                "code_noise": ("coordinate", noise[0].numpy()),
                "second_term": ("coordinate", term.numpy()),
                "kl": ("coordinate", kl(written.mean, written.log_noise)[0].numpy()),
                "roll_code": (("roll", "coordinate"), code[1:].numpy()),
                "roll_decoded": (("roll", "row", "column"), decoded[1:].reshape(-1, *shape).numpy()),
            }
        attrs = {"variational": self.config.variational, "beta": self.config.beta, "dice": dice}
        return check(xr.Dataset(variables, attrs=attrs), SCHEMA)

    @torch.no_grad()
    def sheet(self) -> np.ndarray:
        """Pictures of `SHEET` × `SHEET` places of the plane of the first two numbers, from the lower left; all other
        numbers are 0: (up, across, height, width).
        """
        line = torch.linspace(-REACH, REACH, SHEET)  # (S,)
        up, across = torch.meshgrid(line, line, indexing="ij")  # (S, S) each
        codes = torch.zeros(SHEET**2, self.config.latent_size)  # (S², L)
        codes[:, 0], codes[:, 1] = across.flatten(), up.flatten()
        return self.decode(codes).reshape(SHEET, SHEET, self.height, self.width).numpy()

    def _seen(self, picture: PictureToEncode) -> Tensor:
        """The pixels of a picture from black, 0, to white, 1: (1, X)."""
        if picture.pixels.shape != (self.height, self.width):
            raise InputError(
                "The picture has {rows} × {columns} pixels, but the network reads {height} × {width}. Choose a picture"
                " of the data that it learnt from.",
                rows=picture.pixels.shape[0],
                columns=picture.pixels.shape[1],
                height=self.height,
                width=self.width,
            )
        return torch.from_numpy(picture.pixels.reshape(1, -1) / np.float32(picture.levels - 1))  # (1, X)

    def header(self) -> dict[str, Any]:
        """What `rebuild` needs beside the config: the size of a picture."""
        return {"height": self.height, "width": self.width}

    @classmethod
    def rebuild(cls, config: AutoencoderConfig, header: Mapping[str, Any]) -> Autoencoder:
        """A network of the same shape, to load weights into."""
        return cls(config, header["height"], header["width"])
