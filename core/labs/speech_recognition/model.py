"""A listener: it hears sound, and writes down what was said while it attends to one stretch after the other.

With h_1 … h_S the annotations of the sound (core.labs.speech_recognition.encoders), y_1 … y_T the tokens and y_0 =
⟨BOS⟩::

    z_i = GRU([y_{i−1}; c_{i−1}], z_{i−1})     z_0 = 0, c_0 = 0
    c_i = Σ_j α_ij h_j                         attend with z_i (core.nn.attention, core.nn.location_attention)
    p(y_i) = softmax(W [z_i; c_i] + b)

This is Listen, Attend and Spell in small: one decoder layer, and one affine map from state and context to the output.
In training, some of the y_{i−1} are replaced by random tokens: who cannot trust what was written must listen.

References
----------
- Chan, Jaitly, Le, Vinyals 2016, "Listen, Attend and Spell", equations 6 to 11.
- Chorowski, Bahdanau, Serdyuk, Cho, Bengio 2015, "Attention-Based Models for Speech Recognition".
- Bengio, Vinyals, Jaitly, Shazeer 2015, "Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks", on
  what is read back in training.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import xarray as xr
from torch import Tensor, nn

from core.errors import InputError
from core.labs.speech_recognition.config import SpeechConfig
from core.labs.speech_recognition.encoders import Pyramid, Sounds, StackedFrames
from core.labs.speech_recognition.trace import SpokenLike, labelled
from core.nn.attention import Attention, Edit
from core.nn.decoding import Decoding, Encoded, EncoderDecoder, with_edits
from core.nn.encoders import dropout
from core.nn.location_attention import LocationAttention
from core.sound.features import MELS, SAMPLE_RATE, log_mel
from core.text.vocabulary import Vocabulary

LONGEST = 30.0
"""Seconds of sound that it listens to at once."""


class Listener(EncoderDecoder):
    """An encoder of sound and an attentive decoder of tokens.

    Parameters
    ----------
    config : SpeechConfig
    target_vocabulary : Vocabulary
        What it can write; `EOS` is one of it.
    limit : int
        Tokens after which greedy decoding gives up.
    """

    def __init__(self, config: SpeechConfig, target_vocabulary: Vocabulary, limit: int) -> None:
        super().__init__(config, target_vocabulary, limit)
        E, H, V = config.embedding_size, config.hidden_size, len(target_vocabulary)
        encoder = Pyramid if config.encoder == "pyramid" else StackedFrames
        self.encoder = encoder(MELS, H, config.frames)
        self.embedding = nn.Embedding(V + 1, E)  # the last one is ⟨BOS⟩
        if config.attention == "location":
            self.attention = LocationAttention(H, config.filters, config.width)
        else:
            self.attention = Attention(config.match, H)
        self.decoder = nn.GRUCell(E + H, H)
        self.output = nn.Linear(2 * H, V)

    def encode(self, sounds: Sounds, generator: torch.Generator | None = None) -> Encoded:
        """Hear a batch; with a generator, some annotation values are silenced at random (dropout)."""
        annotation, mask = self.encoder(sounds)  # (B, S, H), (B, S)
        annotation = dropout(annotation, self.config.dropout, generator)  # (B, S, H)
        return Encoded(annotation, self.attention.keys(annotation), mask, annotation.new_zeros(len(mask), 0))

    def read_back(self, tokens: Tensor, generator: torch.Generator | None) -> Tensor:
        """The true tokens (B, T), some of them replaced by random ones."""
        if generator is None or not self.config.token_noise:
            return tokens
        lost = torch.rand(tokens.shape, generator=generator) < self.config.token_noise  # (B, T)
        return torch.where(lost, torch.randint(len(self.target_vocabulary), tokens.shape, generator=generator), tokens)

    def embed(self, tokens: Tensor) -> Tensor:
        """Tokens (…) as vectors, (…, E)."""
        return self.embedding(tokens)

    def initial_state(self, source: Encoded) -> dict[str, Tensor]:
        """The decoder's state before the first step: nothing read, nothing heard, attention at the beginning of the
        sound.
        """
        (B, S), H = source.mask.shape, self.config.hidden_size
        at_first = torch.zeros(B, S)  # (B, S)
        at_first[:, 0] = 1
        return {"hidden_state": torch.zeros(B, H), "context": torch.zeros(B, H), "alignment": at_first}

    def advance(
        self, source: Encoded, state: dict[str, Tensor], y: Tensor, edits: Sequence[Edit] = ()
    ) -> tuple[Decoding, dict[str, Tensor]]:
        """One step of the decoder, which reads the embedding y (B, E) of the token before."""
        z = self.decoder(torch.cat([y, state["context"]], dim=1), state["hidden_state"])  # (B, H)
        located = [state["alignment"]] if self.config.attention == "location" else []
        attended = self.attention(z, source.keys, source.annotation, source.mask, *located)
        context, alignment, score = with_edits(attended, source.annotation, edits)
        after = {"hidden_state": z, "context": context, "alignment": alignment}
        return Decoding(z, score, alignment, context, hidden_state=z, readout=z), after

    def logits(self, step: Decoding) -> Tensor:
        """The scores of all tokens, (…, V), from state and context."""
        return self.output(torch.cat([step.readout, step.context], dim=-1))

    # ---- one utterance ----

    def hear(self, samples: np.ndarray) -> Sounds:
        """The frames of one utterance, as a batch of one.

        Raises
        ------
        InputError
            If there is no sound in it, or more than `LONGEST` seconds.
        """
        if not len(samples):
            raise InputError("There is nothing to hear. Record or choose something that is longer.")
        seconds = len(samples) / SAMPLE_RATE
        if seconds > LONGEST:
            raise InputError(
                "The sound lasts {found:.0f} seconds; this network listens to up to {most:g}. Choose a shorter one.",
                found=seconds,
                most=LONGEST,
            )
        return Sounds.padded([log_mel(samples)])

    def source_of(self, subject: SpokenLike) -> Encoded:
        """What is known of an utterance."""
        return self.encode(self.hear(subject.samples))

    @torch.no_grad()
    def trace(self, utterance: SpokenLike, forced: bool = False) -> xr.Dataset:
        """Listen to an utterance and keep every step, labelled (see `core.labs.speech_recognition.trace.labelled`).

        Parameters
        ----------
        utterance : SpokenLike
            What to listen to.
        forced : bool
            Write what is said (teacher forcing) instead of what the network would: so a half-trained network, or two
            networks, can be compared row by row.

        Raises
        ------
        InputError
            If there is nothing to hear or too much, or, to force it, if it is not known what is said or cannot be
            written.
        """
        sounds = self.hear(utterance.samples)
        source = self.encode(sounds)
        decoded = self.decode(source)
        output = self.until_eos(decoded.tokens[0].tolist())
        if forced:
            decoded = self.decode(source, torch.tensor([self._numbers(utterance.tokens(self.config.target))]))
        return labelled(
            self.config,
            sounds,
            self.encoder.merged,
            source,
            decoded,
            self.target_vocabulary,
            utterance,
            output=output,
            finished=len(output) < self.limit,
            forced=forced,
        )

    def _numbers(self, reference: Sequence[str]) -> list[int]:
        """The numbers of what is said, ⟨EOS⟩ included."""
        if not reference:
            raise InputError(
                "It is not known what is said here, so the network cannot be made to write it. Let it write by itself."
            )
        if unknown := self.target_vocabulary.unknown(reference):
            raise InputError(
                "This network cannot write {unknown}: it never did in training. Let it write what it hears.",
                unknown=" ".join(unknown[:8]) + (" …" if len(unknown) > 8 else ""),
            )
        return [*self.target_vocabulary.encode(reference), self.eos]

    def header(self) -> dict[str, Any]:
        """What besides the config is needed to build this model again."""
        return {"tokens": list(self.target_vocabulary.tokens), "limit": self.limit}

    @classmethod
    def rebuild(cls, config: SpeechConfig, header: dict[str, Any]) -> Listener:
        """A model of the same shape, its weights still to be loaded."""
        return cls(config, Vocabulary(header["tokens"], "piece"), header["limit"])
