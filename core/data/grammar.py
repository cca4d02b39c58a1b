"""A synchronous grammar: every rule writes the source and its translation at once, so each part's counterpart is known.

A rule has one left side and two right sides, in which the same symbols stand, perhaps in another order::

    clause  →  <subject><time><deed>   /   <subject> <deed> <time>        我昨天读了 …  /  I read … yesterday

The words of a rule's own (its terminals) on one side mean those on the other: they are a piece of the gold alignment.
Imports no torch.

References
----------
- Aho, Ullman 1969, "Syntax Directed Translations and the Pushdown Assembler".
- Chiang 2007, "Hierarchical Phrase-Based Translation", Computational Linguistics 33(2), section 2.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from core.data.pairs import Pair, Piece
from core.text.vocabulary import split

_SOURCE = re.compile(r"<[^>]+>|[^<]+")  # 我<time>在: runs of characters, and symbols
_TARGET = re.compile(r"<[^>]+>|[^<\s]+")  # I <verb> it: words, and symbols
_SPACELESS = frozenset(",.")  # what is written without a space before it


class Rule(NamedTuple):
    """One rule.

    Attributes
    ----------
    left : str
        The symbol that it rewrites, as ``<clause>``.
    source, target : tuple of str
        What it becomes on each side: the same symbols once each, and terminals.
    weight : float
        How often it is drawn, compared with the other rules of the same left side.
    """

    left: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Derivation:
    """A rule, and how each of its symbols was rewritten."""

    rule: Rule
    parts: dict[str, Derivation]


def rule(left: str, source: str, target: str, weight: float = 1.0) -> Rule:
    """A rule from its two sides as one writes them: symbols in angle brackets, words of the target parted by spaces."""
    return Rule(f"<{left}>", tuple(_SOURCE.findall(source)), tuple(_TARGET.findall(target)), weight)


def by_word(text: str) -> list[str]:
    """A text cut into words (see `core.text.vocabulary.split`)."""
    return split(text, "word")


class Grammar:
    """A synchronous grammar from a language written without spaces to one with spaces and capitals.

    Parameters
    ----------
    rules : iterable of Rule
        No source side may begin, through any rules, with the symbol it rewrites.

    Raises
    ------
    ValueError
        If a rule's sides have different symbols, or a symbol has no rule.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        found: defaultdict[str, list[Rule]] = defaultdict(list)
        for each in rules:
            found[each.left].append(each)
        self.rules = dict(found)
        for each in (each for several in self.rules.values() for each in several):
            source, target = (sorted(filter(_is_symbol, side)) for side in (each.source, each.target))
            if source != target or len(set(source)) < len(source):
                raise ValueError(f"the two sides of {each} need the same symbols, once each")
            if unknown := set(source) - set(self.rules):
                raise ValueError(f"no rule rewrites {unknown} of {each}")
        self._weights = {left: [each.weight for each in several] for left, several in self.rules.items()}

    def draw(self, symbol: str, random: Random) -> Derivation:
        """A derivation of `symbol`, drawn rule by rule."""
        several = self.rules[symbol]
        [each] = random.choices(several, self._weights[symbol]) if len(several) > 1 else several
        return Derivation(each, {part: self.draw(part, random) for part in each.source if _is_symbol(part)})

    def parse(self, symbol: str, text: str) -> list[Derivation]:
        """Every way in which `symbol` becomes the source `text`."""
        known: dict[tuple[str, int], list[tuple[int, Derivation]]] = {}

        def of(symbol: str, start: int) -> list[tuple[int, Derivation]]:
            if (symbol, start) not in known:
                known[symbol, start] = [
                    (end, Derivation(each, parts))
                    for each in self.rules[symbol]
                    for end, parts in along(each.source, start)
                ]
            return known[symbol, start]

        def along(side: tuple[str, ...], start: int) -> Iterator[tuple[int, dict[str, Derivation]]]:
            if not side:
                yield start, {}
            elif _is_symbol(side[0]):
                for middle, part in of(side[0], start):
                    for end, parts in along(side[1:], middle):
                        yield end, {side[0]: part} | parts
            elif text.startswith(side[0], start):
                yield from along(side[1:], start + len(side[0]))

        return [derivation for end, derivation in of(symbol, 0) if end == len(text)]

    def pair(self, derivation: Derivation) -> Pair:
        """What a derivation says in both languages; a target that ends in a full stop begins with a capital."""
        source, target = _terminals(derivation, 1, "0"), _terminals(derivation, 2, "0")
        capital = target[-1].text == "."
        named = tuple(
            Piece(_spaced(word, first=n == 0, capital=capital), None if word in _SPACELESS else name)
            for n, (word, name) in enumerate(target)  # punctuation names nothing by itself
        )
        return Pair(tuple(source), named, cut_target=by_word)

    def tokens(self, *starts: str) -> tuple[list[str], list[str]]:
        """The source characters and the target words that may occur in what becomes of `starts`, sorted."""
        reached, waiting = set(), list(starts)
        while waiting:
            if (symbol := waiting.pop()) not in reached:
                reached.add(symbol)
                waiting += [part for each in self.rules[symbol] for part in each.source if _is_symbol(part)]
        sides = [each for symbol in reached for each in self.rules[symbol]]
        source = {character for each in sides for part in each.source if not _is_symbol(part) for character in part}
        words = {word for each in sides for word in each.target if not _is_symbol(word)}
        target = {_spaced(word, first=False, capital=False) for word in words}
        for start in starts:
            target |= {_spaced(word, True, capital) for word in self._first(start) for capital in self._capital(start)}
        return sorted(source), sorted(target)

    def _first(self, symbol: str) -> set[str]:
        """The words with which the target of a symbol may begin."""
        heads = {each.target[0] for each in self.rules[symbol]}
        return {word for head in heads for word in (self._first(head) if _is_symbol(head) else {head})}

    def _capital(self, symbol: str) -> set[bool]:
        """Whether the target of a symbol may end in a full stop, and whether it may not."""
        tails = {each.target[-1] for each in self.rules[symbol]}
        return {ends for tail in tails for ends in (self._capital(tail) if _is_symbol(tail) else {tail == "."})}


def _is_symbol(part: str) -> bool:
    return part[0] == "<"


def _spaced(word: str, first: bool, capital: bool) -> str:
    if first:
        return word[0].upper() + word[1:] if capital else word
    return word if word in _SPACELESS else f" {word}"


def _terminals(derivation: Derivation, side: int, name: str) -> list[Piece]:
    """The terminals of one side (1 source, 2 target) in order, named by the path from the root to their rule."""
    pieces = []
    for part in derivation.rule.source if side == 1 else derivation.rule.target:
        if _is_symbol(part):
            path = f"{name}.{derivation.rule.source.index(part)}"
            pieces += _terminals(derivation.parts[part], side, path)
        else:
            pieces.append(Piece(part, name))
    return pieces
