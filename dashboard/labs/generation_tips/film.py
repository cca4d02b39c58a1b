"""The closer look "film": both networks being born, at every checkpoint of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from core.runs.store import Checkpoint
from dashboard import state
from dashboard.cache import computed_once
from dashboard.components.film import WORDS as FILM
from dashboard.components.film import film as draw_film
from dashboard.labs.generation_tips.components.tip import SIDES, titles
from dashboard.labs.generation_tips.subject import Generated
from dashboard.language import translate as _
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.labs.generation_tips.examples import Given

WORDS = {
    "how": (
        "The same example at every checkpoint. Press play and watch the dark cells find the framed ones; click a frame"
        " and the whole page travels there."
    ),
    "gold": "what is right",
    "matrix": "The matrix of this frame",
    "curve": "Wrong steps",
    "curve_how": "The share of steps at which the greatest number stands at a wrong place.",
    "error": "wrong steps",
}
"""What the film says of networks that generate (message ids of the catalogues)."""

FRAMES = 24
"""How many checkpoints the film shows."""


def film(subject: Generated) -> None:
    """A film for each network."""
    points = subject.moment.history(FRAMES)
    for column, side, title in zip(st.columns(2, gap="medium"), SIDES, titles(subject.tip), strict=True):
        frames = [_frame(point.checkpoint, subject.example, side == "with") for point in points]
        told = [(point.checkpoint.step, one.matrix, one.error) for point, one in zip(points, frames, strict=True)]
        key = f"birth:{side}:{subject.moment.run.id}"
        with column:
            draw_film(
                told,
                frames[0].columns,
                frames[0].rows,
                frames[0].gold,
                key=key,
                current_step=subject.moment.checkpoint.step,
                words={**FILM, **WORDS, "title": title},
                translate=_,
                on_change=lambda key=key: subject.moment.travel_to(state.get(key)["step"]),
            )


@computed_once
def _frame(checkpoint: Checkpoint, example: Given, remedy: bool) -> Any:
    from core.labs.generation_tips.born import frame

    return frame(model_at(checkpoint), example, remedy)
