"""Three tasks that only a long memory solves: delayed recall, the adding problem (Hochreiter & Schmidhuber 1997), and
one in which what was remembered must also be forgotten.

All are many-to-one: a network reads T vectors x_1 … x_T and gives one answer after the last.

*Delayed recall* (their experiment 2, in small). The first symbol is one of K = 8 digits, the other T − 1 are letters
that mean nothing, and the answer is the digit::

    answer = x_1                                   chance 1/K

*Latest*. As in recall, but further digits come among the letters, each `RENEWED` letters or so, and every one makes
those before it worthless: a memory that only adds up keeps all of them (Gers, Schmidhuber & Cummins 2000 gave the LSTM
its forget gate for such streams)::

    answer = the last digit                        chance 1/K

*Adding* (their experiment 4). Every x_t is a value u_t in [0, ½) and a mark m_t; one position in the first half of the
sequence is marked and one in the second, and the answer is the sum of the two values there, in [0, 1)::

    answer = Σ_t m_t u_t                           chance: always ½ is right for 15 % of the sequences

In the paper values lie in [−1, 1] and the answer is ½ + (X_1 + X_2)/4; with u = (X + 1)/4 both are the same number. As
in the paper, an answer counts as right when it is off by less than .04. There the length of a sequence varies by a
tenth; here it is T.

Held out of recall and latest are the sequences whose letters (a = 0, b = 1, …) sum to a multiple of 4: a training never
meets one.
Of adding they are drawn apart; real numbers do not meet by chance.

References
----------
- Hochreiter, Schmidhuber 1997, "Long Short-Term Memory", Neural Computation 9(8), experiments 2 and 4.
- Gers, Schmidhuber, Cummins 2000, "Learning to Forget: Continual Prediction with LSTM", Neural Computation 12(10).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import one_hot

from core.systems.memory.config import SYMBOLIC

DIGITS = tuple("01234567")
"""What is to be remembered: K symbols."""

LETTERS = tuple("abcd")
"""What is to be ignored."""

RENEWED = 4
"""How many symbols of the task "latest" go by, on average, until a new digit comes."""

TOLERANCE = 0.04
"""An answer to the adding problem is right when it is off by less."""

HELD_OUT_SEED = 1997
"""Fixes the held-out sequences; the same in every run."""


class Sequences(NamedTuple):
    """Sequences and their answers.

    Attributes
    ----------
    x : Tensor, shape (B, T, I)
        Of symbols one-hot over `DIGITS` and `LETTERS` (I = 12); of adding (value, mark) (I = 2).
    answer : Tensor, shape (B,)
        Of symbols a digit, int64; of adding the sum, float32.
    """

    x: Tensor
    answer: Tensor


def recall(count: int, length: int, generator: torch.Generator, *, held_out: bool = False) -> Sequences:
    """Sequences of delayed recall.

    Parameters
    ----------
    count, length : int
        How many (B), and how long (T ≥ 2).
    generator : torch.Generator
        All that is drawn comes from it.
    held_out : bool
        Whether they are of those that are never trained on.
    """
    n = len(LETTERS)
    digit = torch.randint(len(DIGITS), (count,), generator=generator)  # (B,)
    letters = torch.randint(n, (count, length - 2), generator=generator)  # (B, T − 2)
    rest = torch.zeros(count, dtype=torch.int64) if held_out else torch.randint(1, n, (count,), generator=generator)
    last = (rest - letters.sum(1)) % n  # (B,) so that all letters sum to `rest`, modulo 4
    symbols = torch.cat((digit[:, None], len(DIGITS) + letters, len(DIGITS) + last[:, None]), dim=1)  # (B, T)
    return Sequences(one_hot(symbols, len(DIGITS) + n).float(), digit)


def latest(count: int, length: int, generator: torch.Generator, *, held_out: bool = False) -> Sequences:
    """Sequences whose last digit counts (parameters as of `recall`); the first symbol is one, the last one is not."""
    n, K = len(LETTERS), len(DIGITS)
    digits = torch.randint(K, (count, length), generator=generator)  # (B, T)
    letters = torch.randint(n, (count, length), generator=generator)  # (B, T)
    is_digit = torch.rand(count, length, generator=generator) < 1 / RENEWED  # (B, T)
    is_digit[:, 0], is_digit[:, -1] = True, False
    rest = torch.zeros(count, dtype=torch.int64) if held_out else torch.randint(1, n, (count,), generator=generator)
    letters[:, -1] = (rest - (letters * ~is_digit)[:, :-1].sum(1)) % n  # so that all letters sum to `rest`, modulo 4
    symbols = torch.where(is_digit, digits, K + letters)  # (B, T)
    last = (is_digit * torch.arange(length)).argmax(1)  # (B,)
    return Sequences(one_hot(symbols, K + n).float(), digits[torch.arange(count), last])


def adding(count: int, length: int, generator: torch.Generator, *, held_out: bool = False) -> Sequences:
    """Sequences of the adding problem (parameters as of `recall`; held-out ones differ by their generator alone)."""
    u = torch.rand(count, length, generator=generator) / 2  # (B, T)
    half = length // 2
    first = torch.randint(half, (count,), generator=generator)  # (B,)
    second = torch.randint(half, length, (count,), generator=generator)  # (B,)
    m = one_hot(first, length) + one_hot(second, length)  # (B, T)
    return Sequences(torch.stack((u, m), dim=2), (u * m).sum(1))


TASKS = {"recall": recall, "latest": latest, "adding": adding}
"""By the name of their knob."""


@lru_cache(maxsize=16)
def held_out(task: str, length: int, count: int) -> Sequences:
    """The held-out sequences of a task: equal in every run."""
    return TASKS[task](count, length, torch.Generator().manual_seed(HELD_OUT_SEED + length), held_out=True)


def right(task: str, said: Tensor, answer: Tensor) -> Tensor:
    """Which answers are right.

    Parameters
    ----------
    task : str
        A key of `TASKS`.
    said : Tensor, shape (B, O)
        Of symbols a score for each digit, the highest of which is the network's answer; of adding the answer (O = 1).
    answer : Tensor, shape (B,)
        The truth.

    Returns
    -------
    Tensor of bool, shape (B,)
    """
    if task in SYMBOLIC:
        return said.argmax(1) == answer
    return (said[:, 0] - answer).abs() < TOLERANCE


def chance(task: str) -> float:
    """The accuracy of who knows the task but has read nothing.

    Of symbols 1/K. Of adding, of who always says ½: the sum of two uniform values has a triangular density, of which
    ½ ± ε holds 4ε(1 − ε).
    """
    return 1 / len(DIGITS) if task in SYMBOLIC else 4 * TOLERANCE * (1 - TOLERANCE)
