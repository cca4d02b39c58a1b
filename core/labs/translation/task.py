"""Learning to translate: sentence pairs, the translator, and how good it is on pairs that it never saw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from core.analyses.alignment import alignment_error_rate, links_in_blocks
from core.data.pairs import Pair
from core.data.text import read_file
from core.labs.translation.config import TranslationConfig
from core.labs.translation.data import translations
from core.labs.translation.model import Translator
from core.labs.translation.own_pairs import own_pairs
from core.nn.encoders import Sentences
from core.task import SupervisedTask
from core.text.vocabulary import EOS, Vocabulary, split

QUICK, FINAL = 4, 60
"""Turns of held-out pairs (of 17 or 18) on which the metrics are measured at a checkpoint and at the end."""

_LANES = 256  # pairs that are translated side by side


class TranslationBatch(NamedTuple):
    """Pairs of sentences as numbers; a target ends in ⟨EOS⟩."""

    source: Sentences
    target: Sentences


class TranslationTask(SupervisedTask[Translator, TranslationBatch]):
    """Pairs of sentences, the translator that learns them, and its metrics (see `core.task.Task`).

    Parameters
    ----------
    config : TranslationConfig
    data : Path, optional
        A viewer's own pairs (see `core.labs.translation.own_pairs`); those that `config.data` names without it.

    Attributes
    ----------
    pairs : Translations
        What it learns from.
    report : PairsReport or None
        What a viewer's own file holds and what was left out.

    Raises
    ------
    InputError
        If `data` cannot be read or has no pairs to learn from.
    """

    def __init__(self, config: TranslationConfig, data: Path | None = None) -> None:
        self.config, self.report = config, None
        if data is None:
            self.pairs = translations(config.data, config.clauses)
        else:
            self.pairs, self.report = own_pairs(read_file(data), data.name, config.unit_of_text, config.words)
        (source, target), (source_unit, target_unit) = self.pairs.tokens, self.pairs.units
        self.source_vocabulary = Vocabulary(tuple(source), source_unit)
        self.target_vocabulary = Vocabulary((*target, EOS), target_unit)

    def model(self, generator: torch.Generator) -> Translator:
        """A fresh translator, its weights drawn from `generator`."""
        model = Translator(
            self.config, self.source_vocabulary, self.target_vocabulary, self.pairs.limit, self.pairs.examples
        )
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> TranslationBatch:
        """Pairs drawn from all that are not held out."""
        numbers = torch.randint(2**60, (self.config.batch_size,), generator=generator).tolist()
        shapes = self.pairs.shapes
        numbers = [number - number % shapes + numbers[0] % shapes for number in numbers]
        return self._encoded([self.pairs.training_pair(number) for number in numbers])

    def loss(self, model: Translator, batch: TranslationBatch, generator: torch.Generator) -> Tensor:
        """Cross-entropy of the target tokens in nats per token, each predicted from the true ones before it."""
        source, target = batch
        decoded = model.decode(model.encode(source, generator), target.tokens, generator, asked=target.mask)
        return F.cross_entropy(decoded.logits, target.tokens[target.mask])

    def quick_eval(self, model: Translator) -> dict[str, float]:
        """Metrics on some held-out pairs: ``exact_match``, ``held_out_loss`` and, where it is known,
        ``alignment_error_rate``.
        """
        metrics, _ = self._measure(model, self.pairs.held_out_pairs(QUICK * self.pairs.turn))
        return metrics

    def final_eval(self, model: Translator) -> dict[str, float]:
        """The same on many held-out pairs, and ``bleu``."""
        pairs = self.pairs.held_out_pairs(FINAL * self.pairs.turn)
        metrics, written = self._measure(model, pairs)
        by = "word" if self.pairs.units[1] == "word" else "character"
        return metrics | {"bleu": bleu(written, [pair.target for pair in pairs], by)}

    def reference(self, text: str) -> Pair | None:
        """The right translation of what a person typed, with its gold alignment; None where it is not known."""
        return self.pairs.parse(text.strip())

    def _encoded(self, pairs: Sequence[Pair]) -> TranslationBatch:
        return TranslationBatch(
            Sentences.padded([self.source_vocabulary.encode(pair.source_tokens) for pair in pairs]),
            Sentences.padded([self.target_vocabulary.encode([*pair.target_tokens, EOS]) for pair in pairs]),
        )

    @torch.no_grad()
    def _measure(self, model: Translator, pairs: Sequence[Pair]) -> tuple[dict[str, float], list[str]]:
        """Metrics and greedy translations; the loss and the alignment are those of writing the right translation."""
        nats, tokens, written, links = 0.0, 0, [], []
        for start in range(0, len(pairs), _LANES):
            some = pairs[start : start + _LANES]
            source, target = self._encoded(some)
            encoded = model.encode(source)
            written += ["".join(translation) for translation in model.translate(encoded)]
            decoded = model.decode(encoded, target.tokens)
            nats += float(F.cross_entropy(decoded.logits[target.mask], target.tokens[target.mask], reduction="sum"))
            tokens += int(target.mask.sum())
            if decoded.alignment is not None:
                links += _links(decoded.alignment.numpy(), some)
        right = [translation == pair.target for translation, pair in zip(written, pairs, strict=True)]
        metrics = {"exact_match": sum(right) / len(right), "held_out_loss": nats / tokens}
        if links:
            metrics["alignment_error_rate"] = alignment_error_rate(*map(np.concatenate, zip(*links, strict=True)))
        return metrics, written


def bleu(translations: Sequence[str], references: Sequence[str], by: str = "character") -> float:
    """BLEU of whole-corpus n-grams of characters or words (Papineni et al. 2002; computed by sacrebleu), 0 … 100."""
    from sacrebleu import corpus_bleu  # slow to import, and needed at the end only

    ours, theirs = ([" ".join(split(text, by)) for text in texts] for texts in (translations, references))
    return corpus_bleu(ours, [theirs], tokenize="none", force=True).score  # force: yes, it is cut into tokens already


def _links(alignment: np.ndarray, pairs: Sequence[Pair]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """The proposed, sure and possible links of each pair whose gold alignment is known: alignment (B, T, S), with
    padding.
    """
    links = []
    for weights, pair in zip(alignment, pairs, strict=True):
        if pair.aligned:
            gold = pair.gold
            links.append([part.ravel() for part in links_in_blocks(weights[: len(gold), : gold.shape[1]], gold)])
    return links
