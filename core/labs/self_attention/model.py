"""Self-attention: source and target are the same sequence. A network that answers at every position of what it reads.

Every position i has a query, a key and a value, each a linear function of its vector x_i, in each of several heads::

    x_i = E[w_i] + P_i                              embedding and positional encoding
    q_i = W_Q x_i    k_j = W_K x_j    v_j = W_V x_j
    e_ij = q_iᵀ k_j / √d                            score; d numbers in each of them
    α_ij = exp(e_ij) / Σ_k exp(e_ik)                over k ≤ i only, under a causal mask; elsewhere α_ij = 0
    c_i = Σ_j α_ij v_j                              context

or, for all positions at once, Attention(Q, K, V) = softmax(QKᵀ/√d) V. The contexts of the heads are put side by side
and mixed, and every position then thinks for itself::

    x_i ← x_i + W_O [c_i¹; …; c_iʰ]
    x_i ← x_i + W_2 ReLU(W_1 x_i + b_1) + b_2
    p(y_i) = softmax(U x_i + b)

Each of the two, and the output, reads a normalised x_i (as in GPT-2; Vaswani et al. normalise after adding).

Instead of attention, a recurrent cell may carry what was read from position to position: x_i = cell(E[w_i], x_{i−1}).

References
----------
- Vaswani et al. 2017, "Attention Is All You Need": equation 1, sections 3.2.2 (heads) and 3.5 (positional encoding).
- Ba, Kiros, Hinton 2016, "Layer Normalization".
- Radford et al. 2019, "Language Models are Unsupervised Multitask Learners" (GPT-2): normalisation before each layer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
import xarray as xr
from torch import Tensor, nn

from core.errors import InputError
from core.labs.self_attention.config import SelfAttentionConfig
from core.labs.self_attention.schema import SCHEMA
from core.nn.cells import family
from core.text.vocabulary import Vocabulary
from core.trace.schema import check, stacked, text_array

Head = tuple[int, int]
"""Layer and head, both counted from 0."""

DIMS = {
    **dict.fromkeys(("query", "context"), ("layer", "head", "target", "unit")),
    **dict.fromkeys(("key", "value"), ("layer", "head", "source", "unit")),
    **dict.fromkeys(("score", "alignment"), ("layer", "head", "target", "source")),
    "mixed": ("layer", "target", "feature"),
}
"""What attention leaves in a trace, and on which dimensions."""


class PuzzleLike(Protocol):
    """A sequence with answers (see `core.labs.self_attention.data.PuzzleLike`)."""

    task: str
    tokens: Sequence[str]
    answer: Sequence[str]
    gold: Sequence[int]


class SelfAttended(NamedTuple):
    """One layer's attention, all N heads at once; each has d = H/N numbers of its own.

    Attributes
    ----------
    query, key, value, context : Tensor, shape (B, N, T, d)
    score, alignment : Tensor, shape (B, N, T, T)
        Target positions i by source positions j; scores are those before the mask.
    """

    query: Tensor
    key: Tensor
    value: Tensor
    score: Tensor
    alignment: Tensor
    context: Tensor


def attend(query: Tensor, key: Tensor, value: Tensor, causal: bool) -> SelfAttended:
    """softmax(QKᵀ/√d) V, each (B, N, T, d); under a causal mask every position sees itself and the earlier ones
    only.
    """
    T, d = query.shape[-2:]
    score = query @ key.transpose(-2, -1) / d**0.5  # (B, N, T, T)
    visible = torch.ones(T, T, dtype=torch.bool)  # (T, T)
    masked = score.masked_fill(~visible.tril(), -torch.inf) if causal else score  # (B, N, T, T)
    alignment = masked.softmax(-1)  # (B, N, T, T)
    return SelfAttended(query, key, value, score, alignment, alignment @ value)


def sinusoids(length: int, size: int) -> Tensor:
    """Positional encodings P (length, size): sine and cosine of waves from 2π to some 10,000·2π positions long.

    P_i[2m] = sin(i / 10000^(2m/size)) and P_i[2m + 1] the cosine of the same (Vaswani et al. 2017, section 3.5).
    """
    place = torch.arange(length)[:, None]  # (L, 1)
    rate = 10_000.0 ** (-torch.arange(0, size, 2) / size)  # (size/2,)
    waves = torch.stack(((place * rate).sin(), (place * rate).cos()), dim=2)  # (L, size/2, 2)
    return waves.flatten(1)[:, :size]  # (L, size)


class MultiHead(nn.Module):
    """N heads that look at the same time, and the matrix that mixes what they found.

    Parameters
    ----------
    size, heads : int
        Numbers H of a vector, and heads N that divide them.
    causal : bool
        Whether later positions are hidden.
    """

    def __init__(self, size: int, heads: int, causal: bool) -> None:
        super().__init__()
        self.heads, self.causal = heads, causal
        self.query_key_value = nn.Linear(size, 3 * size)
        self.mix = nn.Linear(size, size)

    def forward(self, x: Tensor, silenced: Collection[int] = ()) -> tuple[Tensor, SelfAttended]:
        """What the heads found at each position of x (B, T, H), mixed; those in `silenced` find 0."""
        B, T, H = x.shape
        parts = self.query_key_value(x).view(B, T, 3, self.heads, H // self.heads)  # (B, T, 3, N, d)
        query, key, value = parts.permute(2, 0, 3, 1, 4)  # (B, N, T, d) each
        attended = attend(query, key, value, self.causal)
        if silenced:
            context = attended.context.clone()  # (B, N, T, d)
            context[:, list(silenced)] = 0
            attended = attended._replace(context=context)
        return self.mix(attended.context.transpose(1, 2).reshape(B, T, H)), attended  # (B, T, H)


class Block(nn.Module):
    """One layer: the positions hear of each other, then each thinks for itself."""

    def __init__(self, config: SelfAttentionConfig) -> None:
        super().__init__()
        H, self.residual = config.hidden_size, config.residual
        norm = nn.LayerNorm if config.layer_norm else nn.Identity
        self.norm, self.attention = norm(H), MultiHead(H, config.heads, config.causal)
        self.mlp = nn.Sequential(norm(H), nn.Linear(H, 4 * H), nn.ReLU(), nn.Linear(4 * H, H)) if config.mlp else None

    def forward(self, x: Tensor, silenced: Collection[int] = ()) -> tuple[Tensor, dict[str, Tensor]]:
        """The next vectors (B, T, H), and how they came about: the fields of `SelfAttended`, and ``mixed``."""
        found, attended = self.attention(self.norm(x), silenced)  # (B, T, H)
        x = x + found if self.residual else found
        if self.mlp is not None:
            x = x + self.mlp(x) if self.residual else self.mlp(x)  # (B, T, H)
        return x, attended._asdict() | {"mixed": found}


class SelfAttention(nn.Module):
    """Embedding, layers of attention (or a recurrent cell), and a linear layer that answers at every position.

    Parameters
    ----------
    config : SelfAttentionConfig
    vocabulary : Vocabulary
        The tokens that are read.
    answers : Vocabulary
        The V tokens that may be the answer.
    limit : int
        Positions that have an encoding: tokens of a sequence, at most.
    """

    def __init__(self, config: SelfAttentionConfig, vocabulary: Vocabulary, answers: Vocabulary, limit: int) -> None:
        super().__init__()
        H = config.hidden_size
        self.config, self.vocabulary, self.answers, self.limit = config, vocabulary, answers, limit
        self.embedding = nn.Embedding(len(vocabulary), H)
        self.blocks, self.cell = nn.ModuleList(), None
        if config.architecture == "attention":
            self.blocks.extend(Block(config) for _ in range(config.layers))
            if config.positions == "learnt":
                self.learnt = nn.Parameter(torch.empty(limit, H))
        else:
            self.cell = family.build(config.architecture, H, H, config.layers)
        normalised = config.layer_norm and self.cell is None
        self.norm = nn.LayerNorm(H) if normalised else nn.Identity()
        self.output = nn.Linear(H, len(answers))

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all parameters anew from `generator`: matrices uniformly from ±1/√I of their I inputs, biases 0."""
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.uniform_(
                    module.weight, -(module.in_features**-0.5), module.in_features**-0.5, generator=generator
                )
                nn.init.zeros_(module.bias)
        nn.init.normal_(self.embedding.weight, generator=generator)
        if self.cell is not None:
            self.cell.reset_parameters(generator)
        elif self.config.positions == "learnt":
            nn.init.normal_(self.learnt, generator=generator)

    @property
    def encoding(self) -> Tensor | None:
        """The positional encodings (limit, H), where there are any."""
        if self.cell is not None or self.config.positions == "none":
            return None
        return self.learnt if self.config.positions == "learnt" else sinusoids(self.limit, self.config.hidden_size)

    def forward(self, tokens: Tensor, silenced: Collection[Head] = ()) -> tuple[Tensor, list[dict[str, Tensor]]]:
        """Read sequences and answer at every position.

        Parameters
        ----------
        tokens : Tensor, shape (B, T), int64
            Numbers of tokens.
        silenced : collection of (int, int)
            Heads whose context is set to 0.

        Returns
        -------
        logits : Tensor, shape (B, T, V)
            For the answer at each position.
        internals : list of dict of str to Tensor
            Of each layer: what `Block` returns, or the gates and states of the cell (see
            `core.nn.cells.recurrent.Recurrent`).
        """
        x = self.embedding(tokens)  # (B, T, H)
        if self.cell is not None:
            x, _, internals = self.cell(x)  # (B, T, H)
            return self.output(x), internals
        if self.encoding is not None:
            x = x + self.encoding[: tokens.shape[1]]  # (B, T, H)
        internals = []
        for layer, block in enumerate(self.blocks):
            x, inside = block(x, [head for at, head in silenced if at == layer])  # (B, T, H)
            internals.append(inside)
        return self.output(self.norm(x)), internals

    @torch.no_grad()
    def trace(self, puzzle: PuzzleLike, silenced: Collection[Head] = ()) -> xr.Dataset:
        """Everything that happens inside while the network reads a sequence.

        Parameters
        ----------
        puzzle : PuzzleLike
            The sequence and its answers.
        silenced : collection of (int, int)
            Heads whose context is set to 0.

        Returns
        -------
        Dataset
            ``logit`` and ``probability`` (target, vocabulary) of the answer at each position; ``gold_alignment``
            (target, source), 1 where the answer stands. Of attention: ``query`` and ``context`` (layer, head, target,
            unit), ``key`` and ``value`` (layer, head, source, unit), ``score`` (before the mask) and ``alignment``
            (layer, head, target, source), ``mixed`` (layer, target, feature), and ``positional_encoding`` (source,
            feature), if there is one. Of a cell: its gates and states (layer, time, unit). The coordinate ``answer`` on
            target is what should be said, empty where nothing is asked. Attributes: ``exercise`` (the task),
            ``architecture``, ``causal``, ``silenced``.

        Raises
        ------
        InputError
            If the sequence is one of another task, too long, or a silenced head does not exist.
        """
        self._check(puzzle, silenced)
        tokens = torch.tensor([self.vocabulary.encode(puzzle.tokens)])  # (1, T)
        logits, internals = self(tokens, silenced)  # (1, T, V)
        T = len(puzzle.tokens)
        variables: dict[str, Any] = {
            "logit": (("target", "vocabulary"), logits[0].numpy()),
            "probability": (("target", "vocabulary"), logits[0].softmax(-1).numpy()),
            "gold_alignment": (
                ("target", "source"),
                (np.array(puzzle.gold)[:, None] == np.arange(T)).astype(np.float32),
            ),
        }
        text = text_array(puzzle.tokens)
        coords = {"target_token": ("target", text), "source_token": ("source", text)}
        coords |= {
            "answer": ("target", text_array(puzzle.answer)),
            "word": ("vocabulary", text_array(self.answers.tokens)),
        }
        if self.cell is None:
            for name, dims in DIMS.items():
                variables[name] = (dims, torch.cat([inside[name] for inside in internals]).numpy())
            if self.encoding is not None:
                variables["positional_encoding"] = (("source", "feature"), self.encoding[:T].numpy())
        else:
            variables |= stacked(internals, 1)
            coords["token"] = ("time", text)
        attrs = {
            "exercise": puzzle.task,
            "architecture": self.config.architecture,
            "causal": int(self.config.causal or self.cell is not None),
            "silenced": " ".join(f"{layer}.{head}" for layer, head in silenced),
        }
        if self.cell is not None:
            attrs["cell"] = self.config.architecture
        return check(xr.Dataset(variables, coords, attrs), SCHEMA)

    def _check(self, puzzle: PuzzleLike, silenced: Collection[Head]) -> None:
        """Raise `InputError` for what this network cannot read, and for heads that it has not."""
        if puzzle.task != self.config.task:
            raise _refusal(puzzle)
        if len(puzzle.tokens) > self.limit:
            raise InputError(
                "{found:,} tokens are too many: at most {most} are read. Take a shorter sequence.",
                found=len(puzzle.tokens),
                most=self.limit,
            )
        for layer, head in silenced:
            if self.cell is not None or not (0 <= layer < self.config.layers and 0 <= head < self.config.heads):
                raise InputError(
                    "There is no head {head} in layer {layer} of this network. Choose one that is drawn.",
                    head=head + 1,
                    layer=layer + 1,
                )

    def header(self) -> dict[str, Any]:
        """What `rebuild` needs beside the config, as JSON-able facts."""
        return {"vocabulary": list(self.vocabulary.tokens), "answers": list(self.answers.tokens), "limit": self.limit}

    @classmethod
    def rebuild(cls, config: SelfAttentionConfig, header: Mapping[str, Any]) -> SelfAttention:
        """A model of the shape that `header` and `config` tell, to load weights into."""
        return cls(config, Vocabulary(header["vocabulary"]), Vocabulary(header["answers"]), header["limit"])


def _refusal(puzzle: PuzzleLike) -> InputError:
    """Why a network of the other task cannot read a sequence."""
    found = "".join(puzzle.tokens[:40])
    if puzzle.task == "brackets":
        return InputError(
            "This network learnt to copy letters and cannot read {found}. Type letters such as KDQF, or choose a"
            " network for brackets.",
            found=found,
        )
    return InputError(
        "This network learnt to close brackets and cannot read {found}. Type brackets such as ([]), or choose a network"
        " that copies.",
        found=found,
    )
