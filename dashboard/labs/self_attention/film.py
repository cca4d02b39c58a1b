"""A head being born: its matrix on this sequence at every checkpoint of the run."""

from __future__ import annotations

from core.analyses.alignment import alignment_error_rate, links_in_blocks
from core.trace.schema import tokens_of
from dashboard import state
from dashboard.components.film import WORDS as FILM
from dashboard.components.film import film as draw_film
from dashboard.labs.self_attention.subject import Looked
from dashboard.language import translate as _

WORDS = {
    "title": "The head being born",
    "how": (
        "The matrix of the chosen head on the same sequence at every checkpoint. Press play and watch it find its"
        " place; click a frame and the whole page travels there."
    ),
    "gold": "where the answer stands",
    "matrix": "The chosen head in this frame",
    "curve": "Answers not looked at",
    "curve_how": "The share of the questions at which this head looks most at a wrong place.",
    "error": "missed",
}
"""What the film says of a head (message ids of the catalogues)."""

FRAMES = 24
"""How many checkpoints the film shows."""


def film(subject: Looked) -> None:
    """The matrix of the chosen head over the training."""
    points = subject.moment.history(FRAMES)
    traces = [point.trace(subject.puzzle) for point in points]
    at = {"layer": subject.layer, "head": subject.head}
    matrices = [trace["alignment"].isel(at).transpose("target", "source").values for trace in traces]
    gold = traces[0]["gold_alignment"].transpose("target", "source").values
    frames = [
        (
            point.checkpoint.step,
            matrix,
            alignment_error_rate(*links_in_blocks(matrix, gold.astype(bool))) if gold.any() else None,
        )
        for point, matrix in zip(points, matrices, strict=True)
    ]
    tokens = tokens_of(traces[0], "source")
    key = f"birth:{subject.moment.run.id}"
    draw_film(
        frames,
        tokens,
        tokens,
        gold if gold.any() else None,
        key=key,
        current_step=subject.moment.checkpoint.step,
        words={**FILM, **WORDS},
        translate=_,
        on_change=lambda: subject.moment.travel_to(state.get(key)["step"]),
    )
