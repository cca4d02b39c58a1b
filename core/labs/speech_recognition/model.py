"""A listener: it hears sound, and writes down what was said while it attends to one stretch after the other.

With h_1 … h_S the annotations of the sound (core.labs.speech_recognition.encoders), y_1 … y_T the tokens and y_0 = ⟨BOS⟩::

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
from typing import Any, NamedTuple

import numpy as np
import torch
import xarray as xr
from torch import Tensor, nn

from core.errors import InputError
from core.labs.speech_recognition import trace as listener_trace
from core.labs.speech_recognition.config import SpeechConfig
from core.labs.speech_recognition.encoders import Pyramid, Sounds, StackedFrames
from core.nn.attention import Attended, Attention
from core.nn.encoders import dropout
from core.nn.location_attention import LocationAttention
from core.sound.features import MELS, SAMPLE_RATE, log_mel
from core.text.vocabulary import EOS, Vocabulary

LONGEST = 30.0
"""Seconds of sound that it listens to at once."""


class Heard(NamedTuple):
    """What the decoder may know of the sound.

    Attributes
    ----------
    annotation, keys : Tensor, shape (B, S, H)
        The encoder's states, and what queries are matched against.
    mask : Tensor of bool, shape (B, S)
        True at the positions that exist.
    """

    annotation: Tensor
    keys: Tensor
    mask: Tensor


class Written(NamedTuple):
    """What the decoder did.

    Attributes
    ----------
    tokens : Tensor of int64, shape (B, T)
        That it wrote.
    logits : Tensor, shape (B, T, V)
    query, context : Tensor, shape (B, T, H)
        The states z_i, and c_i.
    alignment, score : Tensor, shape (B, T, S)
    """

    tokens: Tensor
    logits: Tensor
    query: Tensor
    context: Tensor
    alignment: Tensor
    score: Tensor


class Listener(nn.Module):
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
        super().__init__()
        self.config, self.target_vocabulary, self.limit = config, target_vocabulary, limit
        self.bos, self.eos = len(target_vocabulary), target_vocabulary.number[EOS]
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

    def initialise(self, generator: torch.Generator) -> None:
        """Draw every weight anew: uniform within ±1/√H, embeddings from the normal distribution."""
        for name, parameter in self.named_parameters():
            if "embedding" in name:
                nn.init.normal_(parameter, generator=generator)
            else:
                bound = self.config.hidden_size**-0.5
                nn.init.uniform_(parameter, -bound, bound, generator=generator)

    def encode(self, sounds: Sounds, generator: torch.Generator | None = None) -> Heard:
        """Hear a batch; with a generator, some annotation values are silenced at random (dropout)."""
        annotation, mask = self.encoder(sounds)  # (B, S, H), (B, S)
        annotation = dropout(annotation, self.config.dropout, generator)  # (B, S, H)
        return Heard(annotation, self.attention.keys(annotation), mask)

    def decode(
        self,
        heard: Heard,
        target: Tensor | None = None,
        generator: torch.Generator | None = None,
        *,
        longest: int | None = None,
    ) -> Written:
        """Write what was said.

        Parameters
        ----------
        heard : Heard
            From `encode`.
        target : Tensor of int64, shape (B, T), optional
            What to write (teacher forcing). Without it, the likeliest token is read back (greedy decoding), until every
            utterance has ended or `longest` tokens are written.
        generator : torch.Generator, optional
            Where dropout and the token noise draw from; without it there is neither.
        longest : int, optional
            By default `limit`.
        """
        B = len(heard.mask)
        before = torch.full((B, 1), self.bos)  # (B, 1)
        if target is not None:
            before = torch.cat([before, self._noisy(target[:, :-1], generator)], dim=1)  # (B, T)
        y = list(dropout(self.embedding(before), self.config.dropout, generator).unbind(1))  # T × (B, E)
        ended = torch.zeros(B, dtype=torch.bool)  # (B,)
        state, steps, written = self._first_state(heard), [], []
        for i in range((longest or self.limit) if target is None else target.shape[1]):
            z, attended = self._advance(heard, state, y[i])
            state = {"hidden_state": z, "context": attended.context, "alignment": attended.alignment}
            steps.append((z, *attended))
            if target is None:
                written.append(self._logits(z, attended.context).argmax(1))  # (B,)
                y.append(self.embedding(written[-1]))  # (B, E)
                ended |= written[-1] == self.eos
                if ended.all():
                    break
        query, context, alignment, score = (torch.stack(values, dim=1) for values in zip(*steps, strict=True))
        tokens = torch.stack(written, dim=1) if target is None else target  # (B, T)
        return Written(tokens, self._logits(query, context), query, context, alignment, score)

    def _noisy(self, tokens: Tensor, generator: torch.Generator | None) -> Tensor:
        """Tokens (B, T), some of them replaced by random ones."""
        if generator is None or not self.config.token_noise:
            return tokens
        lost = torch.rand(tokens.shape, generator=generator) < self.config.token_noise  # (B, T)
        return torch.where(lost, torch.randint(len(self.target_vocabulary), tokens.shape, generator=generator), tokens)

    def _first_state(self, heard: Heard) -> dict[str, Tensor]:
        """The decoder's state before the first step: nothing read, nothing heard, attention at the beginning of the
        sound.
        """
        (B, S), H = heard.mask.shape, self.config.hidden_size
        at_first = torch.zeros(B, S)  # (B, S)
        at_first[:, 0] = 1
        return {"hidden_state": torch.zeros(B, H), "context": torch.zeros(B, H), "alignment": at_first}

    def _advance(self, heard: Heard, state: dict[str, Tensor], y: Tensor) -> tuple[Tensor, Attended]:
        """One step of the decoder, which reads the embedding y (B, E) of the token before: z_i (B, H), and what it
        attends to.
        """
        z = self.decoder(torch.cat([y, state["context"]], dim=1), state["hidden_state"])  # (B, H)
        located = [state["alignment"]] if self.config.attention == "location" else []
        return z, self.attention(z, heard.keys, heard.annotation, heard.mask, *located)

    def _logits(self, z: Tensor, context: Tensor) -> Tensor:
        return self.output(torch.cat([z, context], dim=-1))  # (…, V)

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

    @torch.no_grad()
    def start(self, utterance: listener_trace.Spoken) -> dict[str, Tensor]:
        """The state before the first token, for `step`: every tensor begins with the hypothesis, (1, …)."""
        heard = self.encode(self.hear(utterance.samples))
        return {**{f"heard.{name}": values for name, values in heard._asdict().items()}, **self._first_state(heard)}

    @torch.no_grad()
    def step(self, state: dict[str, Tensor], tokens: Tensor) -> tuple[Tensor, dict[str, Tensor], Tensor]:
        """One step of several hypotheses on the same sound, as `core.nn.beam_search` wants it.

        Parameters
        ----------
        state : dict of str to Tensor, shape (N, …)
            From `start` or from the step before; its rows may have been chosen among and repeated.
        tokens : Tensor of int64, shape (N,)
            The token that each hypothesis wrote last, `bos` at first.

        Returns
        -------
        log_probabilities : Tensor, shape (N, V)
            Of the next token.
        state : dict of str to Tensor, shape (N, …)
            After the step.
        alignment : Tensor, shape (N, S)
            Where each hypothesis listened.
        """
        heard = Heard(*(state[f"heard.{name}"] for name in Heard._fields))
        z, attended = self._advance(heard, state, self.embedding(tokens))
        after = {"hidden_state": z, "context": attended.context, "alignment": attended.alignment}
        return self._logits(z, attended.context).log_softmax(1), {**state, **after}, attended.alignment

    def trace(self, utterance: listener_trace.Spoken, forced: bool = False) -> xr.Dataset:
        """Every step of hearing and writing, labelled (see `core.labs.speech_recognition.trace.trace`)."""
        return listener_trace.trace(self, utterance, forced)

    def until_eos(self, numbers: Sequence[int]) -> list[str]:
        """The tokens before the first ⟨EOS⟩; all, if there is none."""
        end = numbers.index(self.eos) if self.eos in numbers else len(numbers)
        return self.target_vocabulary.decode(numbers[:end])

    def header(self) -> dict[str, Any]:
        """What besides the config is needed to build this model again."""
        return {"tokens": list(self.target_vocabulary.tokens), "limit": self.limit}

    @classmethod
    def rebuild(cls, config: SpeechConfig, header: dict[str, Any]) -> Listener:
        """A model of the same shape, its weights still to be loaded."""
        return cls(config, Vocabulary(header["tokens"], "piece"), header["limit"])
