"""Travel sentences whose words fill slots: where and when somebody leaves, where and when somebody arrives.

Cities, dates and times are *ambiguous*: "leave Taipei on May 1st" makes Taipei the departure, "arrive Taipei on May
1st" the destination. Most of them are decided by a word that comes *earlier* (leave, arrive, from, to); some by one
that comes *later* ("Taipei is where I leave from"), and these a reader from left to right cannot know.

A sentence is drawn from `GRAMMAR`, one random choice at each symbol. Whole sentences are held out: a hash of its text
says to which side a sentence belongs, so that none of them is ever met in training. Imports no torch.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import NamedTuple

from core.labs.slot_filling.grammar import GRAMMAR
from core.text.words import words_of

SLOTS = ("other", "departure", "destination", "departure_time", "arrival_time")
"""What a word may be, in the order of a tagger's outputs."""

AMBIGUOUS = ("city", "month", "ordinal", "weekday", "today", "hour", "half", "noon")
"""The symbols whose words take one slot or another; all other words are ``other``."""

TRAINING, HELD_OUT = 8_000, 1_000
"""How many sentences are trained on, and how many different ones are kept to measure on."""

_PART = re.compile(r"\{([^}/]+)(?:/(\w+)(…?))?\}|([^{}]+)")


class Word(NamedTuple):
    """A word of a sentence.

    Attributes
    ----------
    text : str
    slot : str
        One of `SLOTS`.
    kind : str
        The symbol of `AMBIGUOUS` that it was drawn from; empty for all other words.
    later : bool
        Whether only a word behind it tells which slot it takes.
    """

    text: str
    slot: str = "other"
    kind: str = ""
    later: bool = False


Sentence = tuple[Word, ...]


@dataclass(frozen=True)
class SlotCorpus:
    """Sentences to learn from and sentences to measure on, which share none.

    Attributes
    ----------
    training, held_out : tuple of Sentence
        The held-out ones are all different.
    words : tuple of str
        Every word of the grammar, in alphabetical order.
    """

    training: tuple[Sentence, ...]
    held_out: tuple[Sentence, ...]
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def corpus() -> SlotCorpus:
    """The sentences of this lab: the same in every process."""
    dice = Random(0)
    training: list[Sentence] = []
    held_out: dict[str, Sentence] = {}
    while len(training) < TRAINING or len(held_out) < HELD_OUT:
        sentence = draw(dice)
        if not is_held_out(sentence):
            training.append(sentence)
        else:
            held_out.setdefault(text_of(sentence), sentence)
    words = {word for rules in GRAMMAR.values() for rule in rules for word in words_of(re.sub(r"\{.*?\}", " ", rule))}
    return SlotCorpus(tuple(training[:TRAINING]), tuple(held_out.values())[:HELD_OUT], tuple(sorted(words)))


def draw(dice: Random) -> Sentence:
    """A random sentence of the grammar."""
    return tuple(_expand("text", "other", False, dice))


def _expand(symbol: str, slot: str, later: bool, dice: Random) -> Iterator[Word]:
    for inner, inner_slot, ellipsis, text in _PART.findall(dice.choice(GRAMMAR[symbol])):
        if inner:
            yield from _expand(inner, inner_slot or slot, bool(ellipsis) if inner_slot else later, dice)
        elif symbol in AMBIGUOUS:
            yield from (Word(word, slot, symbol, later) for word in words_of(text))
        else:
            yield from map(Word, words_of(text))


def text_of(sentence: Sentence) -> str:
    """A sentence as a person would type it, but for capitals."""
    return re.sub(r" (?=[,.:!?])", "", " ".join(word.text for word in sentence))


def is_held_out(sentence: Sentence) -> bool:
    """Whether a sentence is kept away from training: a hash of its text decides, for about one in ten."""
    return zlib.crc32(text_of(sentence).encode()) % 10 == 0


# ---- what can be known without memory ----


def memoryless(sentence: Sentence, t: int) -> Hashable:
    """What is known of position t by the word alone."""
    return sentence[t].text


def from_the_left(sentence: Sentence, t: int) -> Hashable:
    """What is known of position t by all words up to it, where any city may stand for any other, any month for any
    other …
    """
    return tuple(word.kind or word.text for word in sentence[: t + 1])


def ceiling(sentences: Sequence[Sentence], known: Callable[[Sentence, int], Hashable]) -> float:
    """The best slot accuracy that anything can have which sees no more than `known`: it names the most frequent slot.

    Parameters
    ----------
    sentences : sequence of Sentence
        Whose ambiguous words are counted.
    known : callable
        `memoryless` or `from_the_left`: what it sees, from the sentence and the position.

    Returns
    -------
    float
        0 … 1; the share of ambiguous words that take the slot most frequent among those of which the same is known.
    """
    slots: dict[Hashable, Counter[str]] = {}
    for sentence, t in _ambiguous(sentences):
        slots.setdefault(known(sentence, t), Counter())[sentence[t].slot] += 1
    return sum(max(counts.values()) for counts in slots.values()) / sum(map(Counter.total, slots.values()))


def _ambiguous(sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, int]]:
    return ((sentence, t) for sentence in sentences for t, word in enumerate(sentence) if word.kind)
