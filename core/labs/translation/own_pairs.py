"""A viewer's own sentence pairs: a text with one pair a line, source and translation parted by a tab. Imports no torch.

That is the form in which Tatoeba and ManyThings hand out theirs; what stands after a second tab (a licence, an author)
is ignored, and so are numbers before a sentence. A source belongs to one side of the split only, and so does a target:
none that is asked for was ever trained on, not even as the translation of another sentence.
"""

from __future__ import annotations

import csv
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from core.data.grammar import by_word
from core.data.pairs import Pair, Piece, by_character
from core.data.text import text_of
from core.errors import InputError
from core.labs.translation.columns import Columns, columns
from core.labs.translation.data import Translations
from core.text.vocabulary import UNK

FEWEST_PAIRS = 100
"""Pairs that a file must have, after what cannot be used was dropped."""

LONGEST = 60
"""Tokens that each side of a pair may have."""

SHAPES = 8
"""Parts of pairs of like length that batches are drawn from."""

_CUTS = {"character": by_character, "word": by_word}


@dataclass(frozen=True)
class PairsReport:
    """What a file of pairs holds, and what was left out of it.

    Attributes
    ----------
    name : str
        What its owner calls it.
    pairs, held_out : int
        Pairs that are used, and how many of them are kept away from training, to measure on.
    untabbed, empty, repeated, long : int
        Lines that were dropped: without a tab, with nothing on one side, with a source that came before, and with more
        than `LONGEST` tokens on one side.
    known : (int, int)
        Different source and target tokens that the network knows.
    beyond : (int, int)
        Different tokens beyond the limit or only in held-out pairs: all of them are `UNK` to it.
    unknown : float
        The share of held-out target tokens that are `UNK`, 0 … 1. A sentence with one cannot be translated exactly.
    columns : (int, int)
        Where source and target stand, from 1.
    numbers : int
        Columns of numbers that were passed over.
    titles : str
        A first line that named the columns and is no pair; else empty.
    quoted : bool
        Whether quotation marks around cells were taken off.
    """

    name: str
    pairs: int
    held_out: int
    untabbed: int
    empty: int
    repeated: int
    long: int
    known: tuple[int, int]
    beyond: tuple[int, int]
    unknown: float
    columns: tuple[int, int] = (1, 2)
    numbers: int = 0
    titles: str = ""
    quoted: bool = False


def own_pairs(data: bytes, name: str, unit: str, words: int) -> tuple[Translations, PairsReport]:
    """Pairs from the bytes of a UTF-8 file, and what was made of it.

    Texts are brought to Unicode's composed form (NFC) and their white space to single spaces. About one pair in ten is
    held out: all pairs of the targets whose hashes are smallest.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What its owner calls it.
    unit : {"character", "word"}
        What a token is.
    words : int
        Different tokens that are known on each side: the most frequent in training.

    Raises
    ------
    InputError
        If it is no text (see `core.data.text.text_of`), no line has a tab, or fewer than `FEWEST_PAIRS` can be used.
    """
    cut = _CUTS[unit]
    found: dict[str, Pair] = {}
    dropped: Counter[str] = Counter()
    table = _table(text_of(data, name), name)
    for row in table.rows:
        source, target = map(_clean, row or ("", ""))
        reason = None
        if row is None:
            reason = "untabbed"
        elif not source or not target:
            reason = "empty"
        elif source in found:
            reason = "repeated"
        elif max(len(cut(source)), len(cut(target))) > LONGEST:
            reason = "long"
        if reason:
            dropped[reason] += 1
        else:
            found[source] = Pair((Piece(source, None),), (Piece(target, None),), cut, cut)
    _check(name, len(found), dropped)
    training, held_out = _split(list(found.values()))
    sides = ("source_tokens", "target_tokens")
    known, beyond = zip(
        *(
            _vocabulary([getattr(pair, side) for pair in training], [getattr(pair, side) for pair in held_out], words)
            for side in sides
        ),
        strict=True,
    )
    asked = [token for pair in held_out for token in pair.target_tokens]
    knows = set(known[1])
    report = PairsReport(
        name=name,
        pairs=len(found),
        held_out=len(held_out),
        **{reason: dropped[reason] for reason in ("untabbed", "empty", "repeated", "long")},
        known=(len(known[0]), len(known[1])),
        beyond=beyond,
        unknown=sum(token not in knows for token in asked) / len(asked),
        columns=(table.source, table.target),
        numbers=table.numbers,
        titles=table.titles,
        quoted=table.quoted,
    )
    pairs = Translations(
        tokens=([*known[0], UNK], [*known[1], UNK]),
        units=(unit, unit),
        training_pair=partial(_nth, _of_like_length(training)),
        held_out_pairs=partial(_first, held_out),
        parse=found.get,
        limit=1 + max(len(pair.target_tokens) for pair in found.values()),
        turn=8,
        shapes=SHAPES,
    )
    return pairs, report


def _split(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Pairs to learn from, and about a tenth to measure with: no target is in both, unless all pairs have the same."""
    groups: dict[str, list[Pair]] = {}
    for pair in sorted(pairs, key=lambda pair: zlib.crc32(pair.source.encode())):
        groups.setdefault(pair.target, []).append(pair)
    ordered = sorted(groups.values(), key=lambda group: zlib.crc32(group[0].target.encode()))
    if len(ordered) == 1:
        return ordered[0][len(pairs) // 10 :], ordered[0][: len(pairs) // 10]
    held_out: list[Pair] = []
    training: list[Pair] = []
    for group in ordered:
        (held_out if len(held_out) + len(group) <= len(pairs) // 10 else training).extend(group)
    if not held_out:  # every target has many sources
        held_out = min(ordered, key=len)
        training = [pair for pair in training if pair.target != held_out[0].target]
    return training, held_out


def _table(text: str, name: str) -> Columns:
    try:
        return columns(text)
    except csv.Error as error:
        raise InputError(
            "The cells of {name} stand in quotation marks, and one is not closed. Save the table again, or without"
            " quotation marks.",
            name=name,
        ) from error


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _check(name: str, found: int, dropped: Counter[str]) -> None:
    if not found and not dropped.total() - dropped["untabbed"]:
        raise InputError(
            "{name} has no tab in any line. Write one pair per line: the sentence, a tab, its translation.", name=name
        )
    if found < FEWEST_PAIRS:
        raise InputError(
            "{name} has only {found:,} pairs that can be used; a network needs at least {least}. {dropped:,} lines were"
            " dropped: no tab in {untabbed:,}, a side empty in {empty:,}, a source that came before in {repeated:,},"
            " more than {longest} tokens in {long:,}.",
            name=name,
            found=found,
            least=FEWEST_PAIRS,
            dropped=dropped.total(),
            longest=LONGEST,
            untabbed=dropped["untabbed"],
            empty=dropped["empty"],
            repeated=dropped["repeated"],
            long=dropped["long"],
        )


def _vocabulary(
    training: Iterable[Sequence[str]], held_out: Iterable[Sequence[str]], words: int
) -> tuple[list[str], int]:
    """The most frequent tokens of training, and how many others there are in all."""
    counts = Counter(token for tokens in training for token in tokens)
    known = sorted(counts, key=lambda token: (-counts[token], token))[:words]
    everything = set(counts).union(*map(set, held_out))
    return known, len(everything) - len(known)


def _of_like_length(training: Sequence[Pair]) -> list[list[Pair]]:
    """The pairs in `SHAPES` parts of one size, from the shortest to the longest: a batch of one part has less
    padding.
    """
    ordered = sorted(training, key=lambda pair: len(pair.target_tokens) + len(pair.source_tokens))
    ends = [number * len(ordered) // SHAPES for number in range(SHAPES + 1)]
    return [ordered[begin:end] for begin, end in pairwise(ends)]


def _nth(parts: Sequence[Sequence[Pair]], number: int) -> Pair:
    """The pair of a number, whose remainder by `SHAPES` says which part it is in."""
    part = parts[number % SHAPES]
    return part[number // SHAPES % len(part)]


def _first(held_out: Sequence[Pair], count: int) -> Sequence[Pair]:
    return held_out[:count]
