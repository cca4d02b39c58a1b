"""A network that writes the sentences of a little language: a GRU that reads back what it wrote.

With x_{t−1} what is fed back, one number a word, and E the embeddings of the words::

    h_t = GRU(Σ_w x_{t−1,w} E_w, h_{t−1})    x_0 = ⟨BOS⟩, h_0 = 0
    p(y_t) = softmax(V h_t + b)

*Sampled*, x_t is 1 at the word that was drawn. *Fed the distribution*, x_t = p(y_t): nothing is drawn on the way, and
so everything has a gradient; but of two sentences that are equally likely, the network reads both at once. In between,
x_t = (1 − m) · sample + m · p(y_t).
"""

from __future__ import annotations

from typing import Any

import torch
import xarray as xr
from torch import Tensor, nn
from torch.nn.functional import one_hot

from core.labs.generation_tips.examples import Given
from core.labs.generation_tips.languages import LittleLanguage
from core.labs.generation_tips.schema import SCHEMA
from core.nn.cells.gru import GRU
from core.text.vocabulary import EOS
from core.trace.schema import check, stacked, text_array

EMBEDDING = 12


class SentenceWriter(nn.Module):
    """A language model of whole sentences; also a `core.nn.beam_search.Writer`.

    Parameters
    ----------
    language : LittleLanguage
        Whose words it knows.
    hidden_size : int
        Units H.
    """

    def __init__(self, language: LittleLanguage, hidden_size: int) -> None:
        super().__init__()
        self.target_vocabulary, self.limit = language.vocabulary, language.longest
        V = len(self.target_vocabulary)
        self.bos, self.eos = V, self.target_vocabulary.number[EOS]
        self.embedding = nn.Parameter(torch.empty(V + 1, EMBEDDING))  # the last one is ⟨BOS⟩
        self.cell = GRU(EMBEDDING, hidden_size)
        self.output = nn.Linear(hidden_size, V)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all parameters anew from `generator`."""
        nn.init.normal_(self.embedding, generator=generator)
        self.cell.reset_parameters(generator)
        bound = self.output.in_features**-0.5
        nn.init.uniform_(self.output.weight, -bound, bound, generator=generator)
        nn.init.zeros_(self.output.bias)

    def forward(self, words: Tensor) -> Tensor:
        """The logits (B, T, V) of each word of sentences (B, T) that are known."""
        before = torch.cat((torch.full_like(words[:, :1], self.bos), words[:, :-1]), dim=1)  # (B, T)
        states, _, _ = self.cell(self.embedding[before])  # (B, T, H)
        return self.output(states)  # (B, T, V)

    # ---- writing ----

    def draw(self, count: int, mixture: float, generator: torch.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        """Write sentences, each word drawn from its distribution.

        Parameters
        ----------
        count : int
            Sentences B.
        mixture : float, 0 … 1
            m: how much of what is fed back is the distribution instead of the word that was drawn.
        generator : torch.Generator
            Draws the words.

        Returns
        -------
        words : Tensor, shape (B, T), int64
        inside : dict of str to Tensor
            ``probability`` and ``fed`` (B, T, V); the gates and states (B, T, H).
        """
        V, words, steps = len(self.target_vocabulary), [], []
        y, state = self.embedding[self.bos].expand(count, -1), torch.zeros(1, count, self.cell.hidden_size)
        for _ in range(self.limit):
            states, _, [gates] = self.cell(y.unsqueeze(1), {"hidden_state": state})  # (B, 1, H)
            p = self.output(states[:, 0]).softmax(-1)  # (B, V)
            word = torch.multinomial(p, 1, generator=generator)[:, 0]  # (B,)
            fed = (1 - mixture) * one_hot(word, V) + mixture * p  # (B, V)
            words.append(word)
            steps.append({"probability": p, "fed": fed} | {name: values[:, 0] for name, values in gates.items()})
            y, state = fed @ self.embedding[:-1], states.transpose(0, 1)  # (B, E), (1, B, H)
        inside = {name: torch.stack([step[name] for step in steps], dim=1) for name in steps[0]}
        return torch.stack(words, dim=1), inside

    def start(self, subject: Any) -> dict[str, Tensor]:
        """The state before the first word (see `core.nn.beam_search.Writer.start`); there is nothing to read."""
        return {"hidden_state": torch.zeros(1, self.cell.hidden_size)}

    @torch.no_grad()
    def step(self, state: dict[str, Tensor], tokens: Tensor) -> tuple[Tensor, dict[str, Tensor], None]:
        """One word further (see `core.nn.beam_search.Writer.step`)."""
        hidden = {"hidden_state": state["hidden_state"].unsqueeze(0)}  # (1, N, H)
        states, _, _ = self.cell(self.embedding[tokens].unsqueeze(1), hidden)  # (N, 1, H)
        return self.output(states[:, 0]).log_softmax(-1), {"hidden_state": states[:, 0]}, None

    def sentence(self, numbers: list[int]) -> tuple[str, ...]:
        """The words before the first ⟨EOS⟩."""
        end = numbers.index(self.eos) if self.eos in numbers else len(numbers)
        return tuple(self.target_vocabulary.tokens[k] for k in numbers[:end])

    def _told(self, numbers: list[int], inside: dict[str, Tensor]) -> xr.Dataset:
        """A trace of one sentence, up to its end."""
        T = numbers.index(self.eos) + 1 if self.eos in numbers else len(numbers)
        names = self.target_vocabulary.tokens
        own = {name: inside.pop(name) for name in ("probability", "fed") if name in inside}
        variables = stacked([{name: values[:, :T] for name, values in inside.items()}], 1)
        variables |= {name: (("time", "vocabulary"), values[0, :T].numpy()) for name, values in own.items()}
        tokens = text_array([names[k] for k in numbers[:T]])
        coords = {"token": ("time", tokens), "word": ("vocabulary", text_array(names))}
        return check(xr.Dataset(variables, coords, {"cell": "gru"}), SCHEMA)


class Mixer(SentenceWriter):
    """A writer whose remedy is to be fed the word that was drawn."""

    @torch.no_grad()
    def trace(self, example: Given, remedy: bool, mixture: float | None = None) -> xr.Dataset:
        """What happens inside as it writes a sentence, drawn with the dice of this number.

        Parameters
        ----------
        example : Given
            Whose number the dice begin with.
        remedy : bool
            Whether it is fed what was drawn, m = 0; else the distribution, m = 1.
        mixture : float, 0 … 1, optional
            m, in the place of that.

        Returns
        -------
        Dataset
            On ``time`` are the words. ``probability`` and ``fed`` (time, vocabulary), the gates and states (layer,
            time, unit).
        """
        m = (0.0 if remedy else 1.0) if mixture is None else mixture
        words, inside = self.draw(1, m, torch.Generator().manual_seed(example.number))
        return self._told(words[0].tolist(), inside)


class Searcher(SentenceWriter):
    """A writer whose remedy is to be searched with a beam."""

    @torch.no_grad()
    def trace(self, example: Given, remedy: bool, width: int | None = None) -> xr.Dataset:
        """What happens inside as it writes the sentence that is found: by a beam of `width`, 1 without the remedy.

        Returns
        -------
        Dataset
            On ``time`` are the words. ``probability`` (time, vocabulary), the gates and states (layer, time, unit).
        """
        from core.nn.beam_search import beam_search

        found = beam_search(self, None, (WIDTH if remedy else 1) if width is None else width, 0.0)
        words = [self.target_vocabulary.number[found.nodes[node].token] for node in found.path(found.best.node)]
        before = torch.tensor([[self.bos, *words[:-1]]])  # (1, T)
        states, _, [gates] = self.cell(self.embedding[before])  # (1, T, H)
        return self._told(words, {"probability": self.output(states).softmax(-1)} | dict(gates))


WIDTH = 2
"""Hypotheses of the beam by which the remedy is judged."""
