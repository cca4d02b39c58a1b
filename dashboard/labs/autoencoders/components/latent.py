"""The plane of codes, any place of which is decoded as the viewer drags."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.labs.autoencoders.laid_out import LaidOut
from dashboard.charts.colours import VERMILLION
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "plane": "The plane of codes",
    "plane_how": (
        "Every place is a code; under it lies, pale, what the decoder makes of it. Drag the point, or use the arrow"
        " keys; press a code to go there. Dashed: 1, 2 and 3 standard deviations of N(0, I)."
    ),
    "cut_how": (
        "A cut through the space of codes, where they vary most. Drag the point, or use the arrow keys; press a"
        " code to go there, and what the cut does not show stays as in that picture."
    ),
    "drag": "The code that is decoded; arrow keys move it, with Shift in small steps",
    "decoded": "decoded",
    "holes": "nothing recognised",
    "codes": "held-out pictures",
    "title": "Decoded",
    "how": "What the decoder makes of the code under the point, computed here as you drag.",
    "picture": "Held-out picture {number} ({name}): joined to the point by a line.",
    "unnamed": "Held-out picture {number}: joined to the point by a line.",
    "rest": "The other numbers of the code are as in it.",
    "middle": "The other numbers of the code are in their middle.",
    "before": "The held-out picture before",
    "back": "Back to the code of this picture",
    "next": "The next held-out picture",
    "throw": "A random code from N(0, I)",
    "thrown": "{recognised} of {thrown} random codes recognised",
    "nearest": "The nearest training pictures",
    "recognised": "Recognised: all five show {name}, the nearest at a distance of {distance}.",
    "near": "As near to a training picture as real ones are: {distance}, at most {reach}.",
    "far": "Not recognised: the nearest is at a distance of {distance}, farther than {reach}.",
    "torn": "Not recognised: the five do not show the same.",
}
"""Every word it shows (message ids of the catalogues)."""

CLASSES = (
    "#4E9BE0",
    "#E69F00",
    "#2FB588",
    "#E05C4B",
    "#B07CE8",
    "#C7A200",
    "#E77FB3",
    "#5CC4D6",
    "#9A7B5B",
    "#8DB833",
)
"""A colour for each class; of more than these, the first ones come again."""

LATENT = Component("latent", WORDS)


def latent(
    laid: LaidOut,
    *,
    key: str,
    cursor: tuple[int, ...],
    group: str | None = "latent",
    translate: Callable[..., str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw the plane; the session state holds the ``cursor``, where the viewer settled.

    Parameters
    ----------
    laid : LaidOut
        The network in view.
    key : str
        Names this picture in the session state.
    cursor : tuple of int, length 3
        Where the point stands at first: 0 … 1000 to the right and up, and the held-out picture that it belongs to,
        counted from 1, or 0.
    group : str, optional
        Pictures of one group go together.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a chosen place causes.
    """
    words = WORDS if len(laid.origin) == 2 else {**WORDS, "plane_how": WORDS["cut_how"]}
    LATENT.draw(
        key=key,
        numbers=numbers(_numbers, laid),
        view={"group": group, "cursor": dict(zip(("across", "up", "of"), cursor, strict=True))},
        labels={"names": [translate(name) if name else "" for name in laid.names], "colours": CLASSES}
        | {"hole": VERMILLION},
        words={name: text for name, text in words.items() if name != "cut_how"},
        translate=translate,
        on={"cursor": on_change},
    )


def _numbers(laid: LaidOut) -> Facts:
    """Decoder, plane and judge; ``codes`` and ``seen`` of the ``held_out`` pictures, and the ``training`` ones."""
    facts: Mapping[str, object] = {
        **{name: getattr(laid, name) for name in ("height", "width", "reach", "judge_reach")},
        "decoder": {"sizes": laid.sizes, "weights": laid.weights},
        "origin": laid.origin.tolist(),
        "axes": laid.axes.tolist(),
        "classes": laid.classes.tolist(),
        "training_classes": laid.training_classes.tolist(),
    }
    return facts, {name: getattr(laid, name) for name in ("codes", "seen", "held_out", "training")}
