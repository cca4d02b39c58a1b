"""Learning to translate: sentence pairs, the translator, and how good it is on pairs that it never saw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from core.configs import TranslationConfig
from core.data import dates
from core.data.pairs import Pair
from core.diagnostics.alignment import alignment_error_rate, links_in_blocks
from core.errors import InputError
from core.models.translator import EOS, Sentences, Translator
from core.vocabulary import Vocabulary

GLANCE, FINAL = 4 * len(dates.FORMS), 60 * len(dates.FORMS)
"""Held-out pairs on which the figures are measured at a checkpoint and at the end: of every form equally many."""

LIMIT = 20
"""Tokens after which a translation that has not ended is given up; the longest right one has 14 and ⟨EOS⟩."""


class Batch(NamedTuple):
    """Pairs of sentences as numbers; a target ends in ⟨EOS⟩."""

    source: Sentences
    target: Sentences


class TranslationTask:
    """Dates, English to Chinese (see `core.training.Task`).

    Parameters
    ----------
    config : TranslationConfig
    data : Path, optional
        A viewer's own file.

    Raises
    ------
    InputError
        If a file of one's own is given.
    """

    def __init__(self, config: TranslationConfig, data: Path | None = None) -> None:
        if data is not None:
            raise InputError("This lab does not train on a file of your own yet. Train without one: on dates.")
        self.config = config
        english, chinese = dates.alphabets()
        self.source_vocabulary = Vocabulary(tuple(english))
        self.target_vocabulary = Vocabulary((*chinese, EOS))

    def model(self, generator: torch.Generator) -> Translator:
        """A fresh translator, its weights drawn from `generator`."""
        model = Translator(self.config, self.source_vocabulary, self.target_vocabulary, LIMIT)
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> Batch:
        """Pairs drawn from all dates and forms that are not held out."""
        numbers = torch.randint(2**60, (self.config.batch_size,), generator=generator).tolist()
        return self._encoded([dates.training_pair(number) for number in numbers])

    def loss(
        self, model: Translator, batch: Batch, carry: dict[str, Tensor], generator: torch.Generator | None
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropy of the target tokens in nats per token, each predicted from the true ones before it."""
        source, target = batch
        decoded = model.decode(model.encode(source, generator), target.tokens, generator)
        return F.cross_entropy(decoded.logits[target.mask], target.tokens[target.mask]), {}

    def glance(self, model: Translator) -> dict[str, float]:
        """Figures on `GLANCE` held-out dates: ``exact_match``, ``held_out_loss`` and ``alignment_error_rate``."""
        figures, _ = self._measure(model, dates.held_out_pairs(GLANCE))
        return figures

    def evaluate(self, model: Translator) -> dict[str, float]:
        """The same on `FINAL` held-out dates, and ``bleu``."""
        pairs = dates.held_out_pairs(FINAL)
        figures, translations = self._measure(model, pairs)
        return figures | {"bleu": bleu(translations, [pair.target for pair in pairs])}

    def reference(self, text: str) -> Pair | None:
        """The right translation of what a person typed, with its gold alignment; None where it is not known."""
        return dates.parse(text.strip())

    def _encoded(self, pairs: Sequence[Pair]) -> Batch:
        return Batch(
            Sentences.padded([self.source_vocabulary.encode(pair.source) for pair in pairs]),
            Sentences.padded([self.target_vocabulary.encode([*pair.target, EOS]) for pair in pairs]),
        )

    @torch.no_grad()
    def _measure(self, model: Translator, pairs: Sequence[Pair]) -> tuple[dict[str, float], list[str]]:
        """Figures and greedy translations; the loss and the alignment are those of writing the right translation."""
        source, target = self._encoded(pairs)
        encoded = model.encode(source)
        translations = ["".join(tokens) for tokens in model.translate(encoded)]
        decoded = model.decode(encoded, target.tokens)
        right = [translation == pair.target for translation, pair in zip(translations, pairs, strict=True)]
        figures = {
            "exact_match": sum(right) / len(right),
            "held_out_loss": float(F.cross_entropy(decoded.logits[target.mask], target.tokens[target.mask])),
        }
        if decoded.alignment is not None:
            figures["alignment_error_rate"] = _error_rate(decoded.alignment.numpy(), pairs)
        return figures, translations


def bleu(translations: Sequence[str], references: Sequence[str]) -> float:
    """BLEU of whole-corpus character n-grams (Papineni et al. 2002; computed by sacrebleu), 0 … 100."""
    from sacrebleu import corpus_bleu  # slow to import, and needed at the end only

    return corpus_bleu(list(translations), [list(references)], tokenize="char").score


def _error_rate(alignment: np.ndarray, pairs: Sequence[Pair]) -> float:
    """The alignment error rate over the links of all pairs: alignment (B, T, S), with padding and ⟨EOS⟩."""
    links = [
        links_in_blocks(weights[: len(pair.target), : len(pair.source)], pair.gold)
        for weights, pair in zip(alignment, pairs, strict=True)
    ]
    return alignment_error_rate(
        *(np.concatenate([part.ravel() for part in parts]) for parts in zip(*links, strict=True))
    )
