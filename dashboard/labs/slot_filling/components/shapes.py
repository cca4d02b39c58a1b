"""The five shapes of sequence problems, each a small drawing of what goes in, what is kept, and what comes out."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.charts.colours import COLOURS
from dashboard.components.base import Component

WORDS = {
    "1-1": "One in, one out: no sequence, no memory.",
    "1-n": "One in, many out: from a single start, a whole sequence is written.",
    "n-1": "Many in, one out: everything is read, and one answer is given.",
    "n-n": "Many in, as many out: an answer at every step.",
    "n-m": "Many in, others out: all is read first, then a sequence of another length is written.",
}
"""What each shape means (message ids of the catalogues)."""

INPUTS = {"1-1": (0,), "1-n": (0,), "n-1": (0, 1, 2, 3), "n-n": (0, 1, 2, 3), "n-m": (0, 1, 2)}
OUTPUTS = {"1-1": (0,), "1-n": (0, 1, 2, 3), "n-1": (3,), "n-n": (0, 1, 2, 3), "n-m": (3, 4)}
"""At which steps of the network something goes in, and at which something comes out."""

SHAPES = Component("shapes")


def shape(kind: str, *, key: str, translate: Callable[[str], str] = str) -> None:
    """Draw one of the shapes.

    Parameters
    ----------
    kind : str
        A key of `WORDS`: ``1-1``, ``1-n``, ``n-1``, ``n-n`` or ``n-m``.
    key : str
        The component's key.
    translate : callable
        Takes an English message to the viewer's language.
    """
    view = {
        "name": kind.replace("-", "–"),
        "inputs": INPUTS[kind],
        "outputs": OUTPUTS[kind],
        "steps": 1 + max(*INPUTS[kind], *OUTPUTS[kind]),
        "colours": {"x": COLOURS["input_gate"], "h": COLOURS["hidden_state"], "y": COLOURS["output_gate"]},
    }
    SHAPES.draw(key=key, view=view, labels={"says": translate(WORDS[kind])})
