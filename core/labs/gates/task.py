"""Learning a language: stretches of text in parallel lanes, whose states are carried from step to step."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.data.text import own_corpus, read_file, standard_library
from core.labs.gates.concepts import quote_auc
from core.systems.language.config import LanguageConfig
from core.systems.language.model import LanguageModel
from core.task import Step, Task, TrainState

_CHUNK = 128  # characters whose distributions are held in memory at once

PASSAGE = 500
"""Characters that a lane reads on average before it goes elsewhere, with its memory wiped."""


class Passages(NamedTuple):
    """Where lanes go next: a lane that is `fresh` starts anew at its place in `begin`, the others read on.

    Attributes
    ----------
    begin : Tensor, shape (B,), int64
    fresh : Tensor, shape (B,), bool
    """

    begin: Tensor
    fresh: Tensor


class LanguageTask(Task[LanguageModel, Passages]):
    """A character language model, the text it learns and the text it is measured on.

    B lanes read different passages side by side, `config.length` characters in a step. The next step reads on where
    this one stopped, with the state it left but without its gradient (truncated back-propagation through time, Williams
    & Peng 1990). Now and then, every `PASSAGE` characters on average, a lane goes to another place and starts from
    zeros, so that the lanes together see all sorts of text, and the network learns to begin. A passage begins right
    after a line end, which is read first, as it is before every text (`core.systems.language.model.START`).

    Parameters
    ----------
    config : LanguageConfig
    data : Path, optional
        The viewer's own UTF-8 text; Python's standard library without it.

    Attributes
    ----------
    report : CorpusReport
        What the text holds and what was left out.
    is_library : bool
        Whether the text is the standard library.

    Raises
    ------
    InputError
        If `data` cannot be read or is no text to learn from.
    """

    def __init__(self, config: LanguageConfig, data: Path | None = None) -> None:
        self.config, self.is_library = config, data is None
        corpus = standard_library() if data is None else own_corpus(read_file(data), data.name)
        self.vocabulary, self.report = corpus.vocabulary, corpus.report
        self.text = torch.tensor(corpus.training)  # (N,)
        self.held_out = torch.tensor(corpus.held_out)  # (M,)
        self.spelling = torch.tensor(corpus.spelling)  # (M,), bits
        self.begins = _begins(self.text, self.vocabulary.number["\n"])

    def model(self, generator: torch.Generator) -> LanguageModel:
        """A new network."""
        model = LanguageModel(self.config, self.vocabulary)
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> Passages:
        """Which lanes go elsewhere in this step, and where to."""
        B = self.config.batch_size
        begin = self.begins[torch.randint(len(self.begins), (B,), generator=generator)]
        return Passages(begin, torch.rand(B, generator=generator) < self.config.length / PASSAGE)

    def step(self, model: LanguageModel, batch: Passages, state: TrainState) -> Step:
        """Nats per character over one stretch of every lane, and where all lanes stopped.

        Carried on are ``position`` (B,) and the states (L, B, H).
        """
        (begin, fresh), carry = batch, state.carry
        position = torch.where(fresh, begin, carry["position"]) if carry else begin
        states = {name: values * ~fresh[:, None] for name, values in carry.items() if name != "position"}  # (L, B, H)
        T = self.config.length
        text = self.text[(position[:, None] + torch.arange(T + 1)) % len(self.text)].long()  # (B, T + 1)
        logits, states, _ = model(text[:, :-1], states, noise=state.generator)  # (B, T, V)
        loss = cross_entropy(logits.flatten(0, 1), text[:, 1:].flatten())
        carry = {name: values.detach() for name, values in states.items()}
        return Step({"model": loss}, carry={"position": position + T} | carry)

    def quick_eval(self, model: LanguageModel) -> dict[str, float]:
        """Bits per character on some 4,000 held-out characters."""
        return {"bits_per_character": self._bits_per_character(model, lanes=64, length=96)}

    def final_eval(self, model: LanguageModel) -> dict[str, float]:
        """Bits per character on some 250,000 held-out characters (on all, of a smaller text).

        On the standard library also ``quote_auc``: how well the best unit tells inside short quotes from outside,
        beside that of an untrained network.
        """
        metrics = {"bits_per_character": self._bits_per_character(model, lanes=128, length=2_048)}
        if self.is_library:
            untrained, text = self.model(torch.Generator().manual_seed(0)).eval(), self.held_out.numpy()
            metrics["quote_auc"] = quote_auc(model, text)["quotes"]
            metrics["quote_auc_untrained"] = quote_auc(untrained, text)["quotes"]
        return metrics

    @torch.no_grad()
    def _bits_per_character(self, model: LanguageModel, lanes: int, length: int, unscored: int = 32) -> float:
        """Read `lanes` stretches, spread evenly over the held-out text, and score all but the first characters of
        each. A character that the network does not know costs the bits of its `UNK`, and those of telling which it is.
        """
        M = len(self.held_out) - 1  # predictions that the held-out text has in all
        lanes, length = max(1, min(lanes, M // length)), min(length, M)
        unscored = min(unscored, length // 4)
        begin = torch.arange(lanes) * (M // lanes)  # (B,)
        nats, bits, state = 0.0, 0.0, None
        for start in range(0, length, _CHUNK):
            T = min(_CHUNK, length - start)
            text = self.held_out[begin[:, None] + start + torch.arange(T + 1)].long()  # (B, T + 1)
            logits, state, _ = model(text[:, :-1], state)  # (B, T, V)
            first = max(0, unscored - start)
            nats += cross_entropy(
                logits[:, first:].flatten(0, 1), text[:, 1 + first :].flatten(), reduction="sum"
            ).item()
            bits += self.spelling[begin[:, None] + start + torch.arange(1 + first, T + 1)].sum().item()  # (B, …)
        return (nats / math.log(2) + bits) / (lanes * (length - unscored))


def _begins(text: Tensor, line_end: int) -> Tensor:
    """Where passages may begin: at every line end; anywhere, if the text has fewer than one in 1,000 characters."""
    ends = (text == line_end).nonzero()[:, 0]
    return ends if len(ends) * 1_000 >= len(text) else torch.arange(len(text))
