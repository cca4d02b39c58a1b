"""A network that says what it sees: an eye makes vectors of a picture, a decoder writes words.

With x the picture, a_1 … a_L its annotations and v its image vector (`core.labs.captioning.eye`), y_1 … y_T the words
of its caption and y_0 = ⟨BOS⟩::

    s_t, r_t = decoder(a, v, s_{t−1}, E y_{t−1})
    p(y_t | y_1 … y_{t−1}, x) = softmax(W r_t + b)

The decoder is one of the architectures of `core.labs.captioning.architectures`: they differ in when and how it is given
the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import xarray as xr
from torch import Tensor, nn

from core.errors import InputError
from core.labs.captioning.architectures.family import kind_of, teller
from core.labs.captioning.architectures.sizes import TellerSizes
from core.labs.captioning.config import CaptioningConfig
from core.labs.captioning.eye import Annotations, Eye
from core.labs.captioning.trace import KnownCaption, Seen, labelled
from core.nn.attention import Edit
from core.nn.decoding import Decoding, Encoded, EncoderDecoder
from core.text.vocabulary import Vocabulary

QUESTIONS = (6, 4)
"""The colours and the shapes that the eye learns to tell."""


class Captioner(EncoderDecoder):
    """An eye, and a decoder that writes what it sees.

    Parameters
    ----------
    config : CaptioningConfig
    vocabulary : Vocabulary
        The words; `EOS` is one of them.
    limit : int
        Words after which greedy decoding gives up.
    side : int
        Rows and columns of a picture, a multiple of 4.
    learns_to_see : bool
        Whether the eye learns along with the decoder, where there is nothing to give it lessons with.
    """

    def __init__(
        self, config: CaptioningConfig, vocabulary: Vocabulary, limit: int, side: int, learns_to_see: bool = False
    ) -> None:
        super().__init__(config, vocabulary, limit)
        self.side, self.learns_to_see = side, learns_to_see
        kind, sizes = kind_of(config.architecture), TellerSizes(config.hidden_size, config.embedding_size)
        self.eye = Eye(*QUESTIONS)
        self.annotations = Annotations(
            side // 4, sizes.cell if kind.attends else 0, sizes.hidden, config.first_look == "layout"
        )
        self.embedding = nn.Embedding(len(vocabulary) + 1, sizes.embedding)  # the last one is ⟨BOS⟩
        self.decoder = teller(config.architecture)(sizes)
        self.output = nn.Linear(self.decoder.readout_size, len(vocabulary))

    def initialise(self, generator: torch.Generator) -> None:
        """Draw every weight anew: uniform within ±1/√(numbers that come in), embeddings from the normal one."""
        super().initialise(generator)
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1 and "embedding" not in name:
                bound = parameter[0].numel() ** -0.5
                nn.init.uniform_(parameter, -bound, bound, generator=generator)
        if hasattr(self.decoder, "initialise"):
            self.decoder.initialise(generator)

    def encode(self, pixels: Tensor) -> Encoded:
        """See pictures, uint8 (B, side, side, 3)."""
        with torch.set_grad_enabled(self.learns_to_see and torch.is_grad_enabled()):
            _, features = self.eye(pixels)  # (B, M, side / 4, side / 4)
        return self.annotate(features)

    def annotate(self, features: Tensor) -> Encoded:
        """What the decoder is given of feature maps (B, M, side / 4, side / 4)."""
        cells, vector = self.annotations(features)  # (B, L, D), (B, H)
        mask = torch.ones(cells.shape[:2], dtype=torch.bool)  # (B, L)
        return Encoded(cells, self.decoder.keys(cells), mask, vector)

    def source_of(self, subject: Seen) -> Encoded:
        """What is known of a picture."""
        return self.encode(self.pixels_of(subject))

    def embed(self, tokens: Tensor) -> Tensor:
        """Words (…) as vectors, (…, E)."""
        return self.embedding(tokens)

    def initial_state(self, source: Encoded) -> dict[str, Tensor]:
        """The decoder's state before the first word."""
        return self.decoder.start(source)

    def advance(
        self, source: Encoded, state: dict[str, Tensor], y: Tensor, edits: Sequence[Edit] = ()
    ) -> tuple[Decoding, dict[str, Tensor]]:
        """One step of the decoder, which reads the embedding y (B, E) of the word before."""
        return self.decoder.advance(source, state, y, edits)

    def captions(self, source: Encoded) -> list[list[str]]:
        """The greedy captions, without ⟨EOS⟩; one that never ends is cut at `limit` words."""
        return [self.until_eos(row) for row in self.decode(source).tokens.tolist()]

    @torch.no_grad()
    def trace(self, subject: Seen, reference: KnownCaption | None = None, forced: bool = False) -> xr.Dataset:
        """Describe a picture and keep every step, labelled (see `core.labs.captioning.trace.labelled`).

        Parameters
        ----------
        subject : Seen
            The picture.
        reference : KnownCaption, optional
            Its right caption, with the places that its words name.
        forced : bool
            Write the reference (teacher forcing) instead of what the network would.

        Raises
        ------
        InputError
            If the picture has another size than this network's.
        """
        pixels = self.pixels_of(subject)  # (1, side, side, 3)
        edges, features = self.eye(pixels)  # (1, M, side / 4, side / 4)
        source = self.annotate(features)
        decoded = self.decode(source)
        output = self.until_eos(decoded.tokens[0].tolist())
        if forced:
            if reference is None:
                raise ValueError("to force a caption, give the reference")
            written = [*self.target_vocabulary.encode(reference.tokens), self.eos]
            decoded = self.decode(source, torch.tensor([written]))
        return labelled(
            self.config,
            pixels[0].numpy(),
            (edges[0], features[0]),
            source,
            decoded,
            self.target_vocabulary,
            output=output,
            finished=len(output) < self.limit,
            reference=reference,
            forced=forced,
        )

    def pixels_of(self, subject: Seen) -> Tensor:
        """A picture as a batch of one, uint8 (1, side, side, 3).

        Raises
        ------
        InputError
            If it has another size, or shows something outside it.
        """
        pixels = np.asarray(subject.seen(self.side))
        if pixels.shape != (self.side, self.side, 3):
            raise InputError(
                "The picture has {found} numbers; this network sees {side} × {side} pixels in three colours. Bring it"
                " to that size.",
                found=" × ".join(map(str, pixels.shape)),
                side=self.side,
            )
        return torch.from_numpy(pixels.copy())[None]

    def header(self) -> dict[str, Any]:
        """What besides the config is needed to build this model again."""
        vocabulary = self.target_vocabulary
        return {
            "words": list(vocabulary.tokens),
            "unit": vocabulary.unit,
            "limit": self.limit,
            "side": self.side,
            "learns_to_see": self.learns_to_see,
        }

    @classmethod
    def rebuild(cls, config: CaptioningConfig, header: dict[str, Any]) -> Captioner:
        """A model of the same shape, its weights still to be loaded."""
        vocabulary = Vocabulary(header["words"], header["unit"])
        return cls(config, vocabulary, header["limit"], header["side"], header.get("learns_to_see", False))
