"""What a translator can learn from: each source of pairs under its name, all asked for in the same way. Imports no
torch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from core.data import numbers
from core.data.pairs import Pair
from core.labs.translation import chinese_english, dates

EXAMPLES = 6
"""Held-out sentences that are offered to be translated."""


@dataclass(frozen=True, eq=False)
class Translations:
    """A source of sentence pairs.

    Attributes
    ----------
    tokens : (sequence of str, sequence of str)
        All that occur on the source side and on the target side.
    units : (str, str)
        How a text is cut into them on each side (see `core.text.vocabulary.Vocabulary`).
    training_pair : callable
        The training pair of a non-negative number.
    held_out_pairs : callable
        The first so many pairs that are never trained on, fewer if there are no more.
    parse : callable
        The pair of a source text, None where its translation is not known.
    limit : int
        Tokens after which a translation that has not ended is given up; ⟨EOS⟩ is one of them.
    turn : int
        Held-out pairs come in turns of so many; equally many of each kind are in whole turns.
    shapes : int
        Numbers with the same remainder by this lead to training pairs of the same shape: a batch of them has less
        padding.
    first : tuple of str
        Sentences that are offered before others.
    """

    tokens: tuple[Sequence[str], Sequence[str]]
    units: tuple[str, str]
    training_pair: Callable[[int], Pair]
    held_out_pairs: Callable[[int], Sequence[Pair]]
    parse: Callable[[str], Pair | None]
    limit: int
    turn: int
    shapes: int = 1
    first: tuple[str, ...] = ()

    @property
    def examples(self) -> list[tuple[str, str]]:
        """Sentences to begin with, and their translations."""
        chosen = [pair for text in self.first if (pair := self.parse(text))]
        chosen += self.held_out_pairs(EXAMPLES - len(chosen))
        return [(pair.source, pair.target) for pair in chosen]


@lru_cache(maxsize=16)
def translations(data: str, clauses: int) -> Translations:
    """The pairs that go by the name `data`; `clauses` counts for the grammar alone."""
    kind, _, language = data.split("_")
    if kind == "numbers":
        return Translations(
            tokens=numbers.tokens(language),
            units=("word", {"de": "piece", "fr": "word", "ja": "character"}[language]),
            training_pair=partial(numbers.training_pair, language=language),
            held_out_pairs=partial(numbers.held_out_pairs, language=language),
            parse=partial(numbers.parse, language=language),
            limit=28,
            turn=17,
            first=("twenty-one", "forty-two thousand", "ninety-one thousand four hundred twenty-one"),
        )
    if kind == "dates":
        return Translations(
            tokens=dates.alphabets(language),
            units=("character", "character"),
            training_pair=partial(dates.training_pair, language=language),
            held_out_pairs=partial(dates.held_out_pairs, language=language),
            parse=partial(dates.parse, language=language),
            limit=40 if language == "de" else 20,
            turn=len(dates.FORMS),
            first=("Tuesday, March 5, 2024", "Oct 31, 1999", "12/25/2030"),
        )
    return Translations(
        tokens=chinese_english.tokens(clauses),
        units=("character", "word"),
        training_pair=partial(chinese_english.training_pair, clauses=clauses),
        held_out_pairs=partial(chinese_english.held_out_pairs, clauses=clauses),
        parse=partial(chinese_english.parse, clauses=clauses),
        limit=chinese_english.LONGEST_TARGET + 1,
        turn=18,
        shapes=len(chinese_english.lengths(clauses)),
        first=("机器学习", "我昨天在学校学习了机器学习。", "老师喜欢我昨天写的书。"),
    )
