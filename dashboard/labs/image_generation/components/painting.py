"""Pictures being painted pixel by pixel, one of them large: what was believed before each pixel, and the die that
fell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from core.nn.sampling import STAGES, Sampling, stages
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

if TYPE_CHECKING:
    from core.labs.image_generation.model import Painted

WORDS = {
    "play": "Play",
    "pause": "Pause",
    "back": "One step back",
    "forward": "One step forward",
    "scrub": "Pixel of the picture",
    "speed": "Speed",
    "step": "Pixel {step} of {steps}",
    "picture": "The picture, painted as far as the player has come: arrow keys move, space plays",
    "level": "level",
    "network": "1. What it believes",
    "temperature": "2. Temperature {value}",
    "top_k": "3. Top-k {value}",
    "top_p": "4. Top-p {value}",
    "all": "all",
    "table": "How the pixel is drawn",
    "table_how": (
        "Each row is a level of the pixel; each column is the distribution after one more slider, and pale rows are"
        " cut off there. The framed level is the one that came. Point at any pixel to see its own."
    ),
    "dice": "5. The die",
    "dice_how": (
        "All that is left, laid end to end from 0 to 1. A random number decides: the level it falls on is painted."
    ),
    "drawn": (
        "Row {row}, column {column}: the die {dice} falls on level {level}. The network gave it {p} %: {bits} bits of"
        " surprise."
    ),
    "came": (
        "Row {row}, column {column}: level {level} was given, not drawn. The network gave it {p} %: {bits} bits of"
        " surprise."
    ),
    "wall": "All painted at once",
    "wall_how": "One pixel of every picture at each step, each with its own random numbers. Click one to see it large.",
}
"""Every word it shows (message ids of the catalogues)."""

PAINTING = Component("painting", WORDS)


def painting(
    painted: Painted,
    sampling: Sampling,
    palette: np.ndarray,
    names: Sequence[str],
    *,
    key: str,
    chosen: int = 0,
    pixel: int | None = None,
    look: int | None = None,
    group: str = "",
    space: bool = True,
    translate: Callable[..., str] = str,
    on_change: Callable[[], None] | None = None,
    on_pick: Callable[[], None] | None = None,
) -> None:
    """Draw pictures with their player; the session state holds where the viewer last stopped, ``{pixel}``.

    Playing, stepping, scrubbing and pointing need no rerun; coming to rest causes one, and so does picking another
    picture. The player goes to `pixel` when that is another than in the last run and not where the viewer stopped;
    otherwise it stays where it is.

    Parameters
    ----------
    painted : Painted
        At least one picture, all with the same pixels given.
    sampling : Sampling
        The settings with which they were painted.
    palette : ndarray, shape (L, 3)
        The colour of each level, 0 … 255.
    names : sequence of str
        What is written under each picture.
    key : str
        Names this player in the session state, where ``place`` holds that, and ``picture``, while `on_pick`
        is called, the number of the picture that was clicked.
    chosen : int
        The picture that is drawn large.
    pixel : int, optional
        Where to begin, counted row after row; by default at the last one, the picture finished.
    look : int, optional
        The pixel whose distribution is shown as long as the picture is finished and nobody has touched the player.
    group : str, optional
        Paintings of the same group and size share their player and what the pointer is over.
    space : bool
        Whether the space bar plays when nothing on the page has the focus; else only when this has it.
    translate : callable
        Takes an English message to the viewer's language.
    on_change, on_pick : callable, optional
        Called before the rerun that coming to rest, or picking a picture, causes.

    Raises
    ------
    ValueError
        If there is no picture.
    """
    count, height, width = painted.pictures.shape
    if not count:
        raise ValueError("there is no picture to draw")
    last = height * width - 1
    PAINTING.draw(
        key=key,
        numbers=numbers(_numbers, painted, sampling, palette, min(chosen, count - 1)),
        view={"group": group, "space": space, "pixel": last if pixel is None else min(pixel, last), "look": look},
        labels={"names": list(names)},
        translate=translate,
        on={"place": on_change, "picture": on_pick},
    )


def _numbers(painted: Painted, sampling: Sampling, palette: np.ndarray, chosen: int) -> Facts:
    """What is painted.

    Of all pictures go the levels, ``pictures`` (picture, row, column), and which pixels were ``given`` (pixel,). Of the
    chosen one, pixel after pixel: ``stages`` (stage, pixel, level), its distribution before and after every slider;
    ``begins`` (pixel, level), where each level's stretch begins when the last one is laid end to end; ``dice``
    (pixel,), −1 where a pixel was given; ``surprise`` (pixel,) in bits, by the network's own distribution.
    """
    _, height, width = painted.pictures.shape
    given = painted.given.all(0).ravel()  # (N,)
    levels = painted.pictures[chosen].ravel().astype(int)  # (N,)
    believed = painted.probability[chosen].reshape(height * width, -1)  # (N, L)
    distributions = stages(believed, sampling)  # (S, N, L)
    facts = {
        "height": height,
        "width": width,
        "levels": believed.shape[1],
        "palette": np.asarray(palette).tolist(),
        "chosen": chosen,
        "settings": settings(sampling),
    }
    arrays = {
        "pictures": painted.pictures,
        "given": given,
        "stages": distributions,
        "begins": np.cumsum(distributions[-1], -1) - distributions[-1],
        "dice": np.where(given, -1.0, painted.dice[chosen].ravel()),
        "surprisal": surprise(believed, levels),
    }
    return facts, arrays


def surprise(believed: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """−log₂ of the probability, (..., L), that each level, (...), had: in bits."""
    p = np.take_along_axis(believed, levels[..., None], -1)[..., 0]
    return -np.log2(np.maximum(p, np.finfo(np.float32).tiny))


def settings(sampling: Sampling) -> list[dict[str, Any]]:
    """The columns of the table: a stage's name, and the value of its slider (None: it does nothing)."""
    idle = {"top_k": 0, "top_p": 1}
    return [{"name": STAGES[0]}] + [
        {"name": name, "value": None if getattr(sampling, name) == idle.get(name) else getattr(sampling, name)}
        for name in STAGES[1:]
    ]
