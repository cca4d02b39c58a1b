"""Beam search: of all translations begun so far, the few likeliest are kept and continued; and the tree of all that was
tried.

With log P(y_1 … y_t | x) the sum of the log-probabilities of the tokens, the beam of width K keeps at each step the K
likeliest continuations of the hypotheses it held; one that ends in ⟨EOS⟩ is finished. Because every token costs
something, the longer translation would always lose; so finished hypotheses are ranked by (Wu et al. 2016, equation 14,
without coverage)::

    s(Y) = log P(Y | X) / lp(Y)        lp(Y) = (5 + |Y|)^α / (5 + 1)^α

where |Y| counts the tokens, ⟨EOS⟩ included, and α is the length penalty: 0 leaves the log-probability as it is.
Width 1 is greedy decoding; a width that loses nothing is exhaustive search.

References
----------
- Sutskever, Vinyals, Le 2014, "Sequence to Sequence Learning with Neural Networks", section 3.2.
- Wu et al. 2016, "Google's Neural Machine Translation System", section 7, equation 14.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
from torch import Tensor

from core.errors import InputError
from core.text.vocabulary import Vocabulary

WIDEST = 32
"""Hypotheses that a beam may hold."""


class Writer(Protocol):
    """A model that writes token by token.

    Attributes
    ----------
    bos, eos, limit : int
        The numbers of the tokens that begin and end, and how many tokens it may write.
    target_vocabulary : Vocabulary
        What the numbers mean.
    """

    bos: int
    eos: int
    limit: int
    target_vocabulary: Vocabulary

    def start(self, subject: Any) -> dict[str, Tensor]:
        """The state before the first token, each tensor of shape (1, …): one hypothesis."""
        ...

    def step(self, state: dict[str, Tensor], tokens: Tensor) -> tuple[Tensor, dict[str, Tensor], Tensor | None]:
        """From states (N, …) and last tokens (N,): log-probabilities (N, V), states (N, …) and alignment (N, S) or
        None.
        """
        ...


@dataclass(frozen=True)
class Node:
    """A token that was tried after a hypothesis.

    Attributes
    ----------
    step : int
        The token's place in the translation, from 0.
    token : str
    log_probability : float
        log p(token | the source and the tokens before), in nats.
    cumulative : float
        log P of all tokens up to this one.
    parent : int or None
        The node of the token before, as an index of `Beam.nodes`; None at step 0.
    alignment : ndarray, shape (S,), or None
        Where the network looked as it wrote the token; None without attention.
    kept : bool
        Whether it was among the K likeliest of its step; the others are pruned.
    finished : bool
        Whether it is kept and ends a hypothesis.
    """

    step: int
    token: str
    log_probability: float
    cumulative: float
    parent: int | None
    alignment: np.ndarray | None
    kept: bool
    finished: bool


class Hypothesis(NamedTuple):
    """A translation that the beam held to the end, with its score's arithmetic: score = log_probability / penalty.

    Attributes
    ----------
    node : int
        Its last token, as an index of `Beam.nodes`.
    tokens : tuple of str
        Without ⟨EOS⟩.
    length : int
        |Y|, with ⟨EOS⟩.
    log_probability, penalty, score : float
        log P(Y | X), lp(Y) and s(Y).
    finished : bool
        False if it was cut at the most tokens that may be written.
    """

    node: int
    tokens: tuple[str, ...]
    length: int
    log_probability: float
    penalty: float
    score: float
    finished: bool

    @property
    def text(self) -> str:
        """The tokens, joined."""
        return "".join(self.tokens)


@dataclass(frozen=True)
class Beam:
    """All that a beam search tried, and what it found.

    Attributes
    ----------
    nodes : tuple of Node
        Step after step, in each from the likeliest on; so parents come before their children.
    hypotheses : tuple of Hypothesis
        From the best score on; those that did not finish come last.
    width : int
    length_penalty : float
    """

    nodes: tuple[Node, ...]
    hypotheses: tuple[Hypothesis, ...]
    width: int
    length_penalty: float

    @property
    def best(self) -> Hypothesis:
        """The hypothesis of the highest score."""
        return self.hypotheses[0]

    def path(self, node: int) -> list[int]:
        """The nodes from the first token to `node`."""
        path: list[int] = []
        at: int | None = node
        while at is not None:
            path.append(at)
            at = self.nodes[at].parent
        return path[::-1]

    def ranked(self, length_penalty: float) -> Beam:
        """The same search, its finished hypotheses ranked under another length penalty: that changes no step of it."""
        again = (_scored(hypothesis, length_penalty) for hypothesis in self.hypotheses)
        return replace(self, hypotheses=_in_order(again), length_penalty=length_penalty)


def penalty(length: int, alpha: float) -> float:
    """lp(Y) of a hypothesis of `length` tokens (Wu et al. 2016, equation 14)."""
    return ((5 + length) / (5 + 1)) ** alpha


def beam_search(
    model: Writer, subject: Any, width: int = 4, length_penalty: float = 0.6, longest: int | None = None
) -> Beam:
    """Search for the likeliest translation.

    The search ends when `width` hypotheses have finished, none is left to continue, or `longest` tokens are written.

    Parameters
    ----------
    model : Writer
        What gives the probabilities.
    subject : Any
        What the model is to read: a text, a sound.
    width : int, 1 … `WIDEST`
        Hypotheses K that are kept at each step.
    length_penalty : float, 0 … 5
        α; from about 1 on, it prefers the longer of two equally surprising translations.
    longest : int, optional
        Tokens, ⟨EOS⟩ included, after which a hypothesis is cut; by default the model's limit.

    Returns
    -------
    Beam
        Of each hypothesis that was continued, its K likeliest next tokens stand in the tree: no more of them can be
        kept.

    Raises
    ------
    InputError
        If the model cannot read that, or a setting is out of range.
    """
    longest = model.limit if longest is None else longest
    _check("width", width, 1, WIDEST)
    _check("length_penalty", length_penalty, 0, 5)
    _check("longest", longest, 1, model.limit)
    nodes: list[Node] = []
    found: list[Hypothesis] = []
    live: list[int | None] = [None]  # the last node of each hypothesis that goes on
    state, tokens = model.start(subject), torch.tensor([model.bos])
    for step in range(longest):
        log_probabilities, state, alignment = model.step(state, tokens)
        candidates = _candidates(log_probabilities.double().numpy(), [_cumulative(nodes, at) for at in live], width)
        going_on: list[tuple[int, int, int]] = []  # hypothesis, token, node
        for rank, (row, number, log_probability, cumulative) in enumerate(candidates):
            kept = rank < width
            token = model.target_vocabulary.tokens[number]
            looked = None if alignment is None else alignment[row].numpy()
            finished = kept and number == model.eos
            nodes.append(Node(step, token, log_probability, cumulative, live[row], looked, kept, finished))
            if finished:
                found.append(_hypothesis(nodes, len(nodes) - 1, length_penalty))
            elif kept:
                going_on.append((row, number, len(nodes) - 1))
        live = [node for _, _, node in going_on]
        if not live or len(found) >= width:
            break
        rows = torch.tensor([row for row, _, _ in going_on])
        state = {name: values[rows] for name, values in state.items()}
        tokens = torch.tensor([number for _, number, _ in going_on])
    else:
        found += [_hypothesis(nodes, node, length_penalty) for node in live if node is not None]
    return Beam(tuple(nodes), _in_order(found), width, length_penalty)


def _cumulative(nodes: list[Node], at: int | None) -> float:
    return 0.0 if at is None else nodes[at].cumulative


def _candidates(
    log_probabilities: np.ndarray, cumulative: list[float], width: int
) -> list[tuple[int, int, float, float]]:
    """The `width` likeliest next tokens of each hypothesis, of all the likeliest first: row, token, log p, log P.

    Among equally likely ones, the earlier hypothesis and the lower number come first, as in greedy decoding.
    """
    best = np.argsort(-log_probabilities, axis=1, kind="stable")[:, :width]  # (N, K)
    candidates = [
        (
            row,
            int(number),
            float(log_probabilities[row, number]),
            cumulative[row] + float(log_probabilities[row, number]),
        )
        for row, numbers in enumerate(best)
        for number in numbers
    ]
    return sorted(candidates, key=lambda candidate: -candidate[3])


def _hypothesis(nodes: list[Node], node: int, length_penalty: float) -> Hypothesis:
    last, tokens = nodes[node], []
    at: int | None = node
    while at is not None:
        tokens.append(nodes[at].token)
        at = nodes[at].parent
    written = tuple(tokens[::-1])
    text = written[:-1] if last.finished else written
    bare = Hypothesis(node, text, len(written), last.cumulative, 1.0, last.cumulative, last.finished)
    return _scored(bare, length_penalty)


def _scored(hypothesis: Hypothesis, length_penalty: float) -> Hypothesis:
    lp = penalty(hypothesis.length, length_penalty)
    return hypothesis._replace(penalty=lp, score=hypothesis.log_probability / lp)


def _in_order(hypotheses) -> tuple[Hypothesis, ...]:
    return tuple(sorted(hypotheses, key=lambda hypothesis: (not hypothesis.finished, -hypothesis.score)))


def _check(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise InputError(
            "{name} cannot be {value}; it takes {low:g} … {high:g}. Choose one of these and try again.",
            name=name,
            value=repr(value)[:80],
            low=low,
            high=high,
        )
