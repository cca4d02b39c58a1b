"""A network that must remember: it reads a sequence and gives one answer at its end."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch
import xarray as xr
from torch import Tensor, nn
from torch.nn.functional import one_hot

from core.errors import InputError
from core.nn.cells.family import UNBOUNDED, build
from core.systems.memory.config import SYMBOLIC, MemoryConfig
from core.text.vocabulary import Vocabulary
from core.trace.schema import check, stacked, text_array

LONGEST = 400
"""Steps of a sequence that is looked at."""

LARGEST = 0.5
"""The largest value of the adding problem."""


class MemoryNetwork(nn.Module):
    """A stack of recurrent layers and a linear layer that reads the last hidden state.

    With x_t a vector (a symbol as one-hot, or a value and its mark)::

        h_t = cell(x_t, state_{t−1})
        ŷ_t = W h_t + b

    The answer is ŷ_T: scores whose softmax is a distribution over the symbols to be recalled, or a number. ŷ_t for t <
    T is what it would say were the sequence to end there; nothing trains that.

    Parameters
    ----------
    config : MemoryConfig
        The cell, its sizes and how it starts.
    symbols : sequence of str
        What a network of symbols reads, in the order of their numbers, those that may be asked for first.
    answers : int
        How many of them may be asked for.
    """

    def __init__(self, config: MemoryConfig, symbols: tuple[str, ...], answers: int) -> None:
        super().__init__()
        self.config = config
        self.vocabulary, self.answers = Vocabulary(symbols), answers
        inputs, outputs = (len(symbols), answers) if config.task in SYMBOLIC else (2, 1)
        self.cell = build(config.cell, inputs, config.hidden_size, config.layers)
        self.output = nn.Linear(config.hidden_size, outputs)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all parameters anew from `generator`, then start the gates and scale the matrices as the config says.

        Inputs are mostly zeros, so the weights that read them are drawn as embeddings are, from a normal distribution.

        References
        ----------
        Tallec, Ollivier 2018, "Can Recurrent Neural Networks Warp Time?" (chrono initialisation).
        """
        config = self.config
        self.cell.reset_parameters(generator)
        nn.init.normal_(self.cell.weights(0)["weight_ih"], generator=generator)
        if self.cell.retain_gate is not None:
            if config.initialisation == "chrono":
                self.cell.chrono_(config.length, generator)
            self.cell.shift_forget_bias(config.forget_bias)
        for name, weights in self.cell.named_parameters():
            if name.startswith("weight_hh"):
                weights.data *= config.weight_scale
        bound = config.hidden_size**-0.5
        nn.init.uniform_(self.output.weight, -bound, bound, generator=generator)
        nn.init.zeros_(self.output.bias)

    def forward(self, x: Tensor) -> tuple[Tensor, list[dict[str, Tensor]]]:
        """Read sequences.

        Parameters
        ----------
        x : Tensor, shape (B, T, I)
            One-hot symbols, or values with their marks.

        Returns
        -------
        said : Tensor, shape (B, T, O)
            ŷ_t; the answer is the last.
        internals : list of dict of str to Tensor, shape (B, T, H)
            Gates and states of each layer.
        """
        hidden, _, internals = self.cell(x)  # (B, T, H)
        return self.output(hidden), internals

    @torch.no_grad()
    def trace(self, text: str) -> xr.Dataset:
        """The labelled internals of reading one sequence.

        Parameters
        ----------
        text : str
            Symbols, with or without spaces: ``3 a d b c a``. Of adding values from 0 to 0.5, the marked ones
            with a plus: ``0.1 +0.31 0.25 +0.4``.

        Returns
        -------
        Dataset
            Every gate and state over (layer, time, unit); ``probability`` (time, vocabulary) of each symbol to be
            recalled, or the ``answer`` (time), were the sequence to end there.

        Raises
        ------
        InputError
            If `text` is empty, too long, or holds what cannot be read.
        """
        tokens, x = self.read(text)
        said, internals = self(x[None])  # (1, T, O)
        tell = stacked(internals, self.cell.directions)  # name → dimensions, (L, T, H)
        coords = {"token": ("time", text_array(tokens))}
        if self.config.task in SYMBOLIC:
            tell["probability"] = (("time", "vocabulary"), said[0].softmax(-1).numpy())
            coords["word"] = ("vocabulary", text_array(self.vocabulary.tokens[: self.answers]))
        else:
            tell["answer"] = (("time",), said[0, :, 0].numpy())
        attributes = {
            "cell": self.config.cell,
            "layers": self.config.layers,
            "task": self.config.task,
            "unbounded": UNBOUNDED.get(self.config.cell, ""),
        }
        return check(xr.Dataset(tell, coords, attributes))

    def read(self, text: str) -> tuple[list[str], Tensor]:
        """The tokens of a text, and their vectors (T, I).

        Raises
        ------
        InputError
            As `trace` does.
        """
        symbolic = self.config.task in SYMBOLIC
        tokens = [symbol for symbol in text if not symbol.isspace()] if symbolic else text.split()
        if not tokens:
            raise InputError("There is nothing to read. Type at least one symbol.")
        if len(tokens) > LONGEST:
            raise InputError(
                "{found:,} steps are too many to look at: at most {most:,} are read at once. Take a part of the"
                " sequence.",
                found=len(tokens),
                most=LONGEST,
            )
        if symbolic:
            return tokens, one_hot(torch.tensor(self._numbers(tokens)), len(self.vocabulary)).float()
        return tokens, torch.tensor([(_value(token), float(token.startswith("+"))) for token in tokens])

    def _numbers(self, tokens: list[str]) -> list[int]:
        if unknown := sorted({token for token in tokens if token not in self.vocabulary}):
            raise InputError(
                "A sequence to remember has only the symbols {known}; {unknown} is none of them. Begin with a digit and"
                " go on with letters, as in 3 a d b.",
                known=" ".join(self.vocabulary.tokens),
                unknown=" ".join(unknown)[:40],
            )
        return self.vocabulary.encode(tokens)

    def header(self) -> dict[str, Any]:
        """What `rebuild` needs beside the config, as JSON-able facts."""
        return {"symbols": list(self.vocabulary.tokens), "answers": self.answers}

    @classmethod
    def rebuild(cls, config: MemoryConfig, header: Mapping[str, Any]) -> MemoryNetwork:
        """A model of the shape that `header` and `config` tell, to load weights into."""
        return cls(config, tuple(header["symbols"]), header["answers"])


def _value(token: str) -> float:
    """The value of a token such as ``+0.25``."""
    try:
        value = float(token.removeprefix("+"))
    except ValueError:
        value = math.nan
    if not 0 <= value <= LARGEST:
        raise InputError(
            "{token} is no value of the adding problem: it takes numbers from 0 to {most}, the two to be added with a"
            " plus, as in 0.1 +0.31 0.25 +0.4.",
            token=repr(token)[:40],
            most=LARGEST,
        )
    return value
