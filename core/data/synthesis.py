"""Sentences said by espeak-ng, with the true times of their phonemes and words. Imports no torch."""

from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import sys
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from core.data.utterances import SAMPLE_RATE, Segment, Utterance
from core.errors import InputError

ROOT = Path(__file__).resolve().parent.parent.parent

LANGUAGES = {
    "en-us": "English (America)",
    "en-gb": "English (Great Britain)",
    "en-gb-scotland": "English (Scotland)",
    "cmn": "Chinese (Mandarin)",
}
"""Languages that can be spoken, and their names."""

VARIANTS = ("", "f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7")
"""Voices of each language: the standard one, women's and men's."""

SPEEDS, PITCHES = (80, 400), (0, 99)
"""Least and most words a minute, and pitch."""

LONGEST_TEXT = 200
"""Characters of a sentence."""

LONGEST = 30.0
"""Seconds that it may take."""

MARGIN = 0.05
"""Seconds of silence before and after what is said."""

KEPT = 96 * 2**20
"""Bytes of sound that are kept in memory."""

PATIENCE = 20.0
"""Seconds after which a process that does not answer is given up."""


@dataclass(frozen=True)
class Voice:
    """Who speaks, and how.

    Attributes
    ----------
    language : str
        One of `LANGUAGES`.
    words_per_minute : int
        80 … 400.
    pitch : int
        0 … 99.
    variant : str
        One of `VARIANTS`.

    Raises
    ------
    InputError
        If there is no such voice.
    """

    language: str = "en-us"
    words_per_minute: int = 175
    pitch: int = 50
    variant: str = ""

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES or self.variant not in VARIANTS:
            raise InputError(
                "There is no voice {voice}. The languages are {languages}; their voices are {variants}.",
                voice=repr(f"{self.language}+{self.variant}")[:60], languages=", ".join(LANGUAGES), variants=", ".join(filter(None, VARIANTS)),
            )  # fmt: skip
        for name, value, (least, most) in (
            ("words_per_minute", self.words_per_minute, SPEEDS),
            ("pitch", self.pitch, PITCHES),
        ):
            if not least <= value <= most:
                raise InputError(
                    "{name} of a voice is {value}; it takes a number from {least} to {most}.",
                    name=name, value=value, least=least, most=most,
                )  # fmt: skip

    def __str__(self) -> str:
        variant = f", {self.variant}" if self.variant else ""
        return f"{LANGUAGES[self.language]}{variant}, {self.words_per_minute} wpm, pitch {self.pitch}"


VOICES = (
    Voice(),
    Voice("en-us", 160, 40, "m3"),
    Voice("en-us", 190, 60, "f2"),
    Voice("en-gb", 170, 45),
    Voice("en-gb", 185, 65, "f4"),
)
"""Voices to begin with: two accents, women and men, at different speeds."""

MANDARIN = Voice("cmn", 160, 50)
"""Who reads Chinese."""

STRESS = "ˈˌ"
"""What is taken off the front of a phoneme: primary and secondary stress, which a listener of so small a size is not asked for."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_HAN}]|[^\s{_HAN}]+")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")


def say(text: str, voice: Voice = VOICES[0]) -> Utterance:
    """A sentence, said by a voice.

    Raises
    ------
    InputError
        If there is nothing to say, or too much; or no espeak-ng.
    """
    return _speaker(os.getpid()).say(_clean(text), voice)


def say_all(sentences: Sequence[tuple[str, Voice]]) -> list[Utterance]:
    """Several sentences, each by its voice (see `say`)."""
    return [say(text, voice) for text, voice in sentences]


def read_example(text: str) -> Utterance:
    """A sentence a person typed, read by a voice of its language: Mandarin if there is a Chinese character in it, else American."""
    return say(text, MANDARIN if re.search(f"[{_HAN}]", text) else VOICES[0])


def check() -> None:
    """Raise `InputError` if nothing can be synthesized here."""
    _speaker(os.getpid()).start()


def available() -> bool:
    """Whether anything can be synthesized here."""
    try:
        check()
    except InputError:
        return False
    return True


@lru_cache(maxsize=1)
def _speaker(process: int) -> Speaker:
    """The speaker of this process; one that was forked off needs its own."""
    speaker = Speaker()
    atexit.register(speaker.close)
    return speaker


class Speaker:
    """The app's side of one espeak-ng process, which is started when it is needed, and again when it has died.

    All methods may be called from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._kept: OrderedDict[tuple[str, Voice], Utterance] = OrderedDict()
        self._bytes = 0

    def start(self) -> None:
        """Have the process ready.

        Raises
        ------
        InputError
            If there is no espeak-ng, or it cannot be started.
        """
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return
            self.close()
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "core.data.espeak"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL, start_new_session=True,
                )  # fmt: skip
                ready, _ = self._answer()
            except (OSError, ValueError) as error:
                ready = {"broken": True, "reason": str(error)}
            if "missing" in ready:
                self.close()
                raise InputError(
                    "There is no speech synthesis here ({reason}). Install it with “pip install espeakng-loader”, or use your own recordings.",
                    reason=ready["reason"],
                )
            if "broken" in ready:
                self.close()
                raise InputError(
                    "Speech synthesis could not be started ({reason}). Use your own recordings, or reinstall espeakng-loader.",
                    reason=ready["reason"],
                )

    def say(self, text: str, voice: Voice) -> Utterance:
        """A sentence, said by a voice; the same one is said once."""
        key = (text, voice)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            utterance = _utterance(text, voice, *self._ask(text, voice))
            self._keep(key, utterance)
            return utterance

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.wait()
                self._process.stdin.close()
                self._process.stdout.close()
                self._process = None

    def _keep(self, key: tuple[str, Voice], utterance: Utterance) -> None:
        self._kept[key] = utterance
        self._bytes += utterance.samples.nbytes
        while self._bytes > KEPT:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.samples.nbytes

    def _ask(self, text: str, voice: Voice) -> tuple[dict[str, Any], bytes]:
        request = {
            "text": _HYPHEN.sub(" ", text),
            "voice": f"{voice.language}+{voice.variant}" if voice.variant else voice.language,
            "words_per_minute": voice.words_per_minute,
            "pitch": voice.pitch,
            "longest": LONGEST,
        }
        line = json.dumps(request).encode() + b"\n"
        for _ in range(2):  # if it died since, once more
            self.start()
            try:
                self._process.stdin.write(line)
                self._process.stdin.flush()
                return self._answer()
            except (OSError, ValueError):
                self.close()
        raise InputError("Speech synthesis failed at {text}. Try other words.", text=repr(text)[:60])

    def _answer(self) -> tuple[dict[str, Any], bytes]:
        timer = threading.Timer(PATIENCE, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            header = json.loads(self._process.stdout.readline())
            sound = self._process.stdout.read(header["bytes"])
        finally:
            timer.cancel()
        if len(sound) < header["bytes"]:
            raise OSError("espeak-ng ended in the middle of a sentence")
        return header, sound


def _clean(text: str) -> str:
    """What can be said: composed, on one line, without control characters (some are commands to espeak-ng)."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter for letter in text)
    text = " ".join(text.split())
    if len(text) > LONGEST_TEXT:
        raise InputError(
            "This sentence has {found:,} characters; at most {most} can be said. Shorten it.",
            found=len(text), most=LONGEST_TEXT,
        )  # fmt: skip
    return text


def _utterance(text: str, voice: Voice, header: dict[str, Any], sound: bytes) -> Utterance:
    import soxr

    if header.get("refused") == "long":
        raise InputError("This sentence takes more than {most} seconds to say. Shorten it.", most=int(LONGEST))
    heard = [
        (name.lstrip(STRESS), at, position)
        for name, at, position in header.get("phonemes", ())
        if not name.startswith("(")
    ]
    if not any(name for name, _, _ in heard):
        raise InputError("There is nothing to say in {text}. Type some words.", text=repr(text)[:60])
    rate = header["rate"]
    ends = [at for _, at, _ in heard[1:]] + [len(sound) // 2]
    timed = [
        (Segment(name, MARGIN + at / rate, MARGIN + end / rate), position)
        for (name, at, position), end in zip(heard, ends, strict=True)
        if name and end > at
    ]
    spoken = np.frombuffer(sound, "<i2").astype(np.float32) / 2**15
    silence = np.zeros(round(MARGIN * SAMPLE_RATE), np.float32)
    samples = np.clip(np.concatenate([silence, soxr.resample(spoken, rate, SAMPLE_RATE), silence]), -1, 1)
    samples.flags.writeable = False
    return Utterance(samples, text, tuple(phoneme for phoneme, _ in timed), _words(text, timed), str(voice))


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
    if "\u3400" <= text[start] <= "\u9fff":
        for first, last in spans[number + 1 : after]:
            if first != end or not "\u3400" <= text[first] <= "\u9fff":
                break
            end = last
        return text[start:end]
    return re.sub(r"^\W+(?=\w)|(?<=\w)\W+$", "", text[start:end])
