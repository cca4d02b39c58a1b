"""A chatbot: an encoder reads what was said, a decoder writes the answer.

With x_1 … x_S the prompt, its utterances joined by ⟨turn⟩, y_1 … y_T the answer, y_0 = ⟨BOS⟩ and h_1 … h_S the
encoder's states (core.nn.encoders)::

    h_j     = [GRU→(x_1 … x_j); GRU←(x_j … x_S)]
    z_0     = [h→_S; h←_1]                        what each direction knew at its end
    z_i     = GRU([y_{i−1}; a_{i−1}], z_{i−1})    a_0 = 0
    c_i     = Σ_j α_ij h_j                        attend with z_i (core.nn.attention)
    a_i     = tanh(W_c [c_i; z_i])
    p(y_i)  = softmax(W a_i + b)

Without attention there is neither c nor a: p(y_i) = softmax(W z_i + b), and z_0 is all that the decoder learns of the
prompt (Vinyals, Le 2015). A network that copies mixes two distributions, by a gate g_i::

    g_i     = σ(v·a_i + d)
    p(w)    = g_i softmax(W a_i + b)_w + (1 − g_i) Σ_{j: x_j = w} α_ij

so that a word can be said that was never said in training, as long as it stands in the prompt.

References
----------
- Vinyals, Le 2015, "A Neural Conversational Model".
- Luong, Pham, Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation", equations 5 and 6,
  and section 3.3 on feeding a_i back.
- See, Liu, Manning 2017, "Get To The Point: Summarization with Pointer-Generator Networks", equations 8 and 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
import xarray as xr
from torch import Tensor, nn

from core.errors import InputError
from core.labs.chatbot.config import ChatbotConfig
from core.labs.chatbot.prompt import prompt_tokens, utterances_of
from core.labs.chatbot.trace import labelled
from core.nn.attention import Attention, Edit
from core.nn.cells.gru import GRU
from core.nn.decoding import Decoding, Encoded, EncoderDecoder, with_edits
from core.nn.encoders import Sentences, dropout, read
from core.text.vocabulary import UNK, Vocabulary

LONGEST = 80
"""Tokens that a prompt may have."""

LEAST = 1e-9
"""The least probability of a token of a network that copies: its logarithm is a number."""


class Chatbot(EncoderDecoder):
    """An encoder–decoder of GRUs that answers, with or without attention and copying.

    Parameters
    ----------
    config : ChatbotConfig
    vocabulary : Vocabulary
        The tokens of prompts and answers alike, ⟨turn⟩ and ⟨EOS⟩ among them.
    limit : int
        Tokens after which greedy decoding gives up.
    examples : sequence of str
        Conversations to begin with, an utterance a line: what it can read.
    """

    def __init__(self, config: ChatbotConfig, vocabulary: Vocabulary, limit: int, examples: Sequence[str] = ()) -> None:
        super().__init__(config, vocabulary, limit)
        self.vocabulary, self.examples = vocabulary, tuple(examples)
        E, H, V = config.embedding_size, config.hidden_size, len(vocabulary)
        attends = config.attention != "none"
        self.embedding = nn.Embedding(V + 1, E)  # the last one is ⟨BOS⟩
        self.forward_encoder = GRU(E, H - H // 2)
        self.backward_encoder = GRU(E, H // 2)
        self.attention = Attention(config.attention, H) if attends else None
        self.decoder = nn.GRUCell(E + H if attends else E, H)
        self.combine = nn.Linear(2 * H, H, bias=False) if attends else None
        self.gate = nn.Linear(H, 1) if attends and config.copying else None
        self.output = nn.Linear(H, V)

    def encode(self, prompt: Sentences, generator: torch.Generator | None = None) -> Encoded:
        """Read prompts; with a generator, some embedding values are silenced at random (dropout)."""
        x = dropout(self.embedding(prompt.tokens), self.config.dropout, generator)  # (B, S, E)
        annotation, last = read(x, prompt.mask.sum(1), self.forward_encoder, self.backward_encoder)
        keys = annotation if self.attention is None else self.attention.keys(annotation)  # (B, S, H)
        return Encoded(annotation, keys, prompt.mask, last, prompt.tokens)

    def source_of(self, subject: str) -> Encoded:
        """What is known of a conversation, an utterance a line (see `read`)."""
        return self.encode(Sentences.padded([self.read(subject)]))

    def embed(self, tokens: Tensor) -> Tensor:
        """Tokens (…) as vectors, (…, E); prompt and answer share them."""
        return self.embedding(tokens)

    def initial_state(self, source: Encoded) -> dict[str, Tensor]:
        """The decoder's state before the first step: the encoder's last."""
        state = {"hidden_state": source.last}  # (B, H)
        return state if self.attention is None else state | {"fed": torch.zeros_like(source.last)}  # (B, H)

    def advance(
        self, source: Encoded, state: dict[str, Tensor], y: Tensor, edits: Sequence[Edit] = ()
    ) -> tuple[Decoding, dict[str, Tensor]]:
        """One step of the decoder, which reads the embedding y (B, E) of the token before."""
        z = state["hidden_state"]  # (B, H)
        if self.attention is None or self.combine is None:
            z = self.decoder(y, z)  # (B, H)
            return Decoding(z, None, None, z[:, :0], z, z), {"hidden_state": z}
        z = self.decoder(torch.cat([y, state["fed"]], dim=1), z)  # (B, H)
        attended = self.attention(z, source.keys, source.annotation, source.mask)
        context, alignment, score = with_edits(attended, source.annotation, edits)
        a = torch.tanh(self.combine(torch.cat([context, z], dim=1)))  # (B, H)
        readout = torch.cat([a, self._copied(source, alignment)], dim=1)  # (B, H) or (B, H + V)
        return Decoding(z, score, alignment, context, z, readout), {"hidden_state": z, "fed": a}

    def _copied(self, source: Encoded, alignment: Tensor) -> Tensor:
        """How likely each token is when it is taken from the prompt, (B, V); of width 0 where nothing is copied."""
        if self.gate is None or source.tokens is None:
            return alignment[:, :0]
        empty = alignment.new_zeros(len(alignment), len(self.vocabulary))  # (B, V)
        return empty.scatter_add(1, source.tokens, alignment)

    def logits(self, step: Decoding) -> Tensor:
        """The scores of all tokens, (…, V); of a network that copies, the logarithms of the mixture."""
        if self.gate is None:
            return self.output(step.readout)
        a, copied = step.readout.split([self.config.hidden_size, len(self.vocabulary)], dim=-1)  # (…, H), (…, V)
        g = torch.sigmoid(self.gate(a))  # (…, 1)
        mixed = g * self.output(a).softmax(-1) + (1 - g) * copied  # (…, V)
        return (mixed + LEAST).log()

    def answer(self, source: Encoded) -> list[list[str]]:
        """The greedy answers, without ⟨EOS⟩; one that never ends is cut at `limit` tokens."""
        return [self.until_eos(row) for row in self.decode(source).tokens.tolist()]

    def read(self, conversation: str) -> list[int]:
        """The last utterances of a conversation, as many as the network reads, as numbers.

        Raises
        ------
        InputError
            If nothing was said, there are more than `LONGEST` tokens, or one that the model never saw.
        """
        tokens = self.tokens_of(conversation)
        unknown = [] if UNK in self.vocabulary else self.vocabulary.unknown(tokens)
        if unknown:
            raise InputError(
                "This network cannot read {unknown}: it never saw that in training. It reads sentences such as"
                " “{example}”.",
                unknown=" ".join(repr(token.strip())[1:-1] for token in unknown[:8])[:80]
                + (" …" if len(unknown) > 8 else ""),
                example=self.examples[0].splitlines()[0] if self.examples else "",
            )
        return self.vocabulary.encode(tokens)

    def tokens_of(self, conversation: str) -> list[str]:
        """The tokens of what the network reads of a conversation, ⟨turn⟩ between two utterances.

        Raises
        ------
        InputError
            If nothing was said, or there are more than `LONGEST` tokens.
        """
        said = utterances_of(conversation)[-self.config.turns :]
        tokens = prompt_tokens(said, self.vocabulary)
        if not tokens:
            raise InputError("Nothing has been said yet. Type a sentence.")
        if len(tokens) > LONGEST:
            raise InputError(
                "What was said has {found:,} tokens; this network reads up to {most}. Say it in fewer words.",
                found=len(tokens),
                most=LONGEST,
            )
        return tokens

    @torch.no_grad()
    def trace(
        self, conversation: str, answer: str | None = None, *, prefix: str = "", edits: Sequence[Edit] = ()
    ) -> xr.Dataset:
        """Answer what was said last and keep every step, labelled (see `core.labs.chatbot.trace.labelled`).

        Parameters
        ----------
        conversation : str
            What was said, an utterance a line.
        answer : str, optional
            An answer to be written whatever the network would (teacher forcing).
        prefix : str
            How the answer is to begin; the network goes on from there.
        edits : sequence of Edit
            Attention weights to set by hand, one after the other.

        Raises
        ------
        InputError
            If the conversation, the answer or the prefix cannot be read.
        """
        numbers = self.read(conversation)
        source = self.encode(Sentences.padded([numbers]))
        target = None
        if answer is not None:
            target = torch.tensor([[*self.vocabulary.encode(prompt_tokens([answer], self.vocabulary)), self.eos]])
        given = self.vocabulary.encode(prompt_tokens([prefix], self.vocabulary))
        decoded, gate = self._decoded(source, target, given, edits)
        output = self.until_eos(decoded.tokens[0].tolist())
        return labelled(
            self.config,
            source,
            decoded,
            gate,
            self.vocabulary.decode(numbers),
            self.vocabulary,
            output=output,
            finished=len(output) < decoded.tokens.shape[1],
            utterances=utterances_of(conversation),
        )

    def _decoded(
        self, source: Encoded, target: Tensor | None, prefix: Sequence[int], edits: Sequence[Edit]
    ) -> tuple[Any, Tensor | None]:
        """What the decoder wrote, and the gate (1, T) at each step."""
        decoded = self.decode(source, target, prefix=prefix, edits=edits)
        if self.gate is None or self.combine is None:
            return decoded, None
        a = torch.tanh(self.combine(torch.cat([decoded.context, decoded.hidden_state], dim=2)))  # (1, T, H)
        return decoded, torch.sigmoid(self.gate(a)).squeeze(2)

    def header(self) -> dict[str, Any]:
        """What besides the config is needed to build this model again."""
        return {
            "tokens": list(self.vocabulary.tokens),
            "unit": self.vocabulary.unit,
            "limit": self.limit,
            "examples": list(self.examples),
        }

    @classmethod
    def rebuild(cls, config: ChatbotConfig, header: dict[str, Any]) -> Chatbot:
        """A model of the same shape, its weights still to be loaded."""
        return cls(config, Vocabulary(header["tokens"], header["unit"]), header["limit"], header["examples"])
