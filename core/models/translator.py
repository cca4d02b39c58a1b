"""A translator: an encoder reads the source, a decoder writes the target and looks back at the source for every token.

With source x_1 … x_S, target y_1 … y_T and y_0 = ⟨BOS⟩::

    h_j     = [GRU→(x_1 … x_j); GRU←(x_j … x_S)]     annotation of position j
    z_0     = [h→_S; h←_1]                           what each direction knew at its end
    c_i     = Σ_j α_ij h_j                           attend with z_i (core.attention) …
    z_{i+1} = GRU([y_i; c_i], z_i)                   … then step
    p(y_{i+1}) = softmax(W z_{i+1} + b)

Without attention, c_i = z_0 at every step (Cho et al. 2014): all that the decoder learns of the source is this one vector.

References
----------
- Cho et al. 2014, "Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation".
- Sutskever, Vinyals, Le 2014, "Sequence to Sequence Learning with Neural Networks".
- Bahdanau, Cho, Bengio 2015, "Neural Machine Translation by Jointly Learning to Align and Translate".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
import xarray as xr
from torch import Tensor, nn

from core.attention import Attention
from core.cells.gru import GRU
from core.configs import TranslationConfig
from core.errors import InputError
from core.traces import check, text_array
from core.vocabulary import UNK, Vocabulary

LONGEST = 60
"""Tokens that a source sentence may have."""

EOS = "⟨EOS⟩"
"""The token that ends a target sentence."""


class Sentences(NamedTuple):
    """A batch of sentences as numbers, shorter ones padded at the end.

    Attributes
    ----------
    tokens : Tensor of int64, shape (B, T)
    mask : Tensor of bool, shape (B, T)
        True where there is a token, False where there is padding.
    """

    tokens: Tensor
    mask: Tensor

    @classmethod
    def padded(cls, sentences: Sequence[Sequence[int]]) -> Sentences:
        """A batch from sentences of any lengths, none empty."""
        length = torch.tensor([len(sentence) for sentence in sentences])  # (B,)
        longest = int(length.max())
        tokens = torch.tensor([[*sentence, *[0] * (longest - len(sentence))] for sentence in sentences])  # (B, T)
        return cls(tokens, torch.arange(longest) < length.unsqueeze(1))


class Reference(Protocol):
    """A translation known to be right.

    Attributes
    ----------
    target : str
        The translation.
    gold : ndarray of bool, shape (target, source)
        True where a target and a source token belong together.
    """

    target: str
    gold: np.ndarray


class Encoded(NamedTuple):
    """What the decoder may know of the source.

    Attributes
    ----------
    annotation, keys : Tensor, shape (B, S, H)
        The encoder's states, and what queries are matched against.
    mask : Tensor of bool, shape (B, S)
        True at the source positions that exist.
    last : Tensor, shape (B, H)
        The state after the whole sentence has been read.
    """

    annotation: Tensor
    keys: Tensor
    mask: Tensor
    last: Tensor


class Decoded(NamedTuple):
    """What the decoder did, step by step.

    Attributes
    ----------
    logits : Tensor, shape (B, T, V)
        Unnormalised log-probabilities of the next token.
    hidden_state, context : Tensor, shape (B, T, H)
    alignment, score : Tensor, shape (B, T, S), or None
        None without attention.
    """

    logits: Tensor
    hidden_state: Tensor
    context: Tensor
    alignment: Tensor | None
    score: Tensor | None


class Translator(nn.Module):
    """An encoder–decoder of GRUs with or without attention.

    Parameters
    ----------
    config : TranslationConfig
    source_vocabulary, target_vocabulary : Vocabulary
        The tokens of both sides; `EOS` is one of the target's.
    limit : int
        Tokens after which greedy decoding gives up.
    examples : sequence of (str, str)
        Some sentences that it was not trained on, and their translations: what it can read.
    """

    def __init__(
        self,
        config: TranslationConfig,
        source_vocabulary: Vocabulary,
        target_vocabulary: Vocabulary,
        limit: int,
        examples: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__()
        self.examples = tuple((source, target) for source, target in examples)
        E, H = config.embedding_size, config.hidden_size
        self.config, self.limit = config, limit
        self.source_vocabulary, self.target_vocabulary = source_vocabulary, target_vocabulary
        self.bos, self.eos = len(target_vocabulary), target_vocabulary.number[EOS]
        backward = H // 2 if config.encoder == "bidirectional" else 0
        self.source_embedding = nn.Embedding(len(source_vocabulary), E)
        self.forward_encoder = GRU(E, H - backward)
        self.backward_encoder = GRU(E, backward) if backward else None
        self.target_embedding = nn.Embedding(len(target_vocabulary) + 1, E)  # the last one is ⟨BOS⟩
        self.attention = None if config.attention == "none" else Attention(config.attention, H)
        self.decoder = nn.GRUCell(E + H, H)
        self.output = nn.Linear(H, len(target_vocabulary))

    def initialise(self, generator: torch.Generator) -> None:
        """Draw every weight anew: uniform within ±1/√H, embeddings from the normal distribution."""
        for name, parameter in self.named_parameters():
            if "embedding" in name:
                nn.init.normal_(parameter, generator=generator)
            else:
                bound = self.config.hidden_size**-0.5
                nn.init.uniform_(parameter, -bound, bound, generator=generator)

    def encode(self, source: Sentences, generator: torch.Generator | None = None) -> Encoded:
        """Read the source; with a generator, some embedding values are silenced at random (dropout)."""
        x = dropout(self.source_embedding(source.tokens), self.config.dropout, generator)  # (B, S, E)
        length = source.mask.sum(1)  # (B,)
        annotation, *_ = self.forward_encoder(x)  # (B, S, H→)
        last = annotation[torch.arange(len(length)), length - 1]  # (B, H→)
        if self.backward_encoder is not None:
            backward = reverse(self.backward_encoder(reverse(x, length))[0], length)  # (B, S, H←)
            annotation = torch.cat([annotation, backward], dim=2)  # (B, S, H)
            last = torch.cat([last, backward[:, 0]], dim=1)  # (B, H)
        keys = annotation if self.attention is None else self.attention.keys(annotation)  # (B, S, H)
        return Encoded(annotation, keys, source.mask, last)

    def decode(
        self, source: Encoded, target: Tensor | None = None, generator: torch.Generator | None = None
    ) -> Decoded:
        """Write the target, attending before every step.

        Parameters
        ----------
        source : Encoded
            From `encode`.
        target : Tensor of int64, shape (B, T), optional
            What to write (teacher forcing: the true token is read back whatever was predicted). Without it, the likeliest
            token is read back (greedy decoding), until every sentence has ended or `limit` tokens are written.
        generator : torch.Generator, optional
            Where dropout draws from; without it nothing is silenced.
        """
        B = len(source.last)
        bos = torch.full((B, 1), self.bos)  # (B, 1)
        read = bos if target is None else torch.cat([bos, target[:, :-1]], dim=1)  # (B, T)
        y = list(dropout(self.target_embedding(read), self.config.dropout, generator).unbind(1))  # T × (B, E)
        ended = torch.zeros(B, dtype=torch.bool)  # (B,)
        z, steps = source.last, []  # (B, H)
        for i in range(self.limit if target is None else target.shape[1]):
            if self.attention is None:
                context, alignment, score = source.last, None, None
            else:
                context, alignment, score = self.attention(z, source.keys, source.annotation, source.mask)
            z = self.decoder(torch.cat([y[i], context], dim=1), z)  # (B, H)
            steps.append((z, context, alignment, score))
            if target is None:
                token = self.output(z).argmax(1)  # (B,)
                y.append(self.target_embedding(token))  # (B, E)
                ended |= token == self.eos
                if ended.all():
                    break
        z, context, alignment, score = zip(*steps, strict=True)
        hidden_state = torch.stack(z, dim=1)  # (B, T, H)
        return Decoded(
            self.output(hidden_state),  # (B, T, V)
            hidden_state,
            torch.stack(context, dim=1),  # (B, T, H)
            None if self.attention is None else torch.stack(alignment, dim=1),  # (B, T, S)
            None if self.attention is None else torch.stack(score, dim=1),  # (B, T, S)
        )

    def translate(self, source: Encoded) -> list[list[str]]:
        """The greedy translations, without ⟨EOS⟩; a sentence that never ends is cut at `limit` tokens."""
        return [self._until_eos(row) for row in self.decode(source).logits.argmax(2).tolist()]

    def _until_eos(self, numbers: list[int]) -> list[str]:
        end = numbers.index(self.eos) if self.eos in numbers else len(numbers)
        return self.target_vocabulary.decode(numbers[:end])

    def read(self, text: str) -> list[int]:
        """A source sentence that a person typed, as numbers.

        Raises
        ------
        InputError
            If there is nothing to translate, more than `LONGEST` tokens, or one that the model never saw.
        """
        tokens = self.source_vocabulary.split(text.strip())
        if not tokens:
            raise InputError("There is nothing to translate. Type a sentence.")
        if len(tokens) > LONGEST:
            raise InputError(
                "The sentence has {found:,} tokens; this network translates up to {most}. Shorten it.",
                found=len(tokens), most=LONGEST,
            )  # fmt: skip
        unknown = [] if UNK in self.source_vocabulary else self.source_vocabulary.unknown(tokens)
        if unknown and self.examples:
            raise InputError(
                "This network cannot read {unknown}: it never saw that in training. It reads sentences such as “{example}”.",
                unknown=" ".join(repr(token)[1:-1] for token in unknown[:8]) + (" …" if len(unknown) > 8 else ""),
                example=self.examples[0][0],
            )  # fmt: skip
        return self.source_vocabulary.encode(tokens)

    @torch.no_grad()
    def trace(self, text: str, reference: Reference | None = None, forced: bool = False) -> xr.Dataset:
        """Every step of a translation, labelled.

        Parameters
        ----------
        text : str
            What to translate; spaces around it do not count.
        reference : Reference, optional
            The right translation of the text. Its gold alignment joins the trace where that writes the reference.
        forced : bool
            Write the reference (teacher forcing) instead of what the network would: so a half-trained network, or
            two networks, can be compared row by row.

        Returns
        -------
        Dataset
            ``annotation`` (source, unit); ``hidden_state`` z_{i+1}, ``context`` c_i (target, unit) and ``probability``
            (target, vocabulary) of the steps that write each target token, ⟨EOS⟩ included; with attention, ``score``
            and ``alignment`` (target, source); ``gold_alignment`` (target, source) where known. Attributes: ``output``
            (the greedy translation, also when forced), ``finished`` (0 if it never reached ⟨EOS⟩), ``forced``,
            ``reference`` (empty if unknown), ``encoder``, ``attention``, ``hidden_size``.

        Raises
        ------
        InputError
            If the text cannot be read (see `read`).
        """
        numbers = self.read(text)
        source = self.encode(Sentences.padded([numbers]))
        decoded = self.decode(source)
        written = decoded.logits[0].argmax(1).tolist()
        output = self._until_eos(written)
        if forced:
            if reference is None:
                raise ValueError("to force a translation, give the reference")
            written = [*self.target_vocabulary.encode(self.target_vocabulary.split(reference.target)), self.eos]
            decoded = self.decode(source, torch.tensor([written]))
        variables: dict[str, Any] = {
            "annotation": (("source", "unit"), source.annotation[0].numpy()),
            "hidden_state": (("target", "unit"), decoded.hidden_state[0].numpy()),
            "context": (("target", "unit"), decoded.context[0].numpy()),
            "probability": (("target", "vocabulary"), decoded.logits[0].softmax(1).numpy()),
        }
        if self.attention is not None:
            variables["score"] = (("target", "source"), decoded.score[0].numpy())
            variables["alignment"] = (("target", "source"), decoded.alignment[0].numpy())
        target = self.target_vocabulary.decode(written)
        if reference is not None and target == [*self.target_vocabulary.split(reference.target), EOS]:
            gold = np.zeros((len(target), len(numbers)), dtype=np.float32)  # ⟨EOS⟩ has no counterpart
            gold[:-1] = reference.gold
            variables["gold_alignment"] = (("target", "source"), gold)
        trace = xr.Dataset(
            variables,
            coords={
                "source_token": ("source", text_array(self.source_vocabulary.decode(numbers))),
                "target_token": ("target", text_array(target)),
                "word": ("vocabulary", text_array(self.target_vocabulary.tokens)),
            },
            attrs={
                "output": "".join(output),
                "finished": int(len(output) < self.limit),
                "forced": int(forced),
                "reference": "" if reference is None else reference.target,
                "encoder": self.config.encoder,
                "attention": self.config.attention,
                "hidden_size": self.config.hidden_size,
            },
        )
        return check(trace)

    def header(self) -> dict[str, Any]:
        """What besides the config is needed to build this model again."""
        return {
            "source": list(self.source_vocabulary.tokens),
            "target": list(self.target_vocabulary.tokens),
            "units": [self.source_vocabulary.unit, self.target_vocabulary.unit],
            "limit": self.limit,
            "examples": self.examples,
        }

    @classmethod
    def rebuild(cls, config: TranslationConfig, header: dict[str, Any]) -> Translator:
        """A model of the same shape, its weights still to be loaded."""
        source_unit, target_unit = header.get(
            "units", ("character", "character")
        )  # by character before it was a choice
        return cls(
            config,
            Vocabulary(header["source"], source_unit),
            Vocabulary(header["target"], target_unit),
            header["limit"],
            header.get("examples", ()),
        )


def dropout(values: Tensor, rate: float, generator: torch.Generator | None) -> Tensor:
    """Silence a share of the values, drawn from `generator`, and scale up the rest; without one, nothing happens."""
    if generator is None or not rate:
        return values
    kept = torch.empty_like(values).bernoulli_(1 - rate, generator=generator)
    return values * kept / (1 - rate)


def reverse(values: Tensor, length: Tensor) -> Tensor:
    """Each sequence of a batch read backwards, its padding left at the end: values (B, S, N), length (B,)."""
    position = torch.arange(values.shape[1])  # (S,)
    mirrored = torch.where(position < length.unsqueeze(1), length.unsqueeze(1) - 1 - position, position)  # (B, S)
    return values.gather(1, mirrored.unsqueeze(2).expand_as(values))  # (B, S, N)
