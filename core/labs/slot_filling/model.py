"""A tagger: it reads a sentence and says of every word which slot the word fills.

With x_t the number of the word at position t and E[x_t] its embedding::

    h_t = tanh(W E[x_t] + b)                               cell none: each word alone
    h_t = cell(E[x_t], h_{t−1})                            with a memory of the words before
    h_t = [cell→(E[x_1] … E[x_t]); cell←(E[x_t] … E[x_T])] in both directions
    p(slot_t = k | sentence) = softmax(V h_t + c)_k

References
----------
- Mesnil, He, Deng, Bengio 2013, "Investigation of Recurrent-Neural-Network Architectures and Learning Methods for
Spoken
  Language Understanding": Elman, Jordan and bidirectional networks on this task.
- Schuster, Paliwal 1997, "Bidirectional Recurrent Neural Networks".
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import torch
import xarray as xr
from torch import Tensor, nn

from core.errors import InputError
from core.labs.slot_filling.config import TaggerConfig
from core.labs.slot_filling.schema import SCHEMA
from core.nn.cells import family
from core.nn.stack import Stack
from core.text.vocabulary import Vocabulary
from core.text.words import is_punctuation, normalised, words_of
from core.trace.schema import check, stacked, text_array

LONGEST = 60
"""Words and punctuation marks that a sentence may have."""


class Memoryless(nn.Module):
    """A stack of feed-forward layers that sees one word at a time: h = tanh(W x + b), whatever came before.

    Takes and returns what a recurrent cell does (see `core.nn.cells.recurrent.Recurrent`), but no state.

    Parameters
    ----------
    input_size, hidden_size : int
        Sizes I of an input vector and H of a hidden state.
    num_layers : int
        Layers; each one above the first reads the one below.
    """

    states = ()
    directions = 1

    def __init__(self, input_size: int, hidden_size: int, num_layers: int = 1) -> None:
        super().__init__()
        sizes = [input_size, *[hidden_size] * num_layers]
        self.layers = Stack(nn.Linear(below, above) for below, above in pairwise(sizes))

    def reset_parameters(self, generator: torch.Generator) -> None:
        """Draw every weight and bias anew, uniformly from ±1/√H."""
        for layer in self.layers:
            for parameter in layer.parameters():
                nn.init.uniform_(parameter, -(layer.out_features**-0.5), layer.out_features**-0.5, generator=generator)

    def forward(self, x: Tensor) -> tuple[Tensor, dict[str, Tensor], list[dict[str, Tensor]]]:
        """The top layer's h (B, T, H), no state, and the h of each layer."""
        internals = []
        for layer in self.layers:
            x = torch.tanh(layer(x))  # (B, T, H)
            internals.append({"hidden_state": x.detach()})
        return x, {}, internals


class Tagger(nn.Module):
    """Embedding, recurrent layers (or none), and a linear layer that turns the state at each word into a distribution.

    Parameters
    ----------
    config : TaggerConfig
        The cell, its sizes, its directions.
    vocabulary : Vocabulary
        The words it knows, in lower case; ``⟨unk⟩`` is one of them and stands for all others.
    slots : Vocabulary
        The K slots that a word may fill.
    """

    def __init__(self, config: TaggerConfig, vocabulary: Vocabulary, slots: Vocabulary) -> None:
        super().__init__()
        self.config, self.vocabulary, self.slots = config, vocabulary, slots
        sizes = (config.embedding_size, config.hidden_size, config.layers)
        self.embedding = nn.Embedding(len(vocabulary), config.embedding_size)
        if config.cell == "none":
            self.cell = Memoryless(*sizes)
        else:
            self.cell = family.build(config.cell, *sizes, bidirectional=config.bidirectional)
        self.output = nn.Linear(config.hidden_size * self.cell.directions, len(slots))

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all parameters anew from `generator`.

        The matrices between hidden states start orthogonal, one a gate: they neither lengthen nor shorten what they
        pass on (Saxe, McClelland, Ganguli 2014), so that memory need not be learnt before it can be used.
        """
        self.cell.reset_parameters(generator)
        for name, weight in self.cell.named_parameters():
            if name.startswith("weight_hh"):
                for block in weight.data.split(self.config.hidden_size):  # (H, H)
                    nn.init.orthogonal_(block, generator=generator)
        nn.init.normal_(self.embedding.weight, generator=generator)
        bound = self.output.in_features**-0.5
        nn.init.uniform_(self.output.weight, -bound, bound, generator=generator)
        nn.init.zeros_(self.output.bias)

    def forward(
        self, words: Tensor, noise: torch.Generator | None = None
    ) -> tuple[Tensor, Tensor, list[dict[str, Tensor]]]:
        """Read whole sentences.

        Parameters
        ----------
        words : Tensor, shape (B, T), int64
            Numbers of words; all sentences have T of them, so that no padding comes before what is read backwards.
        noise : Generator, optional
            What dropout is drawn from, in training. Without it nothing is dropped.

        Returns
        -------
        logits : Tensor, shape (B, T, K)
            For the slot of each word.
        hidden : Tensor, shape (B, T, D·H)
            What they were computed from; D directions.
        internals : list of dict of str to Tensor, shape (B, T, H)
            Gates and states of each layer and direction, see `core.nn.cells.recurrent.Recurrent`.
        """
        hidden, _, internals = self.cell(self.embedding(words))  # (B, T, D·H)
        if noise is not None and self.config.dropout:
            kept = torch.rand(hidden.shape, generator=noise) >= self.config.dropout  # (B, T, D·H)
            hidden = hidden * kept / (1 - self.config.dropout)
        return self.output(hidden), hidden, internals

    @torch.no_grad()
    def trace(self, text: str) -> xr.Dataset:
        """Everything that happens inside while the network reads a sentence.

        Parameters
        ----------
        text : str
            1 … `LONGEST` words and punctuation marks, in any spelling.

        Returns
        -------
        Dataset
            Gates and states (layer, [direction,] time, unit); ``probability`` (time, vocabulary) of the slots of each
            word; of a bidirectional network also ``one_sided`` (direction, time, vocabulary), what it would say if the
            other direction were silent. The coordinate ``token`` holds the words as they are typed, ``known`` whether
            the network knows them.

        Raises
        ------
        InputError
            If there is no word in `text`, or there are too many.
        """
        words = words_of(text)
        _check(words)
        spelt = [normalised(word) for word in words]
        numbers = torch.tensor([self.vocabulary.encode(spelt)])  # (1, T)
        logits, hidden, internals = self(numbers)  # (1, T, K), (1, T, D·H)
        variables = stacked(internals, self.cell.directions)
        variables["probability"] = (("time", "vocabulary"), logits[0].softmax(-1).numpy())
        if self.cell.directions == 2:
            variables["one_sided"] = (("direction", "time", "vocabulary"), self._one_sided(hidden[0]).numpy())
        trace = xr.Dataset(
            variables,
            {
                "token": ("time", text_array(words)),
                "known": ("time", [word in self.vocabulary for word in spelt]),
                "word": ("vocabulary", text_array(self.slots.tokens)),
            },
            {
                "cell": self.config.cell,
                "layers": self.config.layers,
                "directions": self.cell.directions,
                "unbounded": family.UNBOUNDED.get(self.config.cell, ""),
            },
        )
        return check(trace, SCHEMA)

    def _one_sided(self, hidden: Tensor) -> Tensor:
        """The distributions if only one direction of (T, 2H) is heard; the logits of the two add up, but for the
        bias.
        """
        halves = zip(hidden.chunk(2, dim=-1), self.output.weight.chunk(2, dim=-1), strict=True)  # (T, H), (K, H)
        return torch.stack([(h @ weight.T + self.output.bias).softmax(-1) for h, weight in halves])  # (2, T, K)

    def header(self) -> dict[str, Any]:
        """What `rebuild` needs beside the config, as JSON-able facts."""
        return {"vocabulary": list(self.vocabulary.tokens), "slots": list(self.slots.tokens)}

    @classmethod
    def rebuild(cls, config: TaggerConfig, header: Mapping[str, Any]) -> Tagger:
        """A model of the shape that `header` and `config` tell, to load weights into."""
        return cls(config, Vocabulary(header["vocabulary"]), Vocabulary(header["slots"]))


def _check(words: list[str]) -> None:
    if not words:
        raise InputError("There is nothing to read. Type a sentence such as “leave Taipei on May 1st”.")
    if all(map(is_punctuation, words)):
        raise InputError(
            "There are only punctuation marks here, and no word. Type a sentence such as “leave Taipei on May 1st”."
        )
    if len(words) > LONGEST:
        raise InputError(
            "{found:,} words are too many for one sentence: at most {most} are read. Take a part of it.",
            found=len(words),
            most=LONGEST,
        )
