"""A translator: an encoder reads the source, a decoder writes the target and looks back at the source for every token.

With source x_1 … x_S, target y_1 … y_T, y_0 = ⟨BOS⟩ and h_1 … h_S the annotations (core.nn.encoders)::

    z_0     = [h→_S; h←_1]               what each direction knew at its end, or a state that is learnt
    c_i     = Σ_j α_ij h_j               attend with z_{i−1} (core.nn.attention) …
    z_i     = GRU([y_{i−1}; c_i], z_{i−1})   … then step
    p(y_i)  = softmax(W z_i + b)

Without attention, c_i = z_0 at every step (Cho et al. 2014), or there is none, and the last state is handed over once
(Sutskever et al. 2014): all that the decoder learns of the source is this one vector. Stepping first (Luong et al.
2015)::

    z_i     = GRU([y_{i−1}; a_{i−1}], z_{i−1})   a_0 = 0
    c_i     = Σ_j α_ij h_j               attend with z_i
    a_i     = tanh(W_c [c_i; z_i])
    p(y_i)  = softmax(W a_i + b)

In GNMT (Wu et al. 2016) the decoder too is a residual stack: z and the attention are those of its lowest layer, and
each layer l above adds its own state u^l_i = GRU([o; c], u^l_{i−1}) to the output o of the one below, o ← o + u^l_i.

References
----------
- Cho et al. 2014, "Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation".
- Sutskever, Vinyals, Le 2014, "Sequence to Sequence Learning with Neural Networks".
- Bahdanau, Cho, Bengio 2015, "Neural Machine Translation by Jointly Learning to Align and Translate".
- Luong, Pham, Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation", equations 5 and 6,
and
  section 3.3 on feeding a_i back.
- Wu et al. 2016, "Google's Neural Machine Translation System".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F
import xarray as xr
from torch import Tensor, nn

from core.errors import InputError
from core.labs.translation.config import TranslationConfig
from core.labs.translation.trace import Reference, labelled
from core.nn.attention import Attention, Edit
from core.nn.cells.gru import GRU
from core.nn.decoding import Decoding, Encoded, EncoderDecoder, with_edits
from core.nn.encoders import STACKED, Layer, Sentences, dropout, read
from core.text.vocabulary import UNK, Vocabulary

LONGEST = 60
"""Tokens that a source sentence may have."""


class Translator(EncoderDecoder):
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
        super().__init__(config, target_vocabulary, limit)
        self.source_vocabulary = source_vocabulary
        self.examples = tuple((source, target) for source, target in examples)
        E, H = config.embedding_size, config.hidden_size
        attends, stacked = config.attention != "none", config.encoder in STACKED
        self.step_first = attends and config.order == "step_first"
        self.shared = config.shared_weights and config.encoder == "last_state"
        C = H if attends or config.handover == "every_step" else 0  # numbers that the decoder is handed at every step
        backward = 0 if config.encoder == "last_state" else H // 2
        above = range(1, config.layers if stacked else 1)

        self.source_embedding = nn.Embedding(len(source_vocabulary), E)
        self.forward_encoder = GRU(E + C if self.shared else E, H - backward)
        self.backward_encoder = GRU(E, backward) if backward else None
        self.upper_encoder = nn.ModuleList(Layer(H, config.encoder == "residual") for _ in above)
        self.target_embedding = nn.Embedding(len(target_vocabulary) + 1, E)  # the last one is ⟨BOS⟩
        self.attention = Attention(config.attention, H, config.softmax) if attends else None
        self.decoder = None if self.shared else nn.GRUCell(E + C, H)
        self.upper_decoder = nn.ModuleList(nn.GRUCell(H + C, H) for _ in above if config.encoder == "gnmt")
        learnt = attends and config.first_query == "learnt"
        self.first_state = nn.Parameter(torch.empty(1 + len(self.upper_decoder), H)) if learnt else None
        self.combine = nn.Linear(2 * H, H, bias=False) if self.step_first else None
        self.output = nn.Linear(H, len(target_vocabulary))

    def encode(self, source: Sentences, generator: torch.Generator | None = None) -> Encoded:
        """Read the source; with a generator, some embedding values are silenced at random (dropout)."""
        x = dropout(self.source_embedding(source.tokens), self.config.dropout, generator)  # (B, S, E)
        x = F.pad(x, (0, self.forward_encoder.input_size - x.shape[2]))  # a shared GRU reads [x; c], here with c = 0
        length = source.mask.sum(1)  # (B,)
        annotation, last = read(x, length, self.forward_encoder, self.backward_encoder)  # (B, S, H), (B, H)
        for layer in self.upper_encoder:
            more, last_more = layer(annotation, length)  # (B, S, H), (B, H)
            annotation, last = annotation + more, last + last_more
        keys = annotation if self.attention is None else self.attention.keys(annotation)  # (B, S, H)
        return Encoded(annotation, keys, source.mask, last)

    def source_of(self, subject: str) -> Encoded:
        """What is known of a text that a person typed (see `read`)."""
        return self.encode(Sentences.padded([self.read(subject)]))

    def embed(self, tokens: Tensor) -> Tensor:
        """Target tokens (…) as vectors, (…, E)."""
        return self.target_embedding(tokens)

    def initial_state(self, source: Encoded) -> dict[str, Tensor]:
        """The decoder's state before the first step: the encoder's last in each of its layers, unless it is learnt."""
        layers = 1 + len(self.upper_decoder)
        states = source.last.unsqueeze(1).expand(-1, layers, -1)  # (B, L, H)
        if self.first_state is not None:
            states = self.first_state.expand(len(source.last), -1, -1)  # (B, L, H)
        state = {"hidden_state": states[:, 0]}  # (B, H)
        if self.upper_decoder:
            state["upper"] = states[:, 1:]  # (B, L − 1, H)
        if self.step_first:
            state["fed"] = torch.zeros_like(source.last)  # (B, H)
        return state

    def advance(
        self, source: Encoded, state: dict[str, Tensor], y: Tensor, edits: Sequence[Edit] = ()
    ) -> tuple[Decoding, dict[str, Tensor]]:
        """One step of the decoder, which reads the embedding y (B, E) of the token before."""
        z, after = state["hidden_state"], {}  # (B, H)
        if self.step_first:
            z = query = self._lowest(torch.cat([y, state["fed"]], dim=1), z)  # (B, H)
            context, alignment, score = self._attend(source, query, edits)
        else:
            query = z
            context, alignment, score = self._attend(source, query, edits)
            z = self._lowest(torch.cat([y, context], dim=1), z)  # (B, H)
        output = z
        if self.upper_decoder:
            upper = []
            for layer, before in zip(self.upper_decoder, state["upper"].unbind(1), strict=True):
                upper.append(layer(torch.cat([output, context], dim=1), before))  # (B, H)
                output = output + upper[-1]
            after["upper"] = torch.stack(upper, dim=1)  # (B, L − 1, H)
        readout = output
        if self.combine is not None:
            readout = after["fed"] = torch.tanh(self.combine(torch.cat([context, output], dim=1)))  # (B, H)
        return Decoding(query, score, alignment, context, output, readout), {"hidden_state": z, **after}

    def _lowest(self, x: Tensor, z: Tensor) -> Tensor:
        """The lowest layer's next state (B, H), by its own weights or by those that read the source."""
        if self.decoder is not None:
            return self.decoder(x, z)
        weights = self.forward_encoder.weights(0)
        return torch.gru_cell(x, z, *(weights[name] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")))

    def _attend(
        self, source: Encoded, query: Tensor, edits: Sequence[Edit]
    ) -> tuple[Tensor, Tensor | None, Tensor | None]:
        """Context, alignment and score of a step; without attention, the last state or nothing, and neither of them."""
        if self.attention is None:
            handed = self.config.hidden_size if self.config.handover == "every_step" else 0
            return source.last[:, :handed], None, None
        return with_edits(self.attention(query, source.keys, source.annotation, source.mask), source.annotation, edits)

    def translate(self, source: Encoded) -> list[list[str]]:
        """The greedy translations, without ⟨EOS⟩; a sentence that never ends is cut at `limit` tokens."""
        return [self.until_eos(row) for row in self.decode(source).tokens.tolist()]

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
                found=len(tokens),
                most=LONGEST,
            )
        unknown = [] if UNK in self.source_vocabulary else self.source_vocabulary.unknown(tokens)
        if unknown and self.examples:
            raise InputError(
                "This network cannot read {unknown}: it never saw that in training. It reads sentences such as"
                " “{example}”.",
                unknown=" ".join(repr(token)[1:-1] for token in unknown[:8]) + (" …" if len(unknown) > 8 else ""),
                example=self.examples[0][0],
            )
        return self.source_vocabulary.encode(tokens)

    @torch.no_grad()
    def trace(
        self,
        text: str,
        reference: Reference | None = None,
        forced: bool = False,
        *,
        prefix: str = "",
        edits: Sequence[Edit] = (),
    ) -> xr.Dataset:
        """Translate a text and keep every step, labelled (see `core.labs.translation.trace.labelled`).

        Parameters
        ----------
        text : str
            What to translate; spaces around it do not count.
        reference : Reference, optional
            The right translation of the text, with its gold alignment.
        forced : bool
            Write the reference (teacher forcing) instead of what the network would: so a half-trained network, or two
            networks, can be compared row by row.
        prefix : str
            How the translation is to begin, whatever the network would write; it goes on from there.
        edits : sequence of Edit
            Attention weights to set by hand, one after the other. What is written before the first of them stays as it
            was.

        Raises
        ------
        InputError
            If the text or the prefix cannot be read, the prefix is too long, or an edit is out of range.
        """
        numbers = self.read(text)
        source = self.encode(Sentences.padded([numbers]))
        given = self._read_prefix(prefix)
        self._check_edits(edits, len(numbers))
        decoded = self.decode(source, prefix=given, edits=edits)
        _check_reached(edits, decoded.tokens.shape[1])
        output = self.until_eos(decoded.tokens[0].tolist())
        if forced:
            if reference is None:
                raise ValueError("to force a translation, give the reference")
            written = [*self.target_vocabulary.encode(self.target_vocabulary.split(reference.target)), self.eos]
            decoded = self.decode(source, torch.tensor([written]), edits=edits)
        return labelled(
            self.config,
            source,
            decoded,
            self.source_vocabulary.decode(numbers),
            self.target_vocabulary,
            output=output,
            finished=len(output) < self.limit,
            reference=reference,
            forced=forced,
            prefix=len(given),
            edits=edits,
        )

    def _read_prefix(self, prefix: str) -> list[int]:
        tokens = self.target_vocabulary.split(prefix)
        if len(tokens) > self.limit:
            raise InputError(
                "The beginning has {found:,} tokens; this network writes up to {most}. Shorten it.",
                found=len(tokens),
                most=self.limit,
            )
        return self.target_vocabulary.encode(tokens)

    def _check_edits(self, edits: Sequence[Edit], S: int) -> None:
        """Raise `InputError` for an edit of what is not there, or one that asks for an impossible weight."""
        if edits and self.attention is None:
            raise InputError(
                "This network has no attention, so there is no weight to set. Choose a run with attention."
            )
        for edit in edits:
            if not 0 <= edit.source < S:
                raise InputError(
                    "There is no source position {position}; the sentence has {found}, counted from 0. Choose one of"
                    " these.",
                    position=edit.source,
                    found=S,
                )
            if not math.isfinite(edit.weight) or (self.config.softmax and not 0 <= edit.weight <= 1):
                raise InputError(
                    "An attention weight cannot be {weight:g}; it takes 0 … 1. Choose one of these and try again.",
                    weight=edit.weight,
                )

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
        units = header.get("units", ("character", "character"))  # by character before it was a choice
        source, target = (
            Vocabulary(header[side], unit) for side, unit in zip(("source", "target"), units, strict=True)
        )
        return cls(config, source, target, header["limit"], header.get("examples", ()))


def _check_reached(edits: Sequence[Edit], T: int) -> None:
    for edit in edits:
        if not 0 <= edit.target < T:
            raise InputError(
                "There is no target step {step}; the network wrote {found} tokens, counted from 0. Choose one of"
                " these.",
                step=edit.target,
                found=T,
            )
