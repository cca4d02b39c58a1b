"""Two tasks in which it is known where to look: copying a sequence, and closing brackets.

A sequence begins with a bar, and at some positions i something is asked; the answer stands at one earlier position j,
the *gold* position, and nowhere else.

*Copying*. Letters that come once each, a bar, and the same letters again; from the second bar on, the next token is
asked. Whatever the token at i, it has come once before; the answer is what followed it there (Olsson et al. 2022 call
a head that looks there an induction head)::

    | K D Q | K D Q          asked at the last four positions: K D Q |
    0 1 2 3 4 5 6 7          gold:                             1 2 3 4

*Brackets*. Well-nested brackets of four kinds, the closing ones hidden behind a question mark, at which their kind is
asked. The answer is the kind of the bracket that is closed there::

    | ( [ ? { ? ?            asked at the question marks: ] } )
    0 1 2 3 4 5 6            gold:                        2 4 1

Held out are sequences whose letters (A = 0, B = 1, …), or whose opening brackets by kind (0 … 3), sum to a multiple of
4: a training never meets one.

References
----------
- Olsson et al. 2022, "In-context Learning and Induction Heads".
- Chomsky, Schützenberger 1963, "The Algebraic Theory of Context-Free Languages": the Dyck languages of brackets.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from core.errors import InputError

BAR, HIDDEN = "|", "?"
LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
OPENING, CLOSING = tuple("([{<"), tuple(")]}>")

READ = {"copying": (BAR, *LETTERS), "brackets": (BAR, HIDDEN, *OPENING)}
"""The tokens of a sequence, by task."""

ASKED = {"copying": (BAR, *LETTERS), "brackets": CLOSING}
"""The tokens that may be the answer."""

SHORTEST, LONGEST = 10, 64
"""Tokens of a sequence in training, at least, and of any sequence, at most."""

DEEPEST = 5
"""How many brackets may be open at a time in training."""

NONE = -1
"""In the place of an answer or a gold position where nothing is asked."""


class PuzzleSequences(NamedTuple):
    """Sequences of one length as numbers.

    Attributes
    ----------
    tokens : Tensor, shape (B, T), int64
        Numbers in `READ`.
    answer : Tensor, shape (B, T), int64
        Numbers in `ASKED`, and `NONE` where nothing is asked.
    gold : Tensor, shape (B, T), int64
        The position of the answer, `NONE` where nothing is asked.
    """

    tokens: Tensor
    answer: Tensor
    gold: Tensor


class Puzzle(NamedTuple):
    """One sequence as text.

    Attributes
    ----------
    task : str
        "copying" or "brackets".
    tokens : tuple of str
        What is read, T tokens.
    answer : tuple of str
        What is to be said at each position, empty where nothing is asked.
    gold : tuple of int
        Where the answer stands, `NONE` where nothing is asked.
    """

    task: str
    tokens: tuple[str, ...]
    answer: tuple[str, ...]
    gold: tuple[int, ...]


# ---- many sequences, drawn ----


def copying(count: int, length: int, generator: torch.Generator, *, held_out: bool = False) -> PuzzleSequences:
    """Sequences to be copied.

    Parameters
    ----------
    count, length : int
        How many (B), and how many tokens each has (T, rounded down to an even number): T/2 − 1 letters, twice.
    generator : torch.Generator
        All that is drawn comes from it.
    held_out : bool
        Whether they are of those that are never trained on.
    """
    n = length // 2 - 1
    letters = torch.empty(0, n, dtype=torch.int64)
    while len(letters) < count:
        drawn = torch.rand(2 * count, len(LETTERS), generator=generator).argsort(1)[:, :n]  # (2B, n)
        letters = torch.cat((letters, drawn[(drawn.sum(1) % 4 == 0) == held_out]))
    once = torch.cat((torch.zeros(count, 1, dtype=torch.int64), 1 + letters[:count]), dim=1)  # (B, n + 1), a bar first
    tokens = once.repeat(1, 2)  # (B, T)
    nothing = torch.full_like(once, NONE)
    answer = torch.cat((nothing, once.roll(-1, dims=1)), dim=1)
    gold = torch.cat((nothing, torch.arange(1, n + 2).expand(count, -1)), dim=1)
    return PuzzleSequences(tokens, answer, gold)


def brackets(count: int, length: int, generator: torch.Generator, *, held_out: bool = False) -> PuzzleSequences:
    """Sequences of brackets (parameters as of `copying`; T is rounded down to an odd number, for the bar)."""
    T, kinds = length - (length + 1) % 2, len(OPENING)
    rows = torch.arange(count)
    kind = torch.randint(kinds, (count, T), generator=generator)  # (B, T) used where a bracket opens
    coin = torch.rand(count, T, generator=generator)
    tokens, answer, gold = (torch.full((count, T), fill) for fill in (0, NONE, NONE))
    stack = torch.zeros(count, DEEPEST + 1, dtype=torch.int64)  # the positions of the open brackets
    depth = torch.zeros(count, dtype=torch.int64)
    opens = torch.zeros(count, T, dtype=torch.bool)
    for i in range(1, T):
        left = T - i
        opens[:, i] = ((coin[:, i] < 0.5) | (depth == 0)) & (depth < min(DEEPEST, left))
        opened = opens[:, i]
        depth = torch.where(opened, depth + 1, depth)
        stack[rows[opened], depth[opened]] = i
        gold[:, i] = torch.where(opened, NONE, stack[rows, depth])
        depth = torch.where(opened, depth, depth - 1)
    last = (opens * torch.arange(T)).argmax(
        1
    )  # (B,) the last bracket that opens decides to which side a sequence belongs
    others = (kind * opens).sum(1) - kind[rows, last]
    rest = torch.zeros_like(last) if held_out else torch.randint(1, kinds, (count,), generator=generator)
    kind[rows, last] = (rest - others) % kinds
    closes = gold != NONE
    tokens[opens] = READ["brackets"].index(OPENING[0]) + kind[opens]
    tokens[closes] = READ["brackets"].index(HIDDEN)
    answer[closes] = kind.gather(1, gold.clamp(min=0))[closes]
    return PuzzleSequences(tokens, answer, gold)


TASKS = {"copying": copying, "brackets": brackets}
"""By the name of their knob."""


def lengths(task: str, longest: int) -> list[int]:
    """The lengths of the sequences that a training draws, shortest first."""
    even = task == "copying"
    return [length for length in range(SHORTEST, longest + 1) if (length % 2 == 0) == even]


# ---- one sequence, typed ----


def read_puzzle(text: str) -> Puzzle:
    """The sequence that a person types, with its answers.

    Letters are to be copied: ``KDQ``, or ``KDQ|QK`` to say in which order they come again. Brackets are to be closed:
    ``([]{``, where each closing one may be hidden (``?``). The first bar may be left out, and spaces do not count.

    Raises
    ------
    InputError
        If it is neither, or too long.
    """
    text = "".join(text.split()).upper()
    tokens = list(text if text.startswith(BAR) else BAR + text)
    if len(tokens) == 1:
        raise InputError("There is nothing to read. Type letters such as KDQF, or brackets such as ([]).")
    read = _read_brackets if set(tokens) & {*OPENING, *CLOSING, HIDDEN} else _read_letters
    puzzle = read(tokens)
    if len(puzzle.tokens) > LONGEST:
        raise InputError(
            "{found:,} tokens are too many: at most {most} are read. Take a shorter sequence.",
            found=len(puzzle.tokens),
            most=LONGEST,
        )
    return puzzle


def _read_letters(tokens: list[str]) -> Puzzle:
    bars = tokens.count(BAR)
    strange = next((token for token in tokens if token not in READ["copying"]), None)
    if strange is not None or bars > 2:
        raise InputError(
            "{token} cannot be copied. Type letters from A to Z, and at most one bar | before those that come again.",
            token=repr(strange or BAR)[:20],
        )
    end = tokens.index(BAR, 1) if bars == 2 else len(tokens)
    first = tokens[:end]
    twice = next((token for token in first if first.count(token) > 1), None)
    if twice is not None:
        raise InputError(
            "The letter {token} comes twice, so it is not clear what follows it. Let every letter before the bar come"
            " once.",
            token=twice,
        )
    if bars == 1:
        tokens = first * 2
    place = {token: j for j, token in enumerate(first)}
    gold = [NONE if i < end or token not in place else place[token] + 1 for i, token in enumerate(tokens)]
    return Puzzle("copying", tuple(tokens), tuple(tokens[j] if j != NONE else "" for j in gold), tuple(gold))


def _read_brackets(tokens: list[str]) -> Puzzle:
    closes = dict(zip(OPENING, CLOSING, strict=True))
    stack: list[int] = []
    answer, gold = [], []
    for i, token in enumerate(tokens):
        place, right = NONE, ""
        if token in OPENING:
            stack.append(i)
        elif token == HIDDEN or token in CLOSING:
            if not stack:
                raise InputError(
                    "Nothing is open at place {place}, so nothing can be closed there. Open a bracket before it.",
                    place=i,
                )
            place = stack.pop()
            right = closes[tokens[place]]
            if token not in (HIDDEN, right):
                raise InputError(
                    "The {token} at place {place} closes a {opened}. Write {right} there, or ?.",
                    token=token,
                    place=i,
                    opened=tokens[place],
                    right=right,
                )
        elif i:
            raise InputError(
                "{token} is no bracket. Type {kinds} and what closes them.",
                token=repr(token)[:20],
                kinds=" ".join(OPENING),
            )
        answer.append(right)
        gold.append(place)
    hidden = tuple(HIDDEN if right else token for token, right in zip(tokens, answer, strict=True))
    return Puzzle("brackets", hidden, tuple(answer), tuple(gold))
