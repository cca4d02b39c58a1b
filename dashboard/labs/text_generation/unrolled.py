"""The closer look "unrolled": the copies of the network that wrote the text, up to its player's token."""

from __future__ import annotations

from typing import NamedTuple

from core.systems.language.writing import Writing
from core.text.vocabulary import EOS
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.frame.names import CURSOR

MIDDLE = 12
"""Tokens that stand before the one whose error is looked at first, if there are so many."""


class WrittenTexts(NamedTuple):
    """The networks in view, what each has written, and the step at which the player rests, if the viewer set it."""

    moments: list[Moment]
    writings: list[Writing]
    step: int | None


def unrolled_writing(subject: WrittenTexts) -> None:
    """The last copies up to the player's token; a click on one of them moves the player there."""
    from core.systems.language.unrolled import unrolled_text
    from dashboard.panels.unrolled import unrolled

    step = _most_surprising(subject.writings[0]) if subject.step is None else subject.step
    written = [[token for token in writing.tokens if token != EOS] for writing in subject.writings]
    unrolled(
        subject.moments,
        ["".join(tokens) for tokens in written],
        [len(tokens) for tokens in written],
        unrolled_text,
        step=step,
        stand_at=lambda step: view.write(CURSOR, (step,)),
    )


def _most_surprising(writing: Writing) -> int:
    """The step before the token that was least expected, some way into the text: its error is worth following."""
    surprise = writing.surprise  # (N,)
    first = max(0, min(MIDDLE, len(surprise) - 1))
    return max(0, first + int(surprise[first:].argmax()) - 1) if len(surprise) else 0
