"""Sentences said by espeak-ng, with the true times of their phonemes and words. Imports no torch."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from core.errors import InputError
from core.sound.cache import Files, SoundMemory, home
from core.sound.speaker import AT_ONCE, Answer, Speaker
from core.sound.utterances import SAMPLE_RATE, Segment, Utterance
from core.sound.voices import LANGUAGES, MANDARIN, PITCHES, SPEEDS, VARIANTS, VOICES, Voice

__all__ = [
    "LANGUAGES",
    "PITCHES",
    "SPEEDS",
    "VARIANTS",
    "VOICES",
    "Voice",
    "available",
    "check",
    "read_example",
    "say",
    "say_all",
]

LONGEST_TEXT = 200
"""Characters of a sentence."""

LONGEST = 30.0
"""Seconds that it may take."""

MARGIN = 0.05
"""Seconds of silence before and after what is said."""

STRESS = "ˈˌ"
"""What is taken off the front of a phoneme: the marks of primary and secondary stress. A small listener is asked which
sounds it hears, not which syllable is the loudest; with them, every vowel would be up to three different tokens.
(espeak-ng does not name the tones of Mandarin at all: they are heard, but no part of a phoneme. Its retroflex sounds
have names of its own, "s." and "i.".)
"""

IN_MEMORY, IN_FILES = 96 * 2**20, 256 * 2**20
"""Bytes of sound that are kept: by each process, and under the app's home folder by all of them."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_CHINESE = re.compile(f"[{_HAN}]")
_WORD = re.compile(rf"[{_HAN}]|[^\s{_HAN}]+")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_SIGNS = re.compile(r"^\W+(?=\w)|(?<=\w)\W+$")
_UNSAYABLE = ("Cc", "Cs", "Zl", "Zp")  # categories of Unicode; some control characters are commands to espeak-ng


def say(text: str, voice: Voice = VOICES[0]) -> Utterance:
    """A sentence, said by a voice; the same one always sounds the same, bit for bit.

    The text is brought to Unicode's composed form (NFC) and its white space to single spaces; markup in it is read out.

    Raises
    ------
    InputError
        If there is nothing to say, or too much; or no espeak-ng.
    """
    return say_all([(text, voice)])[0]


def say_all(sentences: Iterable[tuple[str, Voice]]) -> list[Utterance]:
    """Several sentences, each by its voice (see `say`)."""
    wanted = [(_clean(text), voice) for text, voice in sentences]
    memory, files, speaker = _studio(os.getpid())
    said = {key: utterance for key in dict.fromkeys(wanted) if (utterance := memory.get(key))}
    missing = [key for key in dict.fromkeys(wanted) if key not in said]
    for start in range(0, len(missing), AT_ONCE):
        some = missing[start : start + AT_ONCE]
        for key, answer in zip(some, _answers(some, files, speaker), strict=True):
            said[key] = _utterance(*key, answer)
            memory.put(key, said[key], said[key].samples.nbytes)
    return [said[key] for key in wanted]


def read_example(text: str) -> Utterance:
    """A sentence that a person typed, read in its language: Mandarin if there is a Chinese character in it, else
    American English.

    Raises
    ------
    InputError
        As `say` does.
    """
    return say(text, MANDARIN if _CHINESE.search(text) else VOICES[0])


def check() -> None:
    """Raise `InputError` if nothing can be synthesized here."""
    _studio(os.getpid())[2].start()


def available() -> bool:
    """Whether anything can be synthesized here."""
    try:
        check()
    except InputError:
        return False
    return True


@lru_cache(maxsize=1)
def _studio(process: int) -> tuple[SoundMemory[tuple[str, Voice], Utterance], Files, Speaker]:
    """What this process has to speak with; one that was forked off needs its own."""
    return SoundMemory(IN_MEMORY), Files(home() / "sounds", IN_FILES), Speaker()


def _answers(sentences: Sequence[tuple[str, Voice]], files: Files, speaker: Speaker) -> list[Answer]:
    """The answer to each sentence, from a file or from the speaker."""
    requests = [_request(text, voice) for text, voice in sentences]
    names = [_release() + json.dumps(request) for request in requests]
    answers: dict[int, Answer] = {}
    for number, name in enumerate(names):
        if (kept := _unpacked(files.get(name))) is not None:
            answers[number] = kept
    unheard = [number for number in range(len(names)) if number not in answers]
    for number, answer in zip(unheard, speaker.ask([requests[number] for number in unheard]), strict=True):
        answers[number] = answer
        files.put(names[number], _packed(answer))
    return [answers[number] for number in range(len(names))]


def _request(text: str, voice: Voice) -> dict[str, object]:
    return {
        "text": _HYPHEN.sub(" ", text),  # of the same length, and then each part has its own time
        "voice": voice.name,
        "words_per_minute": voice.words_per_minute,
        "pitch": voice.pitch,
        "longest": LONGEST,
    }


@lru_cache(maxsize=1)
def _release() -> str:
    try:
        return version("espeakng-loader")
    except PackageNotFoundError:
        return ""


def _packed(answer: Answer) -> bytes:
    return json.dumps(answer.header).encode() + b"\n" + answer.sound


def _unpacked(content: bytes | None) -> Answer | None:
    """What was packed; None if there is nothing or not all of it."""
    if content is None:
        return None
    header, _, sound = content.partition(b"\n")
    try:
        facts = json.loads(header)
        return Answer(facts, sound) if len(sound) == facts["bytes"] else None
    except (ValueError, TypeError, KeyError):
        return None


def _clean(text: str) -> str:
    """What can be said: composed, on one line, without control characters."""
    if len(text) <= 10 * LONGEST_TEXT:  # else it is too long however it is cleaned, and cleaning it takes long
        text = unicodedata.normalize("NFC", text)
        text = "".join(" " if unicodedata.category(letter) in _UNSAYABLE else letter for letter in text)
        text = " ".join(text.split())
    if len(text) > LONGEST_TEXT:
        raise InputError(
            "This sentence has {found:,} characters; at most {most} can be said. Shorten it.",
            found=len(text),
            most=LONGEST_TEXT,
        )
    return text


def _utterance(text: str, voice: Voice, answer: Answer) -> Utterance:
    import soxr

    facts, sound = answer
    if facts.get("refused") == "long":
        raise InputError("This sentence takes more than {most} seconds to say. Shorten it.", most=int(LONGEST))
    timed = _timed(facts, len(sound) // 2)
    if not timed:
        raise InputError("There is nothing to say in {text}. Type some words.", text=repr(text)[:60])
    spoken = np.frombuffer(sound, "<i2").astype(np.float32) / 2**15
    silence = np.zeros(round(MARGIN * SAMPLE_RATE), np.float32)
    samples = np.concatenate([silence, soxr.resample(spoken, facts["rate"], SAMPLE_RATE).clip(-1, 1), silence])
    samples.flags.writeable = False  # all who ask share it
    return Utterance(samples, text, tuple(phoneme for phoneme, _ in timed), _words(text, timed), str(voice))


def _timed(facts: dict[str, Any], samples: int) -> list[tuple[Segment, int]]:
    """The phonemes, and the character at which each is said; pauses and changes of language ("(en)") are none."""
    heard = [part for part in facts.get("phonemes", ()) if not part[0].startswith("(")]
    ends = [at for _, at, _ in heard[1:]] + [samples]
    return [
        (Segment(name.lstrip(STRESS), MARGIN + at / facts["rate"], MARGIN + end / facts["rate"]), position)
        for (name, at, position), end in zip(heard, ends, strict=True)
        if name.lstrip(STRESS) and end > at
    ]


def _words(text: str, timed: Sequence[tuple[Segment, int]]) -> tuple[Segment, ...]:
    """The written words and their times, from phonemes and the characters at which each was being said."""
    spans = [match.span() for match in _WORD.finditer(_HYPHEN.sub(" ", text))]
    words: list[tuple[int, float, float]] = []
    for phoneme, position in timed:
        number = max(sum(start <= position for start, _ in spans) - 1, 0)
        if words and number <= words[-1][0]:
            words[-1] = (words[-1][0], words[-1][1], phoneme.end)
        else:
            words.append((number, phoneme.start, phoneme.end))
    return tuple(
        Segment(_stretch(text, spans, number, after), start, end)
        for (number, start, end), (after, _, _) in zip(words, [*words[1:], (len(spans), 0.0, 0.0)], strict=True)
    )


def _stretch(text: str, spans: Sequence[tuple[int, int]], number: int, after: int) -> str:
    """A written word without its punctuation; a word of several Chinese characters is said as one."""
    start, end = spans[number]
    if _CHINESE.match(text[start]):
        for first, last in spans[number + 1 : after]:
            if first != end or not _CHINESE.match(text[first]):
                break
            end = last
        return text[start:end]
    return _SIGNS.sub("", text[start:end])
