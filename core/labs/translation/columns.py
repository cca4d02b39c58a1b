"""Which columns of a table hold a sentence and its translation, whatever program wrote it. Imports no torch."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

MOST = 0.9
"""The share of its cells from which on a column is one of numbers, or is quoted."""

CELLS = 1_000
"""Lines that this is told from."""

_TITLES = frozenset(("source", "target", "src", "tgt", "trg", "input", "output", "text", "sentence", "translation"))


@dataclass(frozen=True)
class Columns:
    """Two columns of a table.

    Attributes
    ----------
    rows : list of (str, str) or None
        Source and target of each line that has both columns, None of any other; without the line of titles.
    source, target : int
        Which columns these are, from 1.
    numbers : int
        Columns of numbers before them that were passed over.
    titles : str
        The first line, where it names the columns, else empty.
    quoted : bool
        Whether cells stood in quotation marks, which were taken off.
    """

    rows: list[tuple[str, str] | None]
    source: int
    target: int
    numbers: int
    titles: str
    quoted: bool


def columns(text: str) -> Columns:
    """The source and the target of each line of a text whose columns are parted by tabs; blank lines are left out.

    They are the first two columns that are not numbers: Tatoeba's own export has a sentence's number before it. A text
    in quotation marks is read as other programs write one, with a doubled mark for one of its own.

    Raises
    ------
    csv.Error
        If a quotation mark is opened and not closed for very long.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    quoted = _share(lines[:CELLS], lambda line: any(map(_in_quotes, line.split("\t")))) >= MOST
    table = (
        [row for row in csv.reader(lines, delimiter="\t") if row] if quoted else [line.split("\t") for line in lines]
    )
    source, target = _sides(table[:CELLS])
    rows = [(row[source].strip(), row[target].strip()) if len(row) > target else None for row in table]
    titles = bool(rows) and rows[0] is not None and all(map(_is_title, rows[0]))
    return Columns(
        rows=rows[titles:],
        source=source + 1,
        target=target + 1,
        numbers=target - 1,
        titles=" ".join(table[0]) if titles else "",
        quoted=quoted,
    )


def _sides(table: Sequence[Sequence[str]]) -> tuple[int, int]:
    """The columns of source and target: the first two that are not numbers; the first two, if there are no such two."""
    widest = max(map(len, table), default=0)
    words = [
        place
        for place in range(widest)
        if _share([row[place] for row in table if len(row) > place], lambda cell: cell.strip().isdecimal()) < MOST
    ]
    return (words[0], words[1]) if widest > 2 and len(words) > 1 else (0, 1)


def _share(of: Sequence[str], fits: Callable[[str], bool]) -> float:
    """The share of texts that fit, 0 … 1."""
    return sum(map(fits, of)) / max(1, len(of))


def _in_quotes(cell: str) -> bool:
    return len(cell) > 1 and cell[0] == cell[-1] == '"'


def _is_title(cell: str) -> bool:
    """Whether a cell names a column: a language, by its code or its name, or what people call the two sides."""
    return cell.casefold() in _TITLES | _languages()


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    """Codes of languages, and their names in the languages that most tables of pairs are written in."""
    named = [Locale(language).languages.items() for language in ("en", "zh", "de", "fr", "es", "ja")]
    return frozenset(name.casefold() for names in named for pair in names for name in pair)
