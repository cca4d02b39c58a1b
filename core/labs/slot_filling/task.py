"""Learning to fill slots: batches of sentences of one length, and how many ambiguous words come out right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.errors import InputError
from core.labs.slot_filling.config import TaggerConfig
from core.labs.slot_filling.data import SLOTS, Sentence, ceiling, corpus, from_the_left, memoryless
from core.labs.slot_filling.model import Tagger
from core.task import SupervisedTask
from core.text.vocabulary import UNK, Vocabulary

QUICK = 250
"""Held-out sentences on which the metrics are measured at a checkpoint; at the end, all."""


class TaggedSentences(NamedTuple):
    """Sentences of one length as numbers.

    Attributes
    ----------
    words, slots : Tensor, shape (B, T), int64
    ambiguous, later : Tensor, shape (B, T), bool
        Where a word may take several slots, and where only a later word decides which.
    """

    words: Tensor
    slots: Tensor
    ambiguous: Tensor
    later: Tensor


class TaggingTask(SupervisedTask[Tagger, TaggedSentences]):
    """Travel sentences whose words fill slots (see `core.task.Task`).

    All sentences of a batch are equally long. Padding would be read first by the network that reads backwards, and no
    two sentences would begin it alike.

    Parameters
    ----------
    config : TaggerConfig
    data : Path, optional
        A viewer's own file.

    Raises
    ------
    InputError
        If a file of one's own is given.
    """

    def __init__(self, config: TaggerConfig, data: Path | None = None) -> None:
        if data is not None:
            raise InputError("This lab does not train on a file of your own. Train without one: on travel sentences.")
        self.config = config
        self.vocabulary = Vocabulary((UNK, *corpus().words))
        self.slots = Vocabulary(SLOTS)
        self.training = self._by_length(corpus().training)
        self.quick = self._by_length(corpus().held_out[:QUICK])
        self.lengths = torch.tensor([len(group.words) for group in self.training], dtype=torch.float32)  # (groups,)

    def model(self, generator: torch.Generator) -> Tagger:
        """A fresh tagger, its weights drawn from `generator`."""
        model = Tagger(self.config, self.vocabulary, self.slots)
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> TaggedSentences:
        """Sentences of one length; a length is drawn as often as there are sentences of it."""
        group = self.training[int(torch.multinomial(self.lengths, 1, generator=generator))]
        drawn = torch.randint(len(group.words), (self.config.batch_size,), generator=generator)  # (B,)
        return TaggedSentences(*(values[drawn] for values in group))

    def loss(self, model: Tagger, batch: TaggedSentences, generator: torch.Generator) -> Tensor:
        """Cross-entropy of the slots in nats per word, some words replaced by ⟨unk⟩ (word dropout)."""
        lost = torch.rand(batch.words.shape, generator=generator) < self.config.word_dropout  # (B, T)
        words = batch.words.masked_fill(lost, self.vocabulary.number[UNK])
        logits, _, _ = model(words, generator)  # (B, T, K)
        return cross_entropy(logits.flatten(0, 1), batch.slots.flatten())

    def quick_eval(self, model: Tagger) -> dict[str, float]:
        """Metrics on `QUICK` held-out sentences.

        ``slot_accuracy`` counts ambiguous words, ``accuracy`` all words. ``decided_earlier`` and ``decided_later`` are
        the parts of the first: words whose slot the words before them tell, and words whose slot only a word behind
        them tells.
        """
        return _measure(model, self.quick)

    def final_eval(self, model: Tagger) -> dict[str, float]:
        """The same on all held-out sentences, beside the best that can be had without memory and without the words
        behind.

        These are ``memoryless_ceiling`` and ``left_to_right_ceiling`` (see `core.labs.slot_filling.data.ceiling`).
        """
        return _measure(model, self._by_length(corpus().held_out)) | ceilings()

    def _by_length(self, sentences: Sequence[Sentence]) -> list[TaggedSentences]:
        """The sentences as numbers, in groups of one length, shortest first."""
        groups: dict[int, list[Sentence]] = {}
        for sentence in sentences:
            groups.setdefault(len(sentence), []).append(sentence)
        return [self._encoded(groups[length]) for length in sorted(groups)]

    def _encoded(self, sentences: Sequence[Sentence]) -> TaggedSentences:
        return TaggedSentences(
            torch.tensor([self.vocabulary.encode(word.text for word in sentence) for sentence in sentences]),
            torch.tensor([self.slots.encode(word.slot for word in sentence) for sentence in sentences]),
            torch.tensor([[bool(word.kind) for word in sentence] for sentence in sentences]),
            torch.tensor([[word.later for word in sentence] for sentence in sentences]),
        )


@torch.no_grad()
def _measure(model: Tagger, groups: Sequence[TaggedSentences]) -> dict[str, float]:
    """The share of words that come out right, of several kinds of words."""
    right = torch.cat([(model(group.words)[0].argmax(-1) == group.slots).flatten() for group in groups]).float()
    ambiguous = torch.cat([group.ambiguous.flatten() for group in groups])  # (words,)
    later = torch.cat([group.later.flatten() for group in groups])  # (words,)
    kinds = {"slot_accuracy": ambiguous, "decided_earlier": ambiguous & ~later, "decided_later": later}
    return {name: float(right[kind].mean()) for name, kind in kinds.items()} | {"accuracy": float(right.mean())}


def ceilings() -> dict[str, float]:
    """The best slot accuracy without memory, and without the words behind, over all sentences of the corpus."""
    sentences = (*corpus().training, *corpus().held_out)
    return {
        "memoryless_ceiling": ceiling(sentences, memoryless),
        "left_to_right_ceiling": ceiling(sentences, from_the_left),
    }
