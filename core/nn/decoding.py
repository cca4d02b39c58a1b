"""What encoder–decoders share: the decoding loop, one step of it for beam search, and how weights are drawn.

A system says how it reads a subject (`encode`, `source_of`), the state before its first step (`initial_state`), and one
step (`advance`); the rest follows. With y_0 = ⟨BOS⟩ and s the state::

    s_i, r_i = advance(source, s_{i−1}, y_{i−1})
    p(y_i) = softmax(logits(r_i))

where y_{i−1} is the true token in training (teacher forcing) and the likeliest or the chosen one in writing.

References
----------
- Williams, Zipser 1989, "A Learning Algorithm for Continually Running Fully Recurrent Neural Networks", section 3.3, on
  teacher forcing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from core.nn.attention import Attended, Edit, average, edited
from core.nn.encoders import dropout
from core.text.vocabulary import EOS, Vocabulary

_SOURCE = "source."  # how the names of what was read begin in the state of a beam search


class Encoded(NamedTuple):
    """What the decoder may know of the source.

    Attributes
    ----------
    annotation, keys : Tensor, shape (B, S, H)
        The encoder's states, and what queries are matched against.
    mask : Tensor of bool, shape (B, S)
        True at the source positions that exist.
    last : Tensor, shape (B, H) or (B, 0)
        The state after all has been read: what each direction knew at its end; of width 0 where no decoder asks for it.
    tokens : Tensor of int64, shape (B, S), or None
        The numbers of the source's tokens, for a decoder that copies them; None where none does.
    """

    annotation: Tensor
    keys: Tensor
    mask: Tensor
    last: Tensor
    tokens: Tensor | None = None


class Decoding(NamedTuple):
    """One step of the decoder.

    Attributes
    ----------
    query : Tensor, shape (B, H)
        The state that is matched against the source.
    score, alignment : Tensor, shape (B, S), or None
        None without attention.
    context : Tensor, shape (B, H)
        Of width 0 where the decoder is handed nothing.
    hidden_state : Tensor, shape (B, H)
        The state after the step, in a stack the output of its top.
    readout : Tensor, shape (B, H)
        What the output layer reads of the decoder.
    """

    query: Tensor
    score: Tensor | None
    alignment: Tensor | None
    context: Tensor
    hidden_state: Tensor
    readout: Tensor


class Decoded(NamedTuple):
    """What the decoder did, step by step: `tokens` (B, T) that it wrote, `logits` (B, T, V), the rest as in `Decoding`,
    with T after B.
    """

    tokens: Tensor
    logits: Tensor
    query: Tensor
    score: Tensor | None
    alignment: Tensor | None
    context: Tensor
    hidden_state: Tensor

    @property
    def attended(self) -> Tensor:
        """The alignment of a network that has attention.

        Raises
        ------
        ValueError
            If it has none.
        """
        if self.alignment is None:
            raise ValueError("without attention nothing is looked at")
        return self.alignment


class EncoderDecoder(nn.Module):
    """A model that reads a source and writes tokens.

    Parameters
    ----------
    config : dataclass of knobs
        With ``hidden_size`` and ``dropout`` among them.
    target_vocabulary : Vocabulary
        What it can write; `EOS` is one of it.
    limit : int
        Tokens after which greedy decoding gives up.

    Attributes
    ----------
    bos, eos : int
        The numbers of the tokens that begin and end; ⟨BOS⟩ is read, and never written.
    output : nn.Linear
        Gives the scores of all tokens (see `logits`).
    """

    output: nn.Linear

    def __init__(self, config: Any, target_vocabulary: Vocabulary, limit: int) -> None:
        super().__init__()
        self.config, self.target_vocabulary, self.limit = config, target_vocabulary, limit
        self.bos, self.eos = len(target_vocabulary), target_vocabulary.number[EOS]

    # ---- what a system says itself ----

    def source_of(self, subject: Any) -> Encoded:
        """What is known of one subject (a text, a sound), as a batch of one.

        Raises
        ------
        InputError
            If it cannot be read.
        """
        raise NotImplementedError

    def embed(self, tokens: Tensor) -> Tensor:
        """Target tokens (…) as the decoder reads them, (…, E)."""
        raise NotImplementedError

    def initial_state(self, source: Encoded) -> dict[str, Tensor]:
        """The decoder's state before the first step; every tensor begins with B."""
        raise NotImplementedError

    def advance(
        self, source: Encoded, state: dict[str, Tensor], y: Tensor, edits: Sequence[Edit] = ()
    ) -> tuple[Decoding, dict[str, Tensor]]:
        """One step, which reads the embedding y (B, E) of the token before: what happened, and the state after it."""
        raise NotImplementedError

    def logits(self, step: Decoding) -> Tensor:
        """The scores of all tokens, (B, V), after a step; of all steps at once, (B, T, V)."""
        return self.output(step.readout)

    def read_back(self, tokens: Tensor, generator: torch.Generator | None) -> Tensor:
        """What is read back in training of the true tokens (B, T): by default the tokens themselves."""
        return tokens

    # ---- what follows ----

    def initialise(self, generator: torch.Generator) -> None:
        """Draw every weight anew: uniform within ±1/√H, embeddings from the normal distribution."""
        for name, parameter in self.named_parameters():
            if "embedding" in name:
                nn.init.normal_(parameter, generator=generator)
            else:
                bound = self.config.hidden_size**-0.5
                nn.init.uniform_(parameter, -bound, bound, generator=generator)

    def decode(
        self,
        source: Encoded,
        target: Tensor | None = None,
        generator: torch.Generator | None = None,
        *,
        prefix: Sequence[int] = (),
        edits: Sequence[Edit] = (),
        longest: int | None = None,
        asked: Tensor | None = None,
    ) -> Decoded:
        """Write the target.

        Parameters
        ----------
        source : Encoded
            From the encoder.
        target : Tensor of int64, shape (B, T), optional
            What to write (teacher forcing: the true token is read back whatever was predicted). Without it, the
            likeliest token is read back (greedy decoding), until all have ended or `longest` tokens are written.
        generator : torch.Generator, optional
            Where dropout and other noise draw from; without it there is none.
        prefix : sequence of int
            Tokens to write first, whatever the network would; greedy decoding goes on from there.
        edits : sequence of Edit
            Attention weights to set by hand, one after the other.
        longest : int, optional
            By default `limit`.
        asked : Tensor of bool, shape (B, T), optional
            At how many N of the target's positions logits are wanted: then these are (N, V), and none is computed for
            the padding.
        """
        B = len(source.mask)
        before = torch.full((B, 1), self.bos)  # (B, 1)
        if target is not None:
            before = torch.cat([before, self.read_back(target[:, :-1], generator)], dim=1)  # (B, T)
        y = list(dropout(self.embed(before), self.config.dropout, generator).unbind(1))  # T × (B, E)
        ended = torch.zeros(B, dtype=torch.bool)  # (B,)
        state, steps, written = self.initial_state(source), [], []
        for i in range((longest or self.limit) if target is None else target.shape[1]):
            step, state = self.advance(source, state, y[i], [edit for edit in edits if edit.target == i])
            steps.append(step)
            if target is None:
                token = self.logits(step).argmax(1)  # (B,)
                token = torch.full_like(token, prefix[i]) if i < len(prefix) else token
                written.append(token)
                y.append(self.embed(token))  # (B, E)
                ended |= token == self.eos
                if ended.all():
                    break
        all_steps = _stacked(steps)
        tokens = torch.stack(written, dim=1) if target is None else target  # (B, T)
        logits = self.logits(all_steps if asked is None else _at(asked, all_steps))
        return Decoded(tokens, logits, *all_steps[:-1])

    @torch.no_grad()
    def start(self, subject: Any) -> dict[str, Tensor]:
        """The state before the first token, for `step`: every tensor begins with the hypothesis, (1, …)."""
        source = self.source_of(subject)
        known = {name: values for name, values in source._asdict().items() if values is not None}
        return {_SOURCE + name: values for name, values in known.items()} | self.initial_state(source)

    @torch.no_grad()
    def step(self, state: dict[str, Tensor], tokens: Tensor) -> tuple[Tensor, dict[str, Tensor], Tensor | None]:
        """One step of several hypotheses on the same source, as `core.nn.beam_search` wants it.

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
        known = {name: state[_SOURCE + name] for name in Encoded._fields if _SOURCE + name in state}
        source = Encoded(**known)
        step, after = self.advance(source, state, self.embed(tokens))
        return self.logits(step).log_softmax(1), {**state, **after}, step.alignment

    def until_eos(self, numbers: Sequence[int]) -> list[str]:
        """The tokens before the first ⟨EOS⟩; all, if there is none."""
        end = numbers.index(self.eos) if self.eos in numbers else len(numbers)
        return self.target_vocabulary.decode(numbers[:end])


def _at(asked: Tensor, steps: Decoding) -> Decoding:
    """What the output layer reads, at some of the steps (B, T, …) only: (N, …)."""
    found = {"context": steps.context, "hidden_state": steps.hidden_state, "readout": steps.readout}
    return steps._replace(**{name: values[asked] for name, values in found.items()})


def _stacked(steps: Sequence[Decoding]) -> Decoding:
    """All steps as one, each tensor (B, T, …)."""
    every = [step.alignment for step in steps if step.alignment is not None]
    scores = [step.score for step in steps if step.score is not None]
    return Decoding(
        query=torch.stack([step.query for step in steps], dim=1),
        score=torch.stack(scores, dim=1) if scores else None,
        alignment=torch.stack(every, dim=1) if every else None,
        context=torch.stack([step.context for step in steps], dim=1),
        hidden_state=torch.stack([step.hidden_state for step in steps], dim=1),
        readout=torch.stack([step.readout for step in steps], dim=1),
    )


def with_edits(attended: Attended, annotation: Tensor, edits: Sequence[Edit]) -> Attended:
    """What attention finds in the annotations (B, S, H) after weights have been set by hand, one after the other."""
    context, alignment, score = attended
    for edit in edits:
        alignment = edited(alignment, edit)  # (B, S)
        context = average(alignment, annotation)  # (B, H)
    return Attended(context, alignment, score)
