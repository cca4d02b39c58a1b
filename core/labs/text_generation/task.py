"""Learning to write: whole documents, each read from its beginning to its end with an empty memory."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.data.text import read_file
from core.labs.text_generation.documents import Shelf, library_documents, own_documents
from core.systems.language.config import WritingConfig
from core.systems.language.model import LanguageModel

NEIGHBOURS = 8
"""From how many batches of documents of like length a batch is drawn: the fewer, the less of it is padding."""

GLANCED = 48
"""Held-out documents that are read at a glance."""

_LANES = 64  # documents that are measured side by side
_NONE = -100  # in the place of a target where there is none


class WritingTask:
    """A language model, the documents it learns to write, and those it is measured on.

    A step reads B documents side by side, each from `BOS` to `EOS`, and asks for each token after those before it
    (teacher forcing). They are drawn from documents of like length, so that few are padded; every document is as
    likely as any other.

    Parameters
    ----------
    config : WritingConfig
    data : Path, optional
        The viewer's own UTF-8 text; the documentation of Python's standard library without it.

    Attributes
    ----------
    report : DocumentsReport
        What the documents hold and what was left out.

    Raises
    ------
    InputError
        If `data` cannot be read or is no text to learn from.
    """

    def __init__(self, config: WritingConfig, data: Path | None = None) -> None:
        self.config = config
        tokens = config.unit_of_text, config.words
        documents = (
            library_documents(*tokens)
            if data is None
            else own_documents(read_file(data), data.name, *tokens, longest=config.length)
        )
        self.vocabulary, self.report = documents.vocabulary, documents.report
        self.training, self.held_out = _Lanes(documents.training), _Lanes(documents.held_out)

    def model(self, generator: torch.Generator) -> LanguageModel:
        """A new network."""
        model = LanguageModel(self.config, self.vocabulary, asdict(self.report))
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> Tensor:
        """Which documents are read in this step, (B,)."""
        B, D = self.config.batch_size, len(self.training)
        around = torch.randint(D, (), generator=generator)
        near = torch.randint(min(D, NEIGHBOURS * B), (B,), generator=generator)
        return self.training.by_length[(around + near) % D]

    def loss(
        self, model: LanguageModel, batch: Tensor, carry: dict[str, Tensor], generator: torch.Generator
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Nats per token over these documents; nothing is carried from one step to the next."""
        read, asked = self.training.padded(batch)  # (B, T) each
        logits, _, _ = model(read, noise=generator)  # (B, T, V)
        return cross_entropy(logits.flatten(0, 1), asked.flatten(), ignore_index=_NONE), {}

    def glance(self, model: LanguageModel) -> dict[str, float]:
        """Bits per character on a few held-out documents."""
        D = len(self.held_out)
        return {"bits_per_character": self._bits_per_character(model, torch.arange(0, D, -(-D // GLANCED)))}

    def evaluate(self, model: LanguageModel) -> dict[str, float]:
        """Bits per character on all held-out documents."""
        return {"bits_per_character": self._bits_per_character(model, torch.arange(len(self.held_out)))}

    @torch.no_grad()
    def _bits_per_character(self, model: LanguageModel, chosen: Tensor) -> float:
        """All that it takes to tell these documents, over their characters; the end of each is one character.

        A word that the network does not know costs the bits of its `UNK`, and those of spelling it out.
        """
        nats = 0.0
        by_length = chosen[self.held_out.lengths[chosen].argsort()]
        for documents in by_length.split(_LANES):
            read, asked = self.held_out.padded(documents)  # (B, T) each
            logits, _, _ = model(read)  # (B, T, V)
            nats += cross_entropy(logits.flatten(0, 1), asked.flatten(), ignore_index=_NONE, reduction="sum").item()
        bits = nats / math.log(2) + self.held_out.spelling[chosen].sum().item()
        return bits / self.held_out.characters[chosen].sum().item()


class _Lanes:
    """A shelf of documents as tensors, from which any of them can be laid side by side."""

    def __init__(self, shelf: Shelf) -> None:
        self.numbers = torch.tensor(shelf.numbers)  # (N,)
        self.starts = torch.tensor(shelf.starts[:-1])  # (D,)
        self.lengths = torch.tensor(shelf.starts).diff()  # (D,)
        self.characters, self.spelling = torch.tensor(shelf.characters), torch.tensor(shelf.spelling)  # (D,)
        self.by_length = self.lengths.argsort(stable=True)  # (D,)

    def __len__(self) -> int:
        return len(self.starts)

    def padded(self, documents: Tensor) -> tuple[Tensor, Tensor]:
        """What is read and what is asked for after it, (B, T) each; past an end, anything is read and nothing asked."""
        lengths = self.lengths[documents, None] - 1  # (B, 1)
        step = torch.arange(int(lengths.max()))  # (T,)
        place = self.starts[documents, None] + step.minimum(lengths - 1)  # (B, T)
        asked = self.numbers[place + 1].long()
        return self.numbers[place].long(), asked.masked_fill(step >= lengths, _NONE)
