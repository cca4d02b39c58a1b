"""An Elman network that says, at each step, which symbol it heard one step before.

With x_t the symbol at step t, one-hot over K symbols::

    h_t = tanh(W_x x_t + b_x + W_h h_{t−1} + b_h)
    p(x_{t−1} = k | x_1 … x_t) = softmax(V h_t + c)_k

References
----------
- Elman 1990, "Finding Structure in Time".
"""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_lowercase
from typing import Any

import torch
import xarray as xr
from torch import Tensor, nn
from torch.nn.functional import one_hot

from core.errors import InputError
from core.labs.echo.config import EchoConfig
from core.nn.cells.elman import Elman
from core.text.vocabulary import Vocabulary
from core.trace.schema import check, stacked, text_array

LONGEST = 60
"""Symbols of a sequence that is looked at."""


class EchoNetwork(nn.Module):
    """A recurrent layer, and a linear layer that makes of each hidden state a distribution over the symbols.

    Parameters
    ----------
    config : EchoConfig
        How many symbols and units it has.
    """

    def __init__(self, config: EchoConfig) -> None:
        super().__init__()
        self.config = config
        self.vocabulary = Vocabulary(ascii_lowercase[: config.symbols])
        self.cell = Elman(config.symbols, config.hidden_size)
        self.output = nn.Linear(config.hidden_size, config.symbols)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all parameters anew from `generator`, uniformly from ±1/√H."""
        bound = self.config.hidden_size**-0.5
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -bound, bound, generator=generator)

    def forward(self, symbols: Tensor) -> tuple[Tensor, list[dict[str, Tensor]]]:
        """Hear sequences.

        Parameters
        ----------
        symbols : Tensor, shape (B, T), int64
            Numbers of symbols.

        Returns
        -------
        logits : Tensor, shape (B, T, K)
            Of the symbol before, at each step.
        internals : list of dict of str to Tensor, shape (B, T, H)
            The hidden states of the layer.
        """
        hidden, _, internals = self.cell(one_hot(symbols, self.config.symbols).float())  # (B, T, H)
        return self.output(hidden), internals

    @torch.no_grad()
    def trace(self, text: str) -> xr.Dataset:
        """What happens inside as the network hears the symbols of a text, spaces left out.

        Returns
        -------
        Dataset
            ``hidden_state`` (layer, time, unit) and ``probability`` (time, vocabulary) of each symbol to have been
            the one before.

        Raises
        ------
        InputError
            If `text` has no symbol, too many, or some that the network does not know.
        """
        symbols = [symbol for symbol in text if not symbol.isspace()]
        self._check(symbols)
        logits, internals = self(torch.tensor([self.vocabulary.encode(symbols)]))  # (1, T, K)
        variables = stacked(internals, self.cell.directions)
        variables["probability"] = (("time", "vocabulary"), logits[0].softmax(-1).numpy())
        coords = {
            "token": ("time", text_array(symbols)),
            "word": ("vocabulary", text_array(self.vocabulary.tokens)),
        }
        return check(xr.Dataset(variables, coords, {"cell": "elman"}))

    def _check(self, symbols: list[str]) -> None:
        if not 1 <= len(symbols) <= LONGEST:
            raise InputError(
                "{found:,} symbols cannot be looked at. Type from 1 to {most} of them.",
                found=len(symbols),
                most=LONGEST,
            )
        if unknown := self.vocabulary.unknown(symbols):
            raise InputError(
                "This network knows the symbols {known} and no {unknown}. Type some of those that it knows.",
                known=" ".join(self.vocabulary.tokens),
                unknown=" ".join(unknown)[:40],
            )

    def header(self) -> dict[str, Any]:
        """What `rebuild` needs beside the config: nothing."""
        return {}

    @classmethod
    def rebuild(cls, config: EchoConfig, header: Mapping[str, Any]) -> EchoNetwork:
        """A network of the same shape, to load weights into."""
        return cls(config)
