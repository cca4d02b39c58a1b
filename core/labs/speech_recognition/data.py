"""What a listener can learn from: sentences of digits, numbers and dates, said by several voices. Imports no torch.

Sentences are held out by content: a hash of the words decides for about one in eight, so that none that is asked for
was ever trained on, by any voice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import overload

from core.data.numbers import english
from core.errors import InputError
from core.sound.noise import in_a_room
from core.sound.synthesis import say, say_all
from core.sound.utterances import Utterance
from core.sound.voices import VOICES, Voice

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

MOST_DIGITS = 6
"""Digits of a sentence."""

PLACES = 3
"""Places of the largest number: in larger ones there is so much to write that twenty seconds teach nothing."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

FIRST_DAY, DAYS = date(1990, 1, 1), 50 * 365
"""Dates are drawn from so many days."""

TRAINING, HELD_OUT = 1_000, 120
"""Utterances to train on and to measure with, unless told otherwise."""

_LEFT = 2  # the remainder of what is held out: with this one, some of each length of those that are counted up
_SURVEY = 300  # training utterances that are asked which phonemes there are


class Spoken(Sequence[Utterance]):
    """Sentences and their voices, as utterances: each is said when it is asked for.

    Parameters
    ----------
    sentences : sequence of (str, Voice)
    noisy : bool
        Whether there is the noise of a room behind them, to each its own (see `core.sound.noise`).
    """

    def __init__(self, sentences: Sequence[tuple[str, Voice]], noisy: bool = False) -> None:
        self.sentences, self._noisy = tuple(sentences), noisy

    def __len__(self) -> int:
        return len(self.sentences)

    @overload
    def __getitem__(self, index: int) -> Utterance: ...
    @overload
    def __getitem__(self, index: slice) -> Spoken: ...
    def __getitem__(self, index):
        chosen = self.sentences[index]
        return Spoken(chosen, self._noisy) if isinstance(index, slice) else self._behind(*chosen)

    def __iter__(self) -> Iterator[Utterance]:
        return (self._behind(*sentence) for sentence in self.sentences)

    def _behind(self, text: str, voice: Voice) -> Utterance:
        utterance = say(text, voice)
        return in_a_room(utterance, mark(f"{text}|{voice}".encode())) if self._noisy else utterance


@dataclass(frozen=True, eq=False)
class Speech:
    """Utterances to learn from.

    Attributes
    ----------
    training, held_out : sequence of Utterance
        No sentence is in both.
    phonemes, characters : tuple of str
        All that occur, sorted; phonemes are none where they are not known.
    """

    training: Sequence[Utterance]
    held_out: Sequence[Utterance]
    phonemes: tuple[str, ...]
    characters: tuple[str, ...]

    def tokens(self, target: str) -> tuple[str, ...]:
        """All tokens that are to be written, for ``"phonemes"`` or ``"characters"``."""
        return self.phonemes if target == "phonemes" else self.characters


def digits(random: Random) -> str:
    """One to six digits: ``three one four``."""
    return " ".join(random.choice(DIGITS) for _ in range(random.randint(1, MOST_DIGITS)))


def counting(random: Random) -> str:
    """As many, but each one more than the one before, and zero after nine: after the first word nothing is left to
    hear.
    """
    first = random.randrange(10)
    return " ".join(DIGITS[(first + step) % 10] for step in range(random.randint(1, MOST_DIGITS)))


def number(random: Random) -> str:
    """A number in words, below 10, 100 and 1,000 equally often: ``three hundred forty-two``."""
    return "".join(part.text for part in english(random.randrange(10 ** random.randint(1, PLACES))))


def spoken_date(random: Random) -> str:
    """A date: ``March 5, 2024``."""
    day = FIRST_DAY + timedelta(days=random.randrange(DAYS))
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


SENTENCES: dict[str, Callable[[Random], str]] = {
    "digits": digits,
    "counting": counting,
    "numbers": number,
    "dates": spoken_date,
}
"""What can be said, by name."""


def is_held_out(text: str) -> bool:
    """Whether a sentence is kept away from training; a single word never is, because others are made of it."""
    return re.search("[ -]", text) is not None and mark(text.encode()) % 8 == _LEFT


def mark(content: bytes) -> int:
    """A number that tells contents apart, and orders them as chance would but always in the same way."""
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest())


def sentences(
    data: str, count: int, voices: Sequence[Voice] = VOICES, *, held_out: bool = False, seed: int = 0
) -> Spoken:
    """The first `count` of an endless list of sentences, by voices that take turns; each text occurs in one half of the
    split only.

    Raises
    ------
    InputError
        If there is no such data.
    """
    if data not in SENTENCES:
        raise InputError(
            "There is no speech {data}; there are {known}.", data=repr(data)[:40], known=", ".join(SENTENCES)
        )
    random = Random(f"{data} {held_out} {seed}")
    drawn: list[tuple[str, Voice]] = []
    while len(drawn) < count:
        text = SENTENCES[data](random)
        if is_held_out(text) == held_out:
            drawn.append((text, voices[len(drawn) % len(voices)]))
    return Spoken(drawn)


@lru_cache(maxsize=16)
def speech(
    data: str,
    voices: tuple[Voice, ...] = VOICES,
    training: int = TRAINING,
    held_out: int = HELD_OUT,
    seed: int = 0,
) -> Speech:
    """Sentences to train on and others to measure with, by the same voices, in rooms of different noise.

    A network that only ever heard silence behind a voice hears nothing else as soon as there is a microphone: noise 30
    dB below the voice already costs it every third phoneme. Nothing is said yet except what shows which phonemes there
    are.

    Raises
    ------
    InputError
        If there is no such data, or no espeak-ng.
    """
    learnt = sentences(data, training, voices, seed=seed)
    asked = sentences(data, held_out, voices, held_out=True, seed=seed)
    survey = say_all(learnt.sentences[:_SURVEY])
    return Speech(
        training=Spoken(learnt.sentences, noisy=True),
        held_out=Spoken(asked.sentences, noisy=True),
        phonemes=tuple(sorted({phoneme.symbol for utterance in survey for phoneme in utterance.phonemes})),
        characters=tuple(sorted({letter for text, _ in (*learnt.sentences, *asked.sentences) for letter in text})),
    )
