"""Pictures being painted pixel by pixel, one of them large: what was believed before each pixel, and the die that
fell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from core.nn.sampling import STAGES, Sampling, stages
from dashboard.components.assets import loader
from dashboard.components.pack import pack

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
        "A row is a level of the pixel, a column what one slider makes of the column before it; pale rows are cut off"
        " there. The framed level is the one that came. Point at any pixel to see its own."
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
    "wall_how": "One pixel of every picture at each step, each with dice of its own. Click one to see it large.",
}
"""Every word it shows (message ids of the catalogues)."""

_draw = st.components.v2.component("painting", js=loader("painting/index.js"))


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
) -> dict[str, Any] | None:
    """Draw pictures with their player and return where the viewer last stopped, ``{pixel}``, or None.

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
        Names this player in the session state, where ``place`` holds what is returned, and ``picture``, while `on_pick`
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
    """
    data = payload(
        painted,
        sampling,
        palette,
        names,
        key=key,
        chosen=chosen,
        pixel=pixel,
        look=look,
        group=group,
        space=space,
        translate=translate,
    )
    return _draw(key=key, data=data, on_place_change=on_change or _nothing, on_picture_change=on_pick or _nothing).place


def _nothing() -> None:
    """Listen, so that the place is kept in the session state."""


def payload(
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
) -> bytes:
    """What `painting` sends to the browser (see there): a header and arrays, as `pack` lays them out.

    Of all pictures go the levels, ``pictures`` (picture, row, column), and which pixels were ``given`` (pixel,). Of the
    chosen one, pixel after pixel: ``stages`` (stage, pixel, level), its distribution before and after every slider;
    ``begins`` (pixel, level), where each level's stretch begins when the last one is laid end to end; ``dice``
    (pixel,), −1 where a pixel was given; ``surprise`` (pixel,) in bits, by the network's own distribution.

    Raises
    ------
    ValueError
        If there is no picture.
    """
    count, height, width = painted.pictures.shape
    if not count:
        raise ValueError("there is no picture to draw")
    chosen = min(chosen, count - 1)
    given = painted.given.all(0).ravel()  # (N,)
    levels = painted.pictures[chosen].ravel().astype(int)  # (N,)
    believed = painted.probability[chosen].reshape(height * width, -1)  # (N, L)
    distributions = stages(believed, sampling)  # (S, N, L)
    last = height * width - 1
    header = {
        "key": key,
        "group": group,
        "space": space,
        "height": height,
        "width": width,
        "levels": believed.shape[1],
        "palette": np.asarray(palette).tolist(),
        "names": list(names),
        "chosen": chosen,
        "pixel": last if pixel is None else min(pixel, last),
        "look": look,
        "settings": settings(sampling),
        "words": {name: translate(words) for name, words in WORDS.items()},
    }
    arrays = {
        "pictures": painted.pictures,
        "given": given,
        "stages": distributions,
        "begins": np.cumsum(distributions[-1], -1) - distributions[-1],
        "dice": np.where(given, -1.0, painted.dice[chosen].ravel()),
        "surprise": surprise(believed, levels),
    }
    return pack(header, arrays)


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
