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

from core.text.words import words_of

SLOTS = ("other", "departure", "destination", "departure_time", "arrival_time")
"""What a word may be, in the order of a tagger's outputs."""

GRAMMAR: dict[str, tuple[str, ...]] = {
    "text": ("{sentence}", "{sentence}", "{sentence}", "{sentence} .", "{sentence} .", "{sentence} !", "{sentence} ?"),
    "sentence": (
        "{wish} {leave}",
        "{wish} {leave}",
        "{wish} {arrive}",
        "{wish} {arrive}",
        "{wish} {leave} and {arrive}",
        "{wish} {arrive} but {leave}",
        "{wish} {go}",
        "{trip} {leaving}",
        "{trip} {arriving}",
        "{trip} {leaving} and {arriving}",
        "{trip} {arriving} and {leaving}",
        "{trip} {route}",
        "{trip} {route}",
        "{trip} {route} {arriving in time}",
        "{vehicle} {leaves} and {arrives}",
        "{vehicle} {leaves}",
        "{vehicle} {arrives}",
        "{politely} {place first}",
        "{politely} {place first}",
        "{politely} {place first}",
        "{politely} {time first}",
        "{politely} {time first}",
    ),
    "wish": (
        "",
        "",
        "{politely}",
        "i want to",
        "i would like to",
        "i'd like to",
        "i need to",
        "i have to",
        "i may",
        "we may",
        "we must",
        "we plan to",
        "can i",
        "could we",
        "they will",
        "my boss wants to",
        "my friends hope to",
        "is it possible to",
        "my wife and i intend to",
        "tell me how to",
        "{politely} i want to",
        "{politely} we have to",
    ),
    "politely": ("", "", "please", "hello ,", "well ,", "thanks .", "good morning ,", "if possible ,", "once more :"),
    "trip": (
        "a flight",
        "a train",
        "a cheap {ticket} for a bus",
        "show me {any} flights",
        "i am looking for {any} trains",
        "book a seat on a plane",
        "find {any} buses",
        "are there {any} flights",
        "we want a {ticket} for a train",
        "list {any} connections",
        "please find me a {ticket}",
        "what is the fare of a flight",
        "i'd take {any} planes",
    ),
    "ticket": ("ticket", "seat", "one-way ticket", "return ticket"),
    "any": ("", "any", "all", "the cheapest", "the first", "non-stop", "direct", "late", "early"),
    "vehicle": (
        "the train",
        "my flight",
        "our bus",
        "the night train",
        "her plane",
        "a ferry that",
        "the ship",
        "the next coach",
    ),
    "leave": (
        "{to leave} {city/departure} {when/departure_time}",
        "{to leave} {city/departure} {when/departure_time}",
        "leave {when/departure_time} from {city/departure}",
        "{to leave} {city/departure}",
        "leave {when/departure_time}",
        "{to leave} {city/departure} {when/departure_time} {with whom}",
        "{to leave} {city/departure} {with whom} {when/departure_time}",
        "{to leave} {city/departure} for {city/destination} {when/departure_time}",
    ),
    "arrive": (
        "{to arrive} {city/destination} {when/arrival_time}",
        "{to arrive} {city/destination} {when/arrival_time}",
        "arrive {when/arrival_time} in {city/destination}",
        "{to arrive} {city/destination}",
        "arrive {by/arrival_time}",
        "{to arrive} {city/destination} {by/arrival_time} {with whom}",
        "{to arrive} {city/destination} {with whom} {by/arrival_time}",
        "{to arrive} {city/destination} from {city/departure} {by/arrival_time}",
    ),
    "go": (
        "{to go} to {city/destination} {when/departure_time}",
        "{to go} to {city/destination}",
        "{to go} to {city/destination} {with whom}",
        "{to go} to {city/destination} from {city/departure} {when/departure_time}",
        "{to go} from {city/departure} to {city/destination}",
    ),
    "to go": ("go", "fly", "travel", "take a bus", "take the train"),
    "to leave": (
        "leave",
        "leave",
        "leave from",
        "depart from",
        "depart",
        "fly out of",
        "set off from",
        "start from",
        "start in",
        "take off from",
        "get away from",
    ),
    "to arrive": (
        "arrive",
        "arrive",
        "arrive in",
        "arrive at",
        "reach",
        "land in",
        "get to",
        "be in",
        "come to",
        "get off in",
    ),
    "leaving": (
        "leaving {city/departure} {when/departure_time}",
        "departing from {city/departure} {when/departure_time}",
        "setting off from {city/departure} {when/departure_time}",
        "out of {city/departure} {when/departure_time}",
        "leaving {when/departure_time}",
        "starting in {city/departure}",
    ),
    "arriving": (
        "arriving in {city/destination} {by/arrival_time}",
        "reaching {city/destination} {when/arrival_time}",
        "landing in {city/destination} {when/arrival_time}",
        "getting to {city/destination} {by/arrival_time}",
        "arriving {by/arrival_time}",
        "bound for {city/destination}",
    ),
    "arriving in time": (
        "arriving {by/arrival_time}",
        "landing {when/arrival_time}",
        "getting there {by/arrival_time}",
    ),
    "leaves": (
        "leaves {city/departure} {when/departure_time}",
        "departs from {city/departure} {when/departure_time}",
        "starts in {city/departure} {when/departure_time}",
    ),
    "arrives": (
        "arrives in {city/destination} {when/arrival_time}",
        "reaches {city/destination} {by/arrival_time}",
        "gets to {city/destination} {when/arrival_time}",
    ),
    "route": (
        "from {city/departure} to {city/destination}",
        "to {city/destination} from {city/departure}",
        "between {city/departure} and {city/destination}",
    ),
    "place first": (
        "{city/departure…} is where {who} {leave from} {when/departure_time}",
        "{city/destination…} is where {who} {arrive there} {when/arrival_time}",
        "{city/departure…} is where {who} {leave from}",
        "{city/destination…} is where {who} {arrive there}",
        "{city/departure…} is {our} starting point",
        "{city/destination…} is {our} destination",
    ),
    "time first": (
        "{on/departure_time…} {who} {leave here}",
        "{on/arrival_time…} {who} {arrive here}",
        "{today/departure_time…} {who} {leave here}",
        "{today/arrival_time…} {who} {arrive here}",
        "{moment/departure_time…} is when {who} {leave here}",
        "{moment/arrival_time…} is when {who} {arrive here}",
    ),
    "leave here": ("{to leave} {city/departure}", "leave"),
    "arrive here": ("{to arrive} {city/destination}", "arrive"),
    "leave from": ("leave from", "leave", "start from", "start", "take off", "set off", "depart"),
    "arrive there": ("arrive", "land", "want to go", "need to be", "get off", "will end up"),
    "who": ("i", "we", "they", "my parents", "the others"),
    "our": ("our", "my", "the"),
    "with whom": (
        "with my dog",
        "with two friends",
        "with the whole family",
        "by train",
        "by plane",
        "for a meeting",
        "without luggage",
        "as planned",
    ),
    "when": ("{on}", "{on}", "{around} {clock}", "on {date} {around} {clock}", "{today}", "{today} {around} {clock}"),
    "by": ("by {moment}", "before {moment}", "not later than {moment}", "{on}"),
    "on": ("on {date}", "on {date}", "on {date}", "at {clock}", "at {clock}"),
    "around": ("at", "at", "around", "after", "about"),
    "moment": ("{date}", "{clock}"),
    "date": (
        "{month} {ordinal}",
        "{month} {ordinal}",
        "{weekday}",
        "{weekday} {month} {ordinal}",
        "the {ordinal} of {month}",
    ),
    "clock": ("{hour} {half}", "{hour} {half}", "{noon}"),
    "city": (
        "taipei",
        "tokyo",
        "paris",
        "london",
        "boston",
        "denver",
        "berlin",
        "madrid",
        "rome",
        "vienna",
        "prague",
        "oslo",
        "cairo",
        "lima",
        "delhi",
        "seoul",
        "shanghai",
        "beijing",
        "kyoto",
        "osaka",
        "sydney",
        "dallas",
        "chicago",
        "seattle",
        "miami",
        "toronto",
        "lisbon",
        "dublin",
        "athens",
        "zurich",
        "geneva",
        "munich",
        "milan",
        "warsaw",
        "helsinki",
        "nairobi",
        "new york",
        "hong kong",
        "san francisco",
        "los angeles",
        "kuala lumpur",
        "mexico city",
    ),
    "month": (
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ),
    "ordinal": (
        "1st",
        "2nd",
        "3rd",
        "4th",
        "5th",
        "6th",
        "7th",
        "8th",
        "9th",
        "10th",
        "11th",
        "12th",
        "13th",
        "14th",
        "15th",
        "16th",
        "17th",
        "18th",
        "19th",
        "20th",
        "21st",
        "22nd",
        "23rd",
        "24th",
        "25th",
        "26th",
        "27th",
        "28th",
        "29th",
        "30th",
        "31st",
    ),
    "weekday": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "hour": (
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        "10",
        "11",
        "12",
        "6:30",
        "7:15",
        "8:30",
        "9:45",
        "10:30",
        "11:15",
    ),
    "half": ("am", "pm"),
    "today": ("today", "tomorrow", "tonight"),
    "noon": ("noon", "midnight", "dawn", "sunset"),
}
"""What each symbol may become. ``{city/departure}`` puts the cities, dates and times of that symbol into the slot
``departure``; an ellipsis, ``{city/departure…}``, says that the word which decides this is still to come."""

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
class Corpus:
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
def corpus() -> Corpus:
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
    return Corpus(tuple(training[:TRAINING]), tuple(held_out.values())[:HELD_OUT], tuple(sorted(words)))


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
