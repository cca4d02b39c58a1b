"""What is true at each character of a text: inside quotes, how deep in brackets, how far in the line.

A reader of Python that never fails: a text may be a piece of a program, several programs, or no program at all. Where
the text is a program, `tests/labs/gates/test_char_labels.py` compares it with Python's own ``tokenize`` and ``ast``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

WORDS = {
    "quotes": "inside short quotes",
    "single_quotes": "inside '…'",
    "double_quotes": 'inside "…"',
    "docstring": "inside a docstring",
    "comment": "inside a comment",
    "indentation": "indentation depth",
    "brackets": "bracket depth",
    "position": "position in the line",
    "def_name": "name after def",
    "number": "number",
    "upper": "upper case",
}
"""What each concept is called (message ids of the catalogues)."""


@dataclass(frozen=True)
class Concept:
    """Something that a unit may follow.

    Attributes
    ----------
    key : str
        Its name, also in `WORDS`.
    graded : bool
        Whether it is a number at each character, rather than yes or no.
    """

    key: str
    graded: bool


CONCEPTS = (
    Concept("quotes", graded=False),
    Concept("single_quotes", graded=False),
    Concept("double_quotes", graded=False),
    Concept("docstring", graded=False),
    Concept("comment", graded=False),
    Concept("indentation", graded=True),
    Concept("brackets", graded=True),
    Concept("position", graded=True),
    Concept("def_name", graded=False),
    Concept("number", graded=False),
    Concept("upper", graded=False),
)

FARTHEST = 2_000
"""Characters after which a bracket that was not closed counts as a stray one."""

_PREFIX = r"(?<!\w)[rbfuRBFU]{0,2}"  # of a string literal; a quotation mark after another letter is an apostrophe
_LEXEME = re.compile(
    rf'''
    (?P<comment> \#[^\n]* )
  | {_PREFIX} (?: (?P<long_open> """ ) [^"\\]* (?: (?: \\. | "(?!"") ) [^"\\]* )* (?: """ | \Z )
                | (?P<long_open_2> \'\'\' ) [^'\\]* (?: (?: \\. | '(?!'') ) [^'\\]* )* (?: \'\'\' | \Z ) )
  | {_PREFIX} (?P<short> " [^"\\\n]* (?: \\. [^"\\\n]* )* (?: " | (?=\n) | \\?\Z )
                       | ' [^'\\\n]* (?: \\. [^'\\\n]* )* (?: ' | (?=\n) | \\?\Z ) )
  | (?P<typeset> “[^”\n]*(?:”|(?=\n)|\Z) | „[^“”\n]*(?:[“”]|(?=\n)|\Z) | «[^»\n]*(?:»|(?=\n)|\Z)
               | 「[^」\n]*(?:」|(?=\n)|\Z) | 『[^』\n]*(?:』|(?=\n)|\Z) )
  | \b def [ ]+ (?P<def_name> \w+ )
  | (?P<number> (?<!\w)
      (?: 0[xXoObB][\da-fA-F_]+ | (?: \d[\d_]* \.? [\d_]* | \.\d[\d_]* ) (?: [eE][+-]?\d+ )? [jJ]? ) (?!\w) )
  | \w+
  | (?P<open> [(\[{{] )
  | (?P<close> [)\]}}] )
    ''',
    re.VERBOSE | re.DOTALL,
)


class Span(NamedTuple):
    """A stretch [begin, end) of a text, and which concept holds there."""

    key: str
    begin: int
    end: int


def truths(tokens: Sequence[str]) -> dict[str, np.ndarray]:
    """Every concept at every token, as far as it can be known right after reading that token.

    A literal begins with its last opening mark and ends before its last closing mark, because with these a reader
    knows.

    Parameters
    ----------
    tokens : sequence of str
        T tokens that, joined, are the text; usually single characters.

    Returns
    -------
    dict of str to ndarray, shape (T,)
        By the keys of `CONCEPTS`: bool for yes and no, float32 for a graded one. Indentation and position count
        columns, and ``brackets`` those that are open. Of a token of many characters, its last one counts.
    """
    text = "".join(tokens)
    marks = {concept.key: np.zeros(len(text), dtype=bool) for concept in CONCEPTS if not concept.graded}
    depth = np.zeros(len(text) + 1, dtype=np.int32)  # what changes at each character
    for key, begin, end in spans(text):
        if key == "brackets":
            depth[begin] += 1
            depth[end] -= 1
        else:
            marks[key][begin:end] = True
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)  # (T,)
    capital = np.array([point for point in np.unique(points) if chr(point).isupper()], dtype=np.uint32)
    marks["upper"] = np.isin(points, capital)
    indentation, position = columns(points)
    found = marks | {"indentation": indentation, "brackets": depth[:-1].cumsum(), "position": position}
    last = np.cumsum([len(token) for token in tokens], dtype=np.int64) - 1 if len(tokens) else np.zeros(0, np.int64)
    return {
        concept.key: found[concept.key][last].astype(np.float32 if concept.graded else bool) for concept in CONCEPTS
    }


def spans(text: str) -> Iterator[Span]:
    """Where short quotes, docstrings, comments, names after def, numbers and pairs of brackets lie, in any order."""
    opened: list[int] = []
    for found in _LEXEME.finditer(text):
        kind, (begin, end) = found.lastgroup, found.span(found.lastgroup or 0)
        if kind == "open":
            opened.append(begin)
        elif kind == "close":
            if opened and begin - (start := opened.pop()) <= FARTHEST:
                yield Span("brackets", start, begin)
        elif kind in ("long_open", "long_open_2"):
            opened = [start for start in opened if begin - start <= FARTHEST]
            if not opened and _stands_alone(text, *found.span()):
                closed = found.end() - begin >= 6 and found.group().endswith(found[kind])
                yield Span("docstring", end - 1, found.end() - closed)
        elif kind in ("short", "typeset"):
            closed = end - begin > 1 and text[end - 1] in "'\"“”»」』" and not _is_escaped(text, begin, end - 1)
            yield Span("quotes", begin, end - closed)
            if kind == "short":
                yield Span("single_quotes" if text[begin] == "'" else "double_quotes", begin, end - closed)
        elif kind is not None:
            yield Span(kind, begin, end)
    for start in opened:
        if len(text) - start <= FARTHEST:
            yield Span("brackets", start, len(text))


def columns(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The indentation of each character's line, as far as it is read, and the character's own column.

    Parameters
    ----------
    points : ndarray of int, shape (T,)
        Code points.

    Returns
    -------
    indentation, position : ndarray of int, shape (T,)
        0 at a line end; the first character of a line is in column 1.
    """
    here = np.arange(len(points))
    line_end = points == ord("\n")
    began = np.maximum.accumulate(np.where(line_end, here, -1))  # where this line's predecessor ended
    position = here - began
    inked = np.maximum.accumulate(np.where(points != ord(" "), here, -1))
    leading = inked == began
    line = np.cumsum(line_end)
    width = np.bincount(line, weights=leading & ~line_end, minlength=1).astype(int)  # spaces that each line begins with
    return np.where(leading, position, width[line]) if len(points) else position, position


def _stands_alone(text: str, begin: int, end: int) -> bool:
    """Whether a literal is a statement of its own: nothing else on its first and its last line."""
    line = text.rfind("\n", 0, begin) + 1
    rest = text[end : (text.find("\n", end) + 1 or len(text) + 1) - 1].strip()
    return not text[line:begin].strip() and not text[:line].endswith("\\\n") and (not rest or rest[0] in "#;")


def _is_escaped(text: str, begin: int, at: int) -> bool:
    slashes = at - 1
    while slashes > begin and text[slashes] == "\\":
        slashes -= 1
    return (at - 1 - slashes) % 2 == 1
