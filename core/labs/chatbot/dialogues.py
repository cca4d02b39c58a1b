"""A dialogue grammar: phrasings with slots, the answers that are acceptable to each, and which of them are held out.

A *kind* of dialogue is one utterance or two, each in several phrasings, and what may be answered::

    I am {name}. / call me {name}.    who am I? / what is my name?    →  you are {name}. / your name is {name}.

Every filling of its slots, in every phrasing, is a prompt; its answers are a *set*, so that "right" can be counted. A
slot that only the answers have may be filled with any of its words. Imports no torch.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

_SLOT = re.compile(r"\{(\w+?)(2?)\}")  # {city} and {city2}: two of a kind are never the same word

FEW = 60
"""Fillings below which a kind is short of words: of each of them some phrasings are held out, never all."""

HELD_OUT = 6
"""One prompt in so many is held out, about."""


@dataclass(frozen=True)
class Dialogue:
    """A prompt and what may be answered.

    Attributes
    ----------
    kind : str
        The kind of dialogue it is.
    utterances : tuple of str
        What was said, the last one last: one utterance or two.
    answers : tuple of str
        Every answer that is acceptable.
    weights : tuple of float
        How often people give each of them, compared with the others.
    """

    kind: str
    utterances: tuple[str, ...]
    answers: tuple[str, ...]
    weights: tuple[float, ...]

    def answer(self, share: float) -> str:
        """The answer on which a number from 0 up to, but without, 1 falls when they lie end to end by weight."""
        left = share * sum(self.weights)
        for answer, weight in zip(self.answers, self.weights, strict=True):
            left -= weight
            if left < 0:
                return answer
        return self.answers[-1]


@dataclass(frozen=True)
class Kind:
    """Dialogues that differ in phrasing and in the words of their slots.

    Attributes
    ----------
    name : str
    first : tuple of str
        Phrasings of what is said first.
    answers : mapping of str to float
        Acceptable answers to the last utterance, and how often people give each.
    then : tuple of str
        Phrasings of what is said next; empty in a dialogue of one turn.
    reads_all : bool
        Whether its slots take the words too that are never answered.
    often : int
        How much more often it is drawn than another kind of as many turns.
    """

    name: str
    first: tuple[str, ...]
    answers: Mapping[str, float]
    then: tuple[str, ...] = ()
    reads_all: bool = False
    often: int = 1

    @property
    def phrasings(self) -> list[tuple[str, ...]]:
        """Every way to say it, slots unfilled."""
        return [*product(self.first, self.then)] if self.then else [(first,) for first in self.first]

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots of its prompts, such as ``city`` and ``city2``."""
        return tuple(dict.fromkeys(a + b for said in (*self.first, *self.then) for a, b in _SLOT.findall(said)))


@dataclass(frozen=True)
class Language:
    """The words and the kinds of dialogue of one language.

    Attributes
    ----------
    unit : {"word", "piece"}
        How a text is cut into tokens (see `core.text.vocabulary.Vocabulary`).
    words : mapping of str to tuple of str
        What each slot may be filled with.
    unsaid : mapping of str to tuple of str
        More words of a slot, which are read in training but never answered.
    facts : mapping of str to (str, mapping of str to str)
        Slots of answers that follow from another: the name of that one, and what each of its words leads to.
    kinds : tuple of Kind
    """

    unit: str
    words: Mapping[str, tuple[str, ...]]
    unsaid: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, tuple[str, Mapping[str, str]]]
    kinds: tuple[Kind, ...]

    def dialogues(self, kind: Kind) -> Iterator[tuple[bool, Dialogue]]:
        """Every dialogue of a kind, and whether it is held out.

        Of a kind with at least `FEW` fillings whole fillings are held out: a name and a city that never met in
        training. Of one with fewer, some phrasings of some fillings, so that no word is missing from training; and of
        one without slots nothing, because nobody could know it.
        """
        fillings = [*self._fillings(kind, self._words(kind))]
        phrasings = kind.phrasings
        for filling in fillings:
            mark = zlib.crc32(" ".join([kind.name, *filling.values()]).encode())
            for k, phrasing in enumerate(phrasings):
                if len(fillings) >= FEW:
                    held_out = mark % HELD_OUT == 0
                else:
                    held_out = bool(filling) and (k + mark) % HELD_OUT == 0
                yield held_out, self._filled(kind, phrasing, filling)

    def unheard(self) -> Iterator[Dialogue]:
        """Dialogues of two turns whose answer must name a word that is read in training but never answered."""
        for kind in self.kinds:
            known = {slot: self.words[_family(slot)] for slot in kind.slots}
            for slot in kind.slots if kind.then and not self._needs_facts(kind) else ():
                new = self.unsaid.get(_family(slot), ())
                if new and all(f"{{{slot}}}" in answer for answer in kind.answers):
                    for filling in self._fillings(kind, {**known, slot: new}):
                        yield from (self._filled(kind, phrasing, filling) for phrasing in kind.phrasings)

    def _needs_facts(self, kind: Kind) -> bool:
        return any(family in self.facts for answer in kind.answers for family, _ in _SLOT.findall(answer))

    def _words(self, kind: Kind) -> dict[str, tuple[str, ...]]:
        more = self.unsaid if kind.reads_all else {}
        return {slot: self.words[_family(slot)] + more.get(_family(slot), ()) for slot in kind.slots}

    def _fillings(self, kind: Kind, words: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
        """Every way to fill the slots of a kind, two of one family with different words."""
        for chosen in product(*(words[slot] for slot in kind.slots)):
            if len(set(chosen)) == len(chosen):
                yield dict(zip(kind.slots, chosen, strict=True))

    def _filled(self, kind: Kind, phrasing: Sequence[str], filling: Mapping[str, str]) -> Dialogue:
        answers: dict[str, float] = {}
        for answer, weight in kind.answers.items():
            ways = [*self._answered(answer, filling)]
            for way in ways:
                answers[way] = answers.get(way, 0) + weight / len(ways)
        return Dialogue(
            kind=kind.name,
            utterances=tuple(said.format(**filling) for said in phrasing),
            answers=tuple(answers),
            weights=tuple(answers.values()),
        )

    def _answered(self, answer: str, filling: Mapping[str, str]) -> Iterator[str]:
        """An answer with its slots filled: by the prompt, by the facts, and by any word where both leave it open."""
        known = dict(filling)
        for family, two in _SLOT.findall(answer):
            if family in self.facts and family + two not in known:
                of, leads = self.facts[family]
                known[family + two] = leads[filling[of + two]]
        free = [family + two for family, two in dict.fromkeys(_SLOT.findall(answer)) if family + two not in known]
        for chosen in product(*(self.words[_family(slot)] for slot in free)):
            yield answer.format(**known, **dict(zip(free, chosen, strict=True)))


def _family(slot: str) -> str:
    """The words that a slot takes: ``city2`` those of ``city``."""
    return slot.removesuffix("2")
