"""Numbers in words, English to German, French and Japanese, written part by part.

Each language builds its words from parts that stand for places of the number, and both sides name the places: *twenty*
and *zwanzig* are the 2 of 21. German says the unit before the ten; French counts on from 60 and 80 up to 79 and 99, so
that *ninety-one* and *quatre-vingt-onze* are counterparts only as a whole; Japanese groups by ten thousand where
English groups by thousand.

Numbers are held out by a hash; those up to 100 never are, because they are the words that all others are made of.
Imports no torch.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from random import Random
from typing import NamedTuple

from core.data.grammar import by_word
from core.data.pairs import Pair, Piece, by_character, whole

LARGEST = 999_999
"""The largest number."""

_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
eighteen nineteen
null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn \
achtzehn neunzehn
zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf
"""
_TENS = """
twenty thirty forty fifty sixty seventy eighty ninety
zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig
vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt
"""
ENGLISH, GERMAN, FRENCH = map(str.split, _WORDS.strip().splitlines())
ENGLISH_TENS, GERMAN_TENS, FRENCH_TENS = map(str.split, _TENS.strip().splitlines())
JAPANESE = "零一二三四五六七八九"


class Part(NamedTuple):
    """A part of a number in words.

    Attributes
    ----------
    text : str
        As it is written, with the space or hyphen before it.
    places : str
        Which places of the number it says, one character each, counted from the right (``0`` is the last); ``K`` is the
        word for a thousand or for ten thousand.
    """

    text: str
    places: str


def english(number: int) -> list[Part]:
    """``twenty-one thousand three hundred``: American, without "and"."""

    def below_1000(value: int, at: int) -> list[Part]:
        parts, rest = [], value % 100
        if value >= 100:
            parts += [Part(f" {ENGLISH[value // 100]}", str(at + 2)), Part(" hundred", str(at + 2))]
        if 0 < rest < 20:
            parts.append(Part(f" {ENGLISH[rest]}", _last_two(rest, at)))
        elif rest:
            parts.append(Part(f" {ENGLISH_TENS[rest // 10 - 2]}", str(at + 1)))
            if rest % 10:
                parts.append(Part(f"-{ENGLISH[rest % 10]}", str(at)))
        return parts

    thousands, rest = divmod(number, 1000)
    parts = below_1000(thousands, 3)
    if thousands:
        parts.append(Part(" thousand", "K"))
    parts += below_1000(rest, 0)
    return _stripped(parts or [Part(ENGLISH[0], "0")])


def german(number: int) -> list[Part]:
    """``einundzwanzigtausenddreihundert``: one word."""

    def below_1000(value: int, at: int) -> list[Part]:
        parts, rest = [], value % 100
        if value >= 100:
            parts += [Part(GERMAN[value // 100], str(at + 2)), Part("hundert", str(at + 2))]
        if rest == 1 and at == 0:
            parts.append(Part("eins", "0"))  # with nothing after it
        elif 0 < rest < 20:
            parts.append(Part(GERMAN[rest], _last_two(rest, at)))
        elif rest:
            if rest % 10:
                parts += [Part(GERMAN[rest % 10], str(at)), Part("und", str(at))]
            parts.append(Part(GERMAN_TENS[rest // 10 - 2], str(at + 1)))
        return parts

    thousands, rest = divmod(number, 1000)
    parts = below_1000(thousands, 3)
    if thousands:
        parts.append(Part("tausend", "K"))
    return parts + below_1000(rest, 0) or [Part(GERMAN[0], "0")]


def french(number: int) -> list[Part]:
    """``vingt et un mille trois cents``: as in France, spelt as before 1990."""

    def below_1000(value: int, at: int) -> list[Part]:
        parts, rest, last = [], value % 100, at == 0
        if value >= 200:
            plural = "s" if last and not rest else ""
            parts += [Part(f" {FRENCH[value // 100]}", str(at + 2)), Part(f" cent{plural}", str(at + 2))]
        elif value >= 100:
            parts.append(Part(" cent", str(at + 2)))
        if 0 < rest < 20:
            parts.append(Part(f" {FRENCH[rest]}", _last_two(rest, at)))
        elif rest:
            ten = FRENCH_TENS[rest // 10 - 2]
            unit = rest % 20 if rest >= 60 else rest % 10  # counted on from 60 and 80
            joined = " et " if unit in (1, 11) and rest < 80 else "-"
            if rest // 10 in (7, 9):
                parts.append(Part(f" {ten}{joined}{FRENCH[unit]}", f"{at + 1}{at}"))
            else:
                plural = "s" if rest == 80 and last else ""
                parts.append(Part(f" {ten}{plural}", str(at + 1)))
                if unit:
                    parts.append(Part(f"{joined}{FRENCH[unit]}", str(at)))
        return parts

    thousands, rest = divmod(number, 1000)
    parts = below_1000(thousands, 3) if thousands > 1 else []
    if thousands:
        parts.append(Part(" mille", "K" if thousands > 1 else "3K"))
    return _stripped(parts + below_1000(rest, 0) or [Part(FRENCH[0], "0")])


def japanese(number: int) -> list[Part]:
    """``二万千三百``: by ten thousands, and one before 十, 百 and 千 unsaid."""
    parts = []
    for at, unit in zip((5, 4, 3, 2, 1, 0), ("十", "", "千", "百", "十", ""), strict=True):
        if digit := number // 10**at % 10:
            if digit > 1 or not unit:
                parts.append(Part(JAPANESE[digit], str(at)))
            if unit == "千" and number < 10_000:  # 二千 is "two thousand"
                parts.append(Part(unit, "K" if digit > 1 else "3K"))
            elif unit:
                parts.append(Part(unit, str(at)))
        if at == 4 and number >= 10_000:
            parts.append(Part("万", "K"))
    return parts or [Part(JAPANESE[0], "0")]


LANGUAGES: dict[str, Callable[[int], list[Part]]] = {"de": german, "fr": french, "ja": japanese}
"""Into what numbers are translated."""


CUTS = {"de": whole, "fr": by_word, "ja": by_character}
"""How a part is cut into tokens in each language: German by part, because its numbers are one word."""


def pair_of(number: int, language: str) -> Pair:
    """A number in English and in another language; parts that say the same places have the same name."""
    source, target = english(number), LANGUAGES[language](number)
    names = _joined(part.places for part in (*source, *target))
    sides = (tuple(Piece(part.text, names[part.places[0]]) for part in side) for side in (source, target))
    return Pair(*sides, cut_source=by_word, cut_target=CUTS[language])


def training_pair(number: int, language: str) -> Pair:
    """The training pair of a non-negative number: below 100, 1,000 and so on equally often."""
    return pair_of(_drawn(number, held_out=False), language)


@lru_cache(maxsize=8)
def held_out_pairs(count: int, language: str) -> tuple[Pair, ...]:
    """The first `count` pairs of different numbers that are never trained on."""
    drawn: dict[int, None] = {}
    seed = 0
    while len(drawn) < count:
        drawn[_drawn(seed, held_out=True)] = None
        seed += 1
    return tuple(pair_of(number, language) for number in drawn)


def is_held_out(number: int) -> bool:
    """Whether a number is kept away from training: a hash decides, for about one in ten."""
    return number > 100 and zlib.crc32(str(number).encode()) % 10 == 0


def parse(text: str, language: str) -> Pair | None:
    """The pair whose source is `text`, if that is a number in our English, else None."""
    total = group = 0
    for word in text.replace("-", " ").split():
        if word in ENGLISH:
            group += ENGLISH.index(word)
        elif word in ENGLISH_TENS:
            group += 10 * (ENGLISH_TENS.index(word) + 2)
        elif word == "hundred":
            group *= 100
        elif word == "thousand":
            total, group = total + 1000 * group, 0
        else:
            return None
    number = total + group
    if number > LARGEST or "".join(part.text for part in english(number)) != text:
        return None
    return pair_of(number, language)


def tokens(language: str) -> tuple[list[str], list[str]]:
    """The tokens of English and of another language, sorted: those of the numbers that have all parts between them."""
    sides: tuple[set[str], set[str]] = (set(), set())
    for below in (*range(1000), *range(1000, 1_000_000, 1000), *range(100_000, 100_100)):
        pair = pair_of(below, language)
        sides[0].update(pair.source_tokens)
        sides[1].update(pair.target_tokens)
    return sorted(sides[0]), sorted(sides[1])


def _drawn(seed: int, held_out: bool) -> int:
    """The first number on the wanted side of the split that `seed` leads to: short ones are as likely as long ones."""
    random = Random(seed)
    while True:
        number = random.randrange(10 ** random.choice((2, 3, 4, 5, 6)))
        if is_held_out(number) == held_out:
            return number


def _last_two(rest: int, at: int) -> str:
    """The places of what is said in one word: a ten and a unit, or a unit alone."""
    return f"{at + 1}{at}" if rest >= 10 else str(at)


def _stripped(parts: list[Part]) -> list[Part]:
    return [parts[0]._replace(text=parts[0].text.strip()), *parts[1:]]


def _joined(parts: Iterable[str]) -> dict[str, str]:
    """A name for each place: the same for places that any part says together."""
    names: dict[str, str] = {}
    for places in parts:
        name = "".join(sorted(set(places).union(*(names.get(place, "") for place in places))))
        names |= dict.fromkeys(name, name)
    return names
