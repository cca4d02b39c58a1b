"""Dates in many English forms, and in Chinese, Japanese or German, rendered field by field from Unicode's locale data
(CLDR, through Babel).

A form is a pattern such as ``EEEE, MMMM d, y``. Each field (``MMMM``) is rendered alone, so every character on both
sides is known to belong to the year, the month, the day or the weekday, and the gold alignment follows. The translation
names what the source names: ``2024年3月5日`` for "Mar 5, 2024", with ``星期二`` for "Tuesday" and ``周二`` for "Tue".

So that every text has one translation, numbers joined by slashes are month/day/year, as in the United States, unless
the year comes first; and a two-digit year is the one from 1969 to 2068, as in POSIX ``strptime``.

Whole dates are held out, not pairs: a date met in training in one form is never asked for in another. Imports no torch.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from babel import Locale
from babel.dates import DateTimeFormat, tokenize_pattern

from core.data.pairs import Pair, Piece

YEARS = range(1600, 2400)
"""The years that are written with four digits."""

SHORT_YEARS = range(1969, 2069)
"""The years that are written with two digits."""

FIELDS = {"y": "year", "M": "month", "d": "day", "E": "weekday"}
"""What the letters of a CLDR pattern stand for."""


class Form(NamedTuple):
    """A way to write a date.

    Attributes
    ----------
    locale : str
        Whose way it is, as Babel names it.
    style : str
        A length (full, long, medium, short), or a skeleton: the fields that are wanted, in no order (``yMMMEd``).
    """

    locale: str
    style: str


FORMS = (
    Form("en_US", "full"),  # Tuesday, March 5, 2024
    Form("en_US", "long"),  # March 5, 2024
    Form("en_US", "medium"),  # Mar 5, 2024
    Form("en_US", "short"),  # 3/5/24
    Form("en_US", "yMd"),  # 3/5/2024
    Form("en_US", "yMEd"),  # Tue, 3/5/2024
    Form("en_US", "yMMMEd"),  # Tue, Mar 5, 2024
    Form("en_GB", "full"),  # Tuesday, 5 March 2024
    Form("en_GB", "long"),  # 5 March 2024
    Form("en_GB", "medium"),  # 5 Mar 2024, but 5 Sept 2024
    Form("en_GB", "yMMMEd"),  # Tue, 5 Mar 2024
    Form("en_IE", "full"),  # Tuesday 5 March 2024
    Form("en_IE", "yMMMEd"),  # Tue 5 Mar 2024
    Form("en_PK", "medium"),  # 05-Mar-2024
    Form("en_CH", "short"),  # 05.03.2024
    Form("en_SE", "short"),  # 2024-03-05
    Form("en_ZA", "short"),  # 2024/03/05
)
"""The English forms, each drawn as often as the others."""

TARGETS = {
    language: {0: Form(language, "long"), 1: Form(language, "yMMMEd"), 4: Form(language, "full")}
    for language in ("zh", "ja", "de")
}
"""By language, the form for a source whose weekday is absent, abbreviated, or written out (the width of its field)."""


def pair_of(day: date, form: Form, language: str = "zh") -> Pair:
    """A date written in an English form, and its translation."""
    widths = {letter: width for letter, width in pattern_of(form) if letter in FIELDS}
    return Pair(tuple(write(day, form)), tuple(_named(write(day, TARGETS[language][widths.get("E", 0)]))))


def training_pair(number: int, language: str = "zh") -> Pair:
    """The training pair of a non-negative number: the forms take turns, each with all the dates it may have."""
    return _pair(number, language, held_out=False)


@lru_cache(maxsize=8)
def held_out_pairs(count: int, language: str = "zh") -> tuple[Pair, ...]:
    """The first `count` pairs of dates that are never trained on: the same in every run, the forms in turn."""
    spread = 1_000_003 * len(FORMS)  # neighbours in the list are far apart in the calendar
    return tuple(_pair(spread * n + n % len(FORMS), language, held_out=True) for n in range(count))


def is_held_out(day: date) -> bool:
    """Whether a date is kept away from training, in all its forms: a hash decides, for about one in ten."""
    return zlib.crc32(day.isoformat().encode()) % 10 == 0


def parse(text: str, language: str = "zh") -> Pair | None:
    """The pair whose source is `text` if that is a date in one of the forms, else None.

    A weekday must be the one that the date fell on.
    """
    for form in FORMS:
        fields = [(letter, width) for letter, width in pattern_of(form) if letter in FIELDS]
        if found := _grammar(form).fullmatch(text):
            values = {
                letter: _values(form.locale, letter, width)[part]
                for (letter, width), part in zip(fields, found.groups(), strict=True)
            }
            try:
                pair = pair_of(date(values["y"], values["M"], values["d"]), form, language)
            except ValueError:  # no such day, as February 30
                continue
            if pair.source == text:
                return pair
    return None


def alphabets(language: str = "zh") -> tuple[str, str]:
    """The characters that the dates are written with in English and in the other language, in the order of their
    codes.
    """
    return _alphabet(FORMS), _alphabet(TARGETS[language].values())


def write(day: date, form: Form) -> list[Piece]:
    """A date in any form, field by field; a literal piece names nothing."""
    value = {"y": day.year, "M": day.month, "d": day.day, "E": day.weekday()}
    return [
        Piece(_field(form.locale, letter, width, value[letter]), FIELDS[letter]) if width else Piece(letter, None)
        for letter, width in pattern_of(form)
    ]


@lru_cache
def pattern_of(form: Form) -> tuple[tuple[str, int], ...]:
    """The CLDR pattern of a form: fields as (letter, width), literal texts with width 0.

    ``d MMM y`` is ``(("d", 1), (" ", 0), ("M", 3), (" ", 0), ("y", 1))``.
    """
    locale = Locale.parse(form.locale)
    formats = locale.date_formats if form.style in locale.date_formats else locale.datetime_skeletons
    tokens = tokenize_pattern(formats[form.style].pattern)
    return tuple((token, 0) if isinstance(token, str) else token for _, token in tokens)


def _pair(number: int, language: str, held_out: bool) -> Pair:
    """The pair of a number: it names a form and a day, and the next day on the wanted side of the split is taken."""
    number, turn = divmod(number, len(FORMS))
    years = _years(dict(pattern_of(FORMS[turn]))["y"])
    first, last = date(years[0], 1, 1).toordinal(), date(years[-1], 12, 31).toordinal()
    day = number % (last + 1 - first)
    while is_held_out(date.fromordinal(first + day)) != held_out:
        day = (day + 1) % (last + 1 - first)
    return pair_of(date.fromordinal(first + day), FORMS[turn], language)


def _years(width: int) -> range:
    """The years that a field of this width can name."""
    return SHORT_YEARS if width == 2 else YEARS


def _named(pieces: list[Piece]) -> list[Piece]:
    """Literals of the translation follow what they name: the 年 after a year belongs to the year."""
    return [Piece(piece.text, piece.name or pieces[n - 1].name) for n, piece in enumerate(pieces)]


@lru_cache(maxsize=16_384)
def _field(locale: str, letter: str, width: int, value: int) -> str:
    """One field as Babel writes it, from any date that has this value in it."""
    day = {
        "y": lambda: date(value, 1, 1),
        "M": lambda: date(2024, value, 1),
        "d": lambda: date(2024, 1, value),
        "E": lambda: date(2024, 1, 1 + value),  # a Monday is the first of that month
    }[letter]()
    return DateTimeFormat(day, locale)[letter * width]


@lru_cache
def _values(locale: str, letter: str, width: int) -> dict[str, int]:
    """What each text that a field may show stands for."""
    values = {"y": _years(width), "M": range(1, 13), "d": range(1, 32), "E": range(7)}[letter]
    return {_field(locale, letter, width, value): value for value in values}


@lru_cache
def _grammar(form: Form) -> re.Pattern[str]:
    """What texts of a form look like, one group a field."""
    return re.compile(
        "".join(
            f"({'|'.join(map(re.escape, _values(form.locale, letter, width)))})" if width else re.escape(letter)
            for letter, width in pattern_of(form)
        )
    )


def _alphabet(forms: Iterable[Form]) -> str:
    texts = (
        text
        for form in forms
        for letter, width in pattern_of(form)
        for text in (_values(form.locale, letter, width) if width else [letter])
    )
    return "".join(sorted({character for text in texts for character in text}))
