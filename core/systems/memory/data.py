"""Two tasks that only a long memory solves: delayed recall and the adding problem (Hochreiter & Schmidhuber 1997).

Both are many-to-one: a network reads T vectors x_1 … x_T and gives one answer after the last.

*Delayed recall* (their experiment 2, in small). The first symbol is one of K = 8 digits, the other T − 1 are letters
that mean nothing, and the answer is the digit::

    answer = x_1                                   chance 1/K

*Adding* (their experiment 4). Every x_t is a value u_t in [0, ½) and a mark m_t; one position in the first half of the
sequence is marked and one in the second, and the answer is the sum of the two values there, in [0, 1)::

    answer = Σ_t m_t u_t                           chance: always ½ is right for 15 % of the sequences

In the paper values lie in [−1, 1] and the answer is ½ + (X_1 + X_2)/4; with u = (X + 1)/4 both are the same number. As
in the paper, an answer counts as right when it is off by less than .04. There the length of a sequence varies by a
tenth; here it is T.

Held out of recall are the sequences whose letters (a = 0, b = 1, …) sum to a multiple of 4: a training never meets one.
Of adding they are drawn apart; real numbers do not meet by chance.

References
----------
- Hochreiter, Schmidhuber 1997, "Long Short-Term Memory", Neural Computation 9(8), experiments 2 and 4.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import one_hot

DIGITS = tuple("01234567")
"""What is to be remembered: K symbols."""

LETTERS = tuple("abcd")
"""What is to be ignored."""

TOLERANCE = 0.04
"""An answer to the adding problem is right when it is off by less."""

HELD_OUT_SEED = 1997
"""Fixes the held-out sequences; the same in every run."""


class Sequences(NamedTuple):
    """Sequences and their answers.

    Attributes
    ----------
    x : Tensor, shape (B, T, I)
        Of recall one-hot over `DIGITS` and `LETTERS` (I = 12); of adding (value, mark) (I = 2).
    answer : Tensor, shape (B,)
        Of recall the digit, int64; of adding the sum, float32.
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


def adding(count: int, length: int, generator: torch.Generator, *, held_out: bool = False) -> Sequences:
    """Sequences of the adding problem (parameters as of `recall`; held-out ones differ by their generator alone)."""
    u = torch.rand(count, length, generator=generator) / 2  # (B, T)
    half = length // 2
    first = torch.randint(half, (count,), generator=generator)  # (B,)
    second = torch.randint(half, length, (count,), generator=generator)  # (B,)
    m = one_hot(first, length) + one_hot(second, length)  # (B, T)
    return Sequences(torch.stack((u, m), dim=2), (u * m).sum(1))


TASKS = {"recall": recall, "adding": adding}
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
        Of recall a score for each digit, the highest of which is the network's answer; of adding the answer (O = 1).
    answer : Tensor, shape (B,)
        The truth.

    Returns
    -------
    Tensor of bool, shape (B,)
    """
    if task == "recall":
        return said.argmax(1) == answer
    return (said[:, 0] - answer).abs() < TOLERANCE


def chance(task: str) -> float:
    """The accuracy of who knows the task but has read nothing.

    Of recall 1/K. Of adding, of who always says ½: the sum of two uniform values has a triangular density, of which
    ½ ± ε holds 4ε(1 − ε).
    """
    return 1 / len(DIGITS) if task == "recall" else 4 * TOLERANCE * (1 - TOLERANCE)
