"""Who speaks a synthesized sentence, and how."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import InputError

LANGUAGES = {
    "en-us": "English (America)",
    "en-gb": "English (Great Britain)",
    "en-gb-scotland": "English (Scotland)",
    "cmn": "Chinese (Mandarin)",
}
"""Languages that can be spoken, and what a viewer calls them."""

VARIANTS = ("", "f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7")
"""The standard voice, women's and men's; every language has them."""

SPEEDS, PITCHES = (80, 400), (0, 99)
"""Least and most words a minute; lowest and highest pitch."""


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
                "There is no voice {voice}. The languages are {languages}; each has the standard voice and these:"
                " {variants}.",
                voice=repr(self.name)[:60],
                languages=", ".join(LANGUAGES),
                variants=", ".join(VARIANTS[1:]),
            )
        if not SPEEDS[0] <= self.words_per_minute <= SPEEDS[1]:
            raise InputError(
                "A voice speaks {least} to {most} words per minute, not {found}.",
                least=SPEEDS[0],
                most=SPEEDS[1],
                found=self.words_per_minute,
            )
        if not PITCHES[0] <= self.pitch <= PITCHES[1]:
            raise InputError(
                "The pitch of a voice is {least} to {most}, not {found}.",
                least=PITCHES[0],
                most=PITCHES[1],
                found=self.pitch,
            )

    @property
    def name(self) -> str:
        """The language and the variant, as espeak-ng writes them: ``en-us+f2``."""
        return f"{self.language}+{self.variant}" if self.variant else self.language

    def __str__(self) -> str:
        variant = f", {self.variant}" if self.variant else ""
        return f"{LANGUAGES[self.language]}{variant}, {self.words_per_minute} wpm, pitch {self.pitch}"


VOICES = (
    Voice(),
    Voice("en-us", 160, 40, "m3"),
    Voice("en-us", 190, 60, "f2"),
    Voice("en-us", 150, 35, "m7"),
    Voice("en-us", 180, 70, "f4"),
)
"""American voices to learn from: men and women, slow and fast, low and high. The first one reads what a viewer types.
"""

MANDARIN = Voice("cmn", 160)
"""Who reads Chinese."""
