"""A scene that one can touch, what the network says of it, and the picture under the attention of every word."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr

from core.labs.captioning.scenes import COLOURS, GROUND, LEAST, MOST, MOST_OBJECTS, RADIUS, SHAPES
from core.trace.schema import tokens_of
from dashboard.charts.colours import COLOURS as OF_QUANTITIES
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

LIKELY = 5
"""Words that are shown of each distribution."""

WORDS = {
    "how": (
        "Light: where it looked before it wrote the word. Orange: the place that the word names. Drag an object, and"
        " look."
    ),
    "how_still": "Light: where it looked before it wrote the word.",
    "how_blind": (
        "This network looks nowhere: it was given the whole picture as one vector. Drag an object, and read."
    ),
    "picture": (
        "The picture: drag an object. By keyboard: space chooses the next object, arrow keys move it, c changes its"
        " colour, s its shape, + and − its size, a adds one, delete removes it"
    ),
    "colours": "Colour of the object",
    "shapes": "Shape of the object",
    "add": "Add an object",
    "remove": "Remove it",
    "undo": "Undo",
    "bigger": "Bigger",
    "smaller": "Smaller",
    "words": "The picture under the attention of each word",
    "words_blind": "The words",
    "next": "What could come here",
    "play": "Play",
    "pause": "Pause",
    "back": "One word back",
    "forward": "One word on",
    "scrub": "Word of the caption",
    "speed": "Speed",
    "step": "Word {step} of {steps}",
    "cell": "Row {row}, column {column}: attention {weight}",
    "most": "It looks most at row {row}, column {column}: {weight} of its attention",
    "right": "Right.",
    "wrong": "Wrong: it should be “{reference}”.",
    "unknown": "No caption of the kind that it learnt is right for this scene. Watch what it says.",
    "end": "end",
    "red": "red",
    "green": "green",
    "blue": "blue",
    "yellow": "yellow",
    "purple": "purple",
    "black": "black",
    "circle": "circle",
    "square": "square",
    "triangle": "triangle",
    "cross": "cross",
}
"""Every word it shows (message ids of the catalogues)."""

SEEING = Component("seeing", WORDS, room=34)


def seeing(
    trace: xr.Dataset,
    scene: str,
    *,
    key: str,
    cursor: tuple[int, int | None] = (0, None),
    known: bool = True,
    touch: bool = True,
    group: str | None = None,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
    on_scene: Callable[[], None] | None = None,
) -> None:
    """Draw a scene and its caption; the session state holds what the viewer made of both.

    Under ``scene`` there the scene stands as a text, after each change, and while an object is dragged; under
    ``cursor`` the place that was pinned last, ``{target, source, pins}``.

    Parameters
    ----------
    trace : Dataset
        Of `core.labs.captioning.model.Captioner.trace`, which wrote what it would.
    scene : str
        What is seen, as `core.labs.captioning.scenes.Scene` writes it.
    key : str
        Names this picture in the session state.
    cursor : (int, int or None)
        The word and the cell to begin with; None stands for the cell that is looked at most.
    known : bool
        Whether a right caption of the scene is known.
    touch : bool
        Whether the scene is drawn, so that it can be changed; else it is a picture as it is.
    group : str, optional
        Pictures of one group share their cursor.
    translate : callable
        Takes an English message to the viewer's language.
    on_change, on_scene : callable, optional
        Called before the rerun that pinning a word, or touching the scene, causes.
    """
    SEEING.draw(
        key=key,
        numbers=numbers(_numbers, trace),
        view={
            "scene": scene,
            "cursor": {"target": cursor[0], "source": cursor[1]},
            "known": known,
            "touch": touch,
            "group": group,
        },
        labels={
            "colours": COLOURS,
            "shapes": list(SHAPES),
            "ground": GROUND,
            "side": trace.sizes["row"],
            "radius": [LEAST, RADIUS, MOST],
            "most": MOST_OBJECTS,
            "gold": OF_QUANTITIES["gold_alignment"],
            "probability": OF_QUANTITIES["probability"],
        },
        translate=translate,
        on={"cursor": on_change, "scene": on_scene},
    )


def _numbers(trace: xr.Dataset) -> Facts:
    """``pixel`` (row, column, channel); ``likely`` (target, rank) and ``written`` (target,), probabilities; with
    attention ``alignment`` and, where it is known, ``gold`` (target, source).
    """
    p = trace["probability"].transpose("target", "vocabulary").values  # (T, V)
    words, tokens = tokens_of(trace, "vocabulary"), tokens_of(trace, "target")
    order = np.argsort(-p, axis=1, kind="stable")[:, :LIKELY]  # (T, 5)
    facts = {
        "tokens": [token.strip() for token in tokens],
        "likely": [[words[n].strip() for n in row] for row in order],
        "grid": int(trace.attrs["grid"]),
        "output": trace.attrs["output"],
        "reference": trace.attrs["reference"],
    }
    arrays = {
        "pixel": trace["pixel"].transpose("row", "column", "channel").values,
        "likely": np.take_along_axis(p, order, axis=1),
        "written": p[np.arange(len(tokens)), [words.index(token) for token in tokens]],
    }
    for short, name in (("alignment", "alignment"), ("gold", "gold_alignment")):
        if name in trace and "alignment" in trace:
            arrays[short] = trace[name].transpose("target", "source").values
    return facts, arrays
