"""The closer look "beliefs": how the controller makes up its mind, at every checkpoint of the run."""

from __future__ import annotations

from dashboard import state
from dashboard.components.film import WORDS as FILM
from dashboard.components.film import film as draw_film
from dashboard.labs.architecture_search.questions import WORDS as QUESTIONS
from dashboard.labs.architecture_search.subject import Searched
from dashboard.language import translate as _
from dashboard.resources import asked_of

WORDS = {
    "title": "Beliefs being born",
    "how": (
        "A row is a question, a column one of the words that answer it: how likely the controller is to write that"
        " word, whatever it writes before. Press play; click a frame and the whole page travels there."
    ),
    "matrix": "The beliefs of this frame",
    "curve": "1 − expected reward",
    "curve_how": "What the controller may expect of the next child, over all designs, subtracted from 1.",
    "error": "1 − expected reward",
}
"""What the film says of beliefs (message ids of the catalogues)."""

FRAMES = 24
"""How many checkpoints the film shows."""


def beliefs(subject: Searched) -> None:
    """The probability of every word, over the training."""
    space = subject.shown.space
    frames = []
    for point in subject.moment.history(FRAMES):
        expected = point.checkpoint.metrics.get("expected_reward")
        matrix = asked_of(point.checkpoint, "marginals")  # (T, V)
        frames.append((point.checkpoint.step, matrix, None if expected is None else 1 - expected))
    key = f"birth:{subject.moment.run.id}"
    draw_film(
        frames,
        list(space.words),
        [_short(question.name) for question in space.questions],
        key=key,
        current_step=subject.moment.checkpoint.step,
        words={**FILM, **WORDS},
        translate=_,
        on_change=lambda: subject.moment.travel_to(state.get(key)["step"]),
    )


def _short(name: str) -> str:
    """What a question is called in one word."""
    word = _(QUESTIONS[name])
    return name if " " in word else word
