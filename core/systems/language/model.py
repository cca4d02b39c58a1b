"""A language model: it reads a text token by token and says, after each, what may come next."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
import xarray as xr
from torch import Tensor, nn

from core.errors import InputError
from core.nn.cells.family import UNBOUNDED, build
from core.nn.sampling import Sampling, pick, reshape
from core.systems.language.config import LanguageConfig
from core.systems.language.writing import Futures, Writing
from core.text.vocabulary import BOS, EOS, UNK, Vocabulary, split
from core.trace.schema import check, stacked, text_array

START = "\n"
"""What a network reads before every text, from a state of zeros, unless it knows `BOS`: a text begins where a line has
ended.
"""

LONGEST = 2_000
"""Characters that are read, or read and written, at once."""


class LanguageModel(nn.Module):
    """Embedding, a stack of recurrent layers, and a linear layer that turns the last hidden state into a distribution.

    With x_t the number of the token at position t::

        h_t = cell(E[x_t], state_{t−1})
        p(x_{t+1} = v | x_1 … x_t) = softmax(W h_t + b)_v

    Parameters
    ----------
    config : LanguageConfig
        The cell, its sizes, dropout and forget bias.
    vocabulary : Vocabulary
        The V tokens it reads and writes; `START` is one of them, or, if it writes whole documents, `BOS` and `EOS`.
    report : mapping, optional
        What is to be known of the text it learns from, or of where it comes from, as JSON-able facts.
    start : str, optional
        Another token to begin with than these, for a vocabulary that was made elsewhere.

    Attributes
    ----------
    start : str
        The token that is read before every text, from a state of zeros.
    never : list of int
        Tokens that it may expect and never writes: `BOS` and `UNK`.
    """

    def __init__(
        self,
        config: LanguageConfig,
        vocabulary: Vocabulary,
        report: Mapping[str, Any] | None = None,
        start: str | None = None,
    ) -> None:
        super().__init__()
        self.config = config
        self.vocabulary = vocabulary
        self.report = report
        self.start = start or _start_of(vocabulary)
        self.never = [vocabulary.number[mark] for mark in (BOS, UNK) if mark in vocabulary]
        self.embedding = nn.Embedding(len(vocabulary), config.embedding_size)
        self.cell = build(config.cell, config.embedding_size, config.hidden_size, config.layers)
        self.output = nn.Linear(config.hidden_size, len(vocabulary))

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all parameters anew from `generator`.

        The matrices between states start orthogonal, one for each gate: they neither lengthen nor shorten what they
        pass on (Saxe, McClelland, Ganguli 2014). `forget_bias` is added to the bias of the gate that keeps the old
        state, the LSTM's forget gate or the GRU's update gate; a cell without one starts as it is.
        """
        H = self.config.hidden_size
        self.cell.reset_parameters(generator)
        for layer in range(self.config.layers):
            for name, weight in self.cell.weights(layer).items():
                if name not in ("weight_ih", "weight_peephole") and weight.dim() == 2:
                    for block in (block for rows in weight.data.split(H) for block in rows.split(H, dim=1)):  # (H, H)
                        nn.init.orthogonal_(block, generator=generator)
        if self.cell.retain_gate is not None:
            self.cell.shift_forget_bias(self.config.forget_bias)
        nn.init.normal_(self.embedding.weight, generator=generator)
        bound = H**-0.5
        nn.init.uniform_(self.output.weight, -bound, bound, generator=generator)
        nn.init.zeros_(self.output.bias)

    def forward(
        self, tokens: Tensor, state: Mapping[str, Tensor] | None = None, noise: torch.Generator | None = None
    ) -> tuple[Tensor, dict[str, Tensor], list[dict[str, Tensor]]]:
        """Read tokens.

        Parameters
        ----------
        tokens : Tensor, shape (B, T), int64
            Numbers of tokens.
        state : mapping of str to Tensor, shape (L, B, H), optional
            Where an earlier reading stopped; zeros if there was none.
        noise : Generator, optional
            What dropout is drawn from, in training. Without it nothing is dropped.

        Returns
        -------
        logits : Tensor, shape (B, T, V)
            For the token after each position.
        state : dict of str to Tensor, shape (L, B, H)
            After the last token.
        internals : list of dict of str to Tensor, shape (B, T, H)
            Gates and states of each layer, see `core.nn.cells.recurrent.Recurrent`.
        """
        hidden, after, internals = self.cell(self.embedding(tokens), state)  # (B, T, H)
        if noise is not None and self.config.dropout:
            kept = torch.rand(hidden.shape, generator=noise) >= self.config.dropout  # (B, T, H)
            hidden = hidden * kept / (1 - self.config.dropout)
        return self.output(hidden), after, internals

    @torch.no_grad()
    def trace(self, text: str) -> xr.Dataset:
        """Everything that happens inside while the network reads `text`.

        The start symbol is read first and is no part of the trace; the states that it leaves are the attributes
        ``hidden_state_before`` and ``cell_state_before``, L·H numbers, layer after layer.

        Parameters
        ----------
        text : str
            1 … `LONGEST` characters of the vocabulary.

        Returns
        -------
        Dataset
            Gates and states (layer, time, unit); ``probability`` (time, vocabulary) of the token *after* each position;
            ``surprise`` (time), −log₂ of the probability that the token *at* a position had after those before it.

        Raises
        ------
        InputError
            If `text` is empty, too long, or has characters the network never saw.
        """
        if not text:
            raise InputError("There is nothing to read. Type at least one character.")
        numbers = torch.tensor(self.encode(text))  # (1 + T,)
        logits, _, internals = self(numbers[None])
        log_p = logits[0].log_softmax(-1)  # (1 + T, V)
        surprise = -log_p[:-1].gather(1, numbers[1:, None])[:, 0] / math.log(2)  # (T,)
        states = stacked(internals, self.cell.directions)  # name → dimensions, (L, 1 + T, H)
        later = {name: (dims, values[:, 1:]) for name, (dims, values) in states.items()}
        trace = xr.Dataset(
            later
            | {
                "probability": (("time", "vocabulary"), log_p[1:].exp().numpy()),
                "surprisal": ("time", surprise.numpy()),
            },
            {
                "token": ("time", text_array(self.vocabulary.decode(numbers[1:].tolist()))),
                "word": ("vocabulary", text_array(self.vocabulary.tokens)),
            },
            {
                "cell": self.config.cell,
                "layers": self.config.layers,
                "unbounded": UNBOUNDED.get(self.config.cell, ""),
                "start": self.start,
            }
            | {f"{name}_before": states[name][1][:, 0].flatten().tolist() for name in self.cell.states},
        )
        return check(trace)

    def write(self, prefix: str, sampling: Sampling, length: int, seed: int) -> str:
        """Read `prefix` and write on: `prefix` and what `compose` writes, as a text."""
        writing = self.compose(prefix, sampling, length, seed)
        return self._begun(prefix) + "".join(token for token in writing.tokens[writing.given :] if token != EOS)

    @torch.no_grad()
    def compose(self, prefix: str, sampling: Sampling, length: int, seed: int) -> Writing:
        """Read `prefix` and write on: `length` more tokens, or fewer if `EOS` is drawn; the same for the same
        arguments.

        Raises
        ------
        InputError
            If the two together are too long, or `prefix` has characters the network never saw.
        """
        numbers = self.encode(prefix, length)
        given = len(numbers) - 1
        dice = np.random.default_rng(seed).random(length)
        logits, state, _ = self(torch.tensor([numbers]))  # (1, 1 + given, V)
        rows = [*logits[0].softmax(-1).numpy()]  # (V,) each
        for u in dice:
            numbers.append(int(pick(reshape(rows[-1], sampling, self.never), u)))
            if numbers[-1] == self._end:
                break
            logits, state, _ = self(torch.tensor([numbers[-1:]]), state)  # (1, 1, V)
            rows.append(logits[0, 0].softmax(-1).numpy())
        N = len(numbers) - 1
        return Writing(
            self.vocabulary,
            self.start,
            np.array(numbers[1:], int),
            given,
            np.array(rows[:N]),
            dice[: N - given],
            tuple(self.never),
        )

    @torch.no_grad()
    def recite(self, text: str) -> Writing:
        """Read a whole document, its end too, and say what was believed before each token (teacher forcing).

        Raises
        ------
        InputError
            If `text` is empty, too long, or has characters the network never saw.
        """
        numbers = self.encode(text)
        if len(numbers) == 1:
            raise InputError("There is nothing to read. Type at least one character.")
        numbers += [] if self._end is None else [self._end]
        logits, _, _ = self(torch.tensor([numbers[:-1]]))  # (1, N, V)
        probability = logits[0].softmax(-1).numpy()
        return Writing(self.vocabulary, self.start, np.array(numbers[1:]), len(numbers) - 1, probability, np.empty(0))

    @torch.no_grad()
    def futures(self, prefix: str, sampling: Sampling, count: int, length: int, seed: int) -> Futures:
        """Go on from `prefix` in `count` ways at once, each for at most `length` tokens.

        The prefix is read once; its states are then carried by as many lanes as there are futures that have not ended.
        Lane k throws the dice of the seed ``seed + k``, so that it writes what `compose` writes with that seed.

        Raises
        ------
        InputError
            As `compose` does.
        """
        read = torch.tensor([self.encode(prefix, length)])  # (1, T)
        dice = np.stack([np.random.default_rng(seed + k).random(length) for k in range(count)])  # (K, length)
        written = np.full((count, length), -1)
        lanes = np.arange(count)
        logits, state, _ = self(read)  # (1, T, V)
        logits = logits[:, -1:].expand(count, -1, -1)  # (K, 1, V)
        state = {name: values.expand(-1, count, -1) for name, values in state.items()}  # (L, K, H)
        for step in range(length):
            p = reshape(logits[:, 0].softmax(-1).numpy(), sampling, self.never)  # (K, V)
            numbers = pick(p, dice[lanes, step])  # (K,)
            written[lanes, step] = numbers
            going = np.ones(len(lanes), bool) if self._end is None else numbers != self._end
            if not going.any() or step == length - 1:
                break
            if not going.all():
                lanes, numbers = lanes[going], numbers[going]
                state = {name: values[:, going] for name, values in state.items()}
            logits, state, _ = self(torch.from_numpy(numbers[:, None]), state)  # (K, 1, V)
        return Futures(self.vocabulary, written, seed)

    @property
    def _end(self) -> int | None:
        """The number of the token after which nothing is written."""
        return self.vocabulary.number.get(EOS)

    def encode(self, text: str, more: int = 0) -> list[int]:
        """The numbers of `start` and of the tokens of a text, to which `more` characters will be added.

        Raises
        ------
        InputError
            If the two together are too long, or the text has tokens that the network never saw.
        """
        if len(text) + more > LONGEST:
            raise InputError(
                "{found:,} characters are too many to look at: at most {most:,} are read and written at once. Take a"
                " part of the text.",
                found=len(text) + more,
                most=LONGEST,
            )
        return self.vocabulary.encode([self.start, *split(self._begun(text), self.config.unit_of_text)])

    def _begun(self, text: str) -> str:
        """`text` without a space at its end, if it is read by word: the space belongs to the word that comes."""
        return text.removesuffix(" ") if self.config.unit_of_text == "word" else text

    def header(self) -> dict[str, Any]:
        """What `rebuild` needs beside the config, as JSON-able facts."""
        facts: dict[str, Any] = {} if self.report is None else {"report": dict(self.report)}
        if self.start != _start_of(self.vocabulary):
            facts["start"] = self.start
        return {"vocabulary": list(self.vocabulary.tokens), **facts}

    @classmethod
    def rebuild(cls, config: LanguageConfig, header: Mapping[str, Any]) -> LanguageModel:
        """A model of the shape that `header` and `config` tell, to load weights into."""
        return cls(config, Vocabulary(header["vocabulary"]), header.get("report"), header.get("start"))


def _start_of(vocabulary: Vocabulary) -> str:
    """What is read before every text by a network that knows these tokens."""
    return BOS if BOS in vocabulary else START
