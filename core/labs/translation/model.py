"""A translator: an encoder reads the source, a decoder writes the target and looks back at the source for every token.

With source x_1 … x_S, target y_1 … y_T, y_0 = ⟨BOS⟩ and h_1 … h_S the annotations (core.nn.encoders)::

    z_0     = [h→_S; h←_1]               what each direction knew at its end, or a state that is learnt
    c_i     = Σ_j α_ij h_j               attend with z_i (core.nn.attention) …
    z_{i+1} = GRU([y_i; c_i], z_i)       … then step
    p(y_{i+1}) = softmax(W z_{i+1} + b)

Without attention, c_i = z_0 at every step (Cho et al. 2014), or there is none, and the last state is handed over once
(Sutskever et al. 2014): all that the decoder learns of the source is this one vector. Stepping first (Luong et al.
2015)::

    z_{i+1} = GRU([y_i; a_i], z_i)       a_0 = 0
    c_{i+1} = Σ_j α_{i+1,j} h_j          attend with z_{i+1}
    a_{i+1} = tanh(W_c [c_{i+1}; z_{i+1}])
    p(y_{i+1}) = softmax(W a_{i+1} + b)

In GNMT (Wu et al. 2016) the decoder too is a residual stack: z and the attention are those of its lowest layer, and
each layer l above adds its own state u^l_{i+1} = GRU([o; c], u^l_i) to the output o of the one below, o ← o +
u^l_{i+1}.

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

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F
import xarray as xr
from torch import Tensor, nn

from core.errors import InputError
from core.labs.translation import trace as translation_trace
from core.labs.translation.config import TranslationConfig
from core.nn.attention import Attention, Edit
from core.nn.cells.gru import GRU
from core.nn.decoding import Decoded, advance, first_state
from core.nn.encoders import STACKED, Encoded, Layer, Sentences, dropout, read
from core.text.vocabulary import EOS, UNK, Vocabulary

LONGEST = 60
"""Tokens that a source sentence may have."""


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
        self.config, self.limit = config, limit
        self.source_vocabulary, self.target_vocabulary = source_vocabulary, target_vocabulary
        self.examples = tuple((source, target) for source, target in examples)
        self.bos, self.eos = len(target_vocabulary), target_vocabulary.number[EOS]
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
        x = F.pad(x, (0, self.forward_encoder.input_size - x.shape[2]))  # a shared GRU reads [x; c], here with c = 0
        length = source.mask.sum(1)  # (B,)
        annotation, last = read(x, length, self.forward_encoder, self.backward_encoder)  # (B, S, H), (B, H)
        for layer in self.upper_encoder:
            more, last_more = layer(annotation, length)  # (B, S, H), (B, H)
            annotation, last = annotation + more, last + last_more
        keys = annotation if self.attention is None else self.attention.keys(annotation)  # (B, S, H)
        return Encoded(annotation, keys, source.mask, last)

    def decode(
        self,
        source: Encoded,
        target: Tensor | None = None,
        generator: torch.Generator | None = None,
        *,
        prefix: Sequence[int] = (),
        edits: Sequence[Edit] = (),
    ) -> Decoded:
        """Write the target.

        Parameters
        ----------
        source : Encoded
            From `encode`.
        target : Tensor of int64, shape (B, T), optional
            What to write (teacher forcing: the true token is read back whatever was predicted). Without it, the
            likeliest token is read back (greedy decoding), until every sentence has ended or `limit` tokens are
            written.
        generator : torch.Generator, optional
            Where dropout draws from; without it nothing is silenced.
        prefix : sequence of int
            Tokens to write first, whatever the network would; greedy decoding goes on from there.
        edits : sequence of Edit
            Attention weights to set by hand, one after the other.
        """
        B = len(source.last)
        bos = torch.full((B, 1), self.bos)  # (B, 1)
        before = bos if target is None else torch.cat([bos, target[:, :-1]], dim=1)  # (B, T)
        y = list(dropout(self.target_embedding(before), self.config.dropout, generator).unbind(1))  # T × (B, E)
        ended = torch.zeros(B, dtype=torch.bool)  # (B,)
        state, steps, written = first_state(self, source), [], []
        for i in range(self.limit if target is None else target.shape[1]):
            step, state = advance(self, source, state, y[i], [edit for edit in edits if edit.target == i])
            steps.append(step)
            if target is None:
                token = self.output(step.readout).argmax(1)  # (B,)
                token = torch.full_like(token, prefix[i]) if i < len(prefix) else token
                written.append(token)
                y.append(self.target_embedding(token))  # (B, E)
                ended |= token == self.eos
                if ended.all():
                    break
        *shown, readout = (
            None if values[0] is None else torch.stack(values, dim=1) for values in zip(*steps, strict=True)
        )
        tokens = torch.stack(written, dim=1) if target is None else target  # (B, T)
        return Decoded(tokens, self.output(readout), *shown)

    @torch.no_grad()
    def start(self, text: str) -> dict[str, Tensor]:
        """The state before the first step of a translation, for `step`: every tensor begins with the hypothesis, (1,
        …).
        """
        source = self.encode(Sentences.padded([self.read(text)]))
        return {**source._asdict(), **first_state(self, source)}

    @torch.no_grad()
    def step(self, state: dict[str, Tensor], tokens: Tensor) -> tuple[Tensor, dict[str, Tensor], Tensor | None]:
        """One step of several translations of the same source, as `core.nn.beam_search` wants it.

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
        alignment : Tensor, shape (N, S), or None
            Where each hypothesis looked; None without attention.
        """
        source = Encoded(*(state[name] for name in Encoded._fields))
        step, after = advance(self, source, state, self.target_embedding(tokens))
        return self.output(step.readout).log_softmax(1), {**state, **after}, step.alignment

    def translate(self, source: Encoded) -> list[list[str]]:
        """The greedy translations, without ⟨EOS⟩; a sentence that never ends is cut at `limit` tokens."""
        return [self.until_eos(row) for row in self.decode(source).tokens.tolist()]

    def until_eos(self, numbers: Sequence[int]) -> list[str]:
        """The tokens before the first ⟨EOS⟩; all, if there is none."""
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

    def trace(
        self,
        text: str,
        reference: translation_trace.Reference | None = None,
        forced: bool = False,
        *,
        prefix: str = "",
        edits: Sequence[Edit] = (),
    ) -> xr.Dataset:
        """Every step of a translation, labelled (see `core.labs.translation.trace.trace` for the arguments)."""
        return translation_trace.trace(self, text, reference, forced, prefix=prefix, edits=edits)

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
        vocabularies = (Vocabulary(header[side], unit) for side, unit in zip(("source", "target"), units, strict=True))
        return cls(config, *vocabularies, header["limit"], header.get("examples", ()))
