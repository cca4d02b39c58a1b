"""A viewer's own dialogues, as a text of one of two forms. Imports no torch.

- Two columns: what was said, a tab, what was answered; further columns are ignored.
- One utterance a line, and a blank line between two dialogues: each utterance answers the one before it. What its
  speaker's partner said before that, two lines up, is the turn before.

A prompt whose last utterance is held out is never trained on, whatever was said before it.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from core.data.text import text_of
from core.errors import InputError
from core.labs.chatbot.data import Dialogues, Example
from core.labs.chatbot.dialogues import Dialogue
from core.labs.chatbot.prompt import TURN, cut, prompt_tokens
from core.text.vocabulary import EOS, UNK, Vocabulary

FEWEST = 100
"""Answers that a file must have, after what cannot be used was dropped."""

LONGEST = 60
"""Tokens that a prompt may have, and an answer."""

EXAMPLES = 6
"""Held-out conversations that are offered to begin with."""

SHARES = 1_009
"""Different places on which the choice of an answer can fall."""


@dataclass(frozen=True)
class DialoguesReport:
    """What a file of dialogues holds, and what was left out of it.

    Attributes
    ----------
    name : str
        What its owner calls it.
    columns : bool
        Whether it has two columns; else it has an utterance a line.
    answers : int
        Answers that are used.
    prompts, held_out : int
        Different prompts, and how many of them are kept away from training.
    two_turns : int
        How many of the prompts have a turn before.
    untabbed, empty, alone, long : int
        What was dropped: lines without a tab, with nothing on one side, utterances that nobody answers, and prompts or
        answers with more than `LONGEST` tokens.
    known, beyond : int
        Different tokens that the network knows, and those that are `UNK` to it.
    unknown : float
        The share of held-out answers' tokens that are `UNK`, 0 … 1.
    """

    name: str
    columns: bool
    answers: int
    prompts: int
    held_out: int
    two_turns: int
    untabbed: int
    empty: int
    alone: int
    long: int
    known: int
    beyond: int
    unknown: float


def own_dialogues(data: bytes, name: str, unit: str, words: int) -> tuple[Dialogues, DialoguesReport]:
    """Dialogues from the bytes of a UTF-8 file, and what was made of it.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What its owner calls it.
    unit : {"character", "word"}
        What a token is.
    words : int
        Different tokens that are known: the most frequent in training.

    Raises
    ------
    InputError
        If it is no text, is of neither form, or has fewer than `FEWEST` answers that can be used.
    """
    lines = text_of(data, name).splitlines()
    dropped: Counter[str] = Counter()
    columns = any("\t" in line for line in lines)
    if not columns and all(line.strip() for line in lines):
        raise InputError(
            "{name} has no tab and no blank line. Write what was said, a tab, and what was answered; or one utterance a"
            " line, with a blank line between two dialogues.",
            name=name,
        )
    bare = Vocabulary((), unit)
    counts: dict[tuple[str, ...], Counter[str]] = {}
    for utterances, answer in _columns(lines, dropped) if columns else _blocks(lines, dropped):
        if max(len(prompt_tokens(utterances, bare)), len(cut(answer, bare))) > LONGEST:
            dropped["long"] += 1
        else:
            counts.setdefault(utterances, Counter())[answer] += 1
    answers = sum(each.total() for each in counts.values())
    if answers < FEWEST:
        raise InputError(
            "{name} has only {found:,} answers that can be used; a network needs at least {least}. Left out were"
            " {untabbed:,} lines without a tab, {empty:,} with nothing on one side, {alone:,} utterances without an"
            " answer, and {long:,} of more than {longest} tokens.",
            name=name,
            found=answers,
            least=FEWEST,
            longest=LONGEST,
            **{reason: dropped[reason] for reason in ("untabbed", "empty", "alone", "long")},
        )
    every = [Dialogue("own", said, tuple(each), tuple(map(float, each.values()))) for said, each in counts.items()]
    training, held_out = _split(every)
    known, beyond = _known(training, held_out, bare, words)
    asked = [token for each in held_out for answer in each.answers for token in cut(answer, bare)]
    report = DialoguesReport(
        name=name,
        columns=columns,
        answers=answers,
        prompts=len(every),
        held_out=len(held_out),
        two_turns=sum(len(each.utterances) > 1 for each in every),
        **{reason: dropped[reason] for reason in ("untabbed", "empty", "alone", "long")},
        known=len(known),
        beyond=beyond,
        unknown=sum(token not in known for token in asked) / len(asked),
    )
    alone, followed = ([each for each in held_out if (len(each.utterances) > 1) == two] for two in (False, True))
    dialogues = Dialogues(
        tokens=[*known, UNK, TURN, EOS],
        unit=unit,
        training_example=partial(_example, training),
        held_out=(alone, followed),
        unheard=(),
        acceptable=_finder({each.utterances: each for each in every}, bare),
        limit=1 + max(len(cut(answer, bare)) for each in every for answer in each.answers),
        examples=tuple("\n".join(each.utterances) for each in (followed + alone)[:EXAMPLES]),
    )
    return dialogues, report


def _columns(lines: Sequence[str], dropped: Counter[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """What was said and answered in each line of two columns."""
    for line in filter(str.strip, lines):
        said, tab, rest = line.partition("\t")
        answer = rest.split("\t")[0]
        if not tab:
            dropped["untabbed"] += 1
        elif not _clean(said) or not _clean(answer):
            dropped["empty"] += 1
        else:
            yield (_clean(said),), _clean(answer)


def _blocks(lines: Sequence[str], dropped: Counter[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each utterance with the one that it answers, and with what was said two before that."""
    block: list[str] = []
    for line in [*map(_clean, lines), ""]:
        if line:
            block.append(line)
            continue
        dropped["alone"] += len(block) == 1
        for n in range(1, len(block)):
            yield (*block[n - 3 : n - 2], block[n - 1]) if n > 2 else (block[n - 1],), block[n]
        block = []


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _split(every: Sequence[Dialogue]) -> tuple[list[Dialogue], list[Dialogue]]:
    """Dialogues to learn from, and about a tenth to measure with: no last utterance is in both.

    The order of a file does not matter. A file in which nearly everybody is asked the same gives up one such question.
    """
    groups: dict[str, list[Dialogue]] = {}
    for each in sorted(every, key=lambda each: _hash("\n".join(each.utterances))):
        groups.setdefault(each.utterances[-1], []).append(each)
    ordered = sorted(groups.values(), key=lambda group: _hash(group[0].utterances[-1]))
    if len(ordered) == 1:
        raise InputError(
            "Everybody in this file says the same, so there is nothing to learn. Bring dialogues about several things."
        )
    held_out: list[Dialogue] = []
    training: list[Dialogue] = []
    for group in ordered:
        (held_out if len(held_out) + len(group) <= max(1, len(every) // 10) else training).extend(group)
    if not held_out:
        held_out = min(ordered, key=len)
        training = [each for each in every if each.utterances[-1] != held_out[0].utterances[-1]]
    return training, held_out


def _hash(text: str) -> int:
    return zlib.crc32(text.encode())


def _known(
    training: Sequence[Dialogue], held_out: Sequence[Dialogue], bare: Vocabulary, words: int
) -> tuple[list[str], int]:
    """The most frequent tokens of training, and how many others there are in all."""

    def tokens(dialogues: Sequence[Dialogue]) -> Iterator[str]:
        for each in dialogues:
            for text in (*each.utterances, *each.answers):
                yield from cut(text, bare)

    counts = Counter(tokens(training))
    known = sorted(counts, key=lambda token: (-counts[token], token))[:words]
    return known, len(set(counts).union(tokens(held_out))) - len(known)


def _example(training: Sequence[Dialogue], number: int) -> Example:
    """The training example of a number."""
    number, place = divmod(number, len(training))
    dialogue = training[place]
    return Example(dialogue.utterances, dialogue.answer(number % SHARES / SHARES))


def _finder(known: Mapping[tuple[str, ...], Dialogue], bare: Vocabulary) -> Callable[[Sequence[str]], Dialogue | None]:
    """What finds the dialogue of some utterances, or of the last of them alone; spaces do not count."""

    def spelt(utterances: Sequence[str]) -> tuple[str, ...]:
        return tuple(prompt_tokens(utterances, bare))

    found = {spelt(utterances): each for utterances, each in known.items()}

    def acceptable(utterances: Sequence[str]) -> Dialogue | None:
        return found.get(spelt(utterances[-2:])) or found.get(spelt(utterances[-1:]))

    return acceptable
