"""Several translations side by side, of several networks or before and after a change: one cursor over all their
alignments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import xarray as xr

from core.trace.schema import tokens_of
from dashboard.charts.colours import COLOURS, DIVERGING, QUANTITIES
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "matrix": "An alignment matrix",
    "gold": "the true alignment",
    "choose": "Turn the page to this network",
    "right": "right",
    "wrong": "wrong",
    "error": "AER",
}
"""The words it shows, besides its title and how to read it (message ids of the catalogues)."""

GALLERY = Component("gallery", WORDS)


@dataclass(frozen=True)
class Exhibit:
    """One translation.

    Attributes
    ----------
    name : str
        What is reported when it is chosen.
    title, formula, note : str
        What it is called, what tells it from the others in symbols, and what else is to be said of it.
    trace : Dataset
        Of a translator; with ``alignment`` if it attends, and ``gold_alignment`` if that is known.
    error : float or None
        Its alignment error rate, where that is known.
    current : bool
        Whether it is framed as the one in view.
    """

    name: str
    title: str
    formula: str
    note: str
    trace: xr.Dataset
    error: float | None
    current: bool


def gallery(
    exhibits: Sequence[Exhibit],
    title: str,
    how: str,
    *,
    key: str,
    cursor: tuple[int, int] | None = None,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw the exhibits; a click on one reports its name.

    Parameters
    ----------
    exhibits : sequence of Exhibit
        At least one.
    title, how : str
        What is shown and how to read it, in the viewer's language.
    key : str
        Names this picture in the session state, where ``chosen`` holds the one that was clicked while `on_change` is
        called.
    cursor : (int, int), optional
        The target and the source position that are marked while nobody points.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a click causes; without it, nothing can be clicked.

    Raises
    ------
    ValueError
        If there is no exhibit.
    """
    if not exhibits:
        raise ValueError("a gallery has at least one exhibit")
    said = {"title": title, "how": how} | {name: translate(words) for name, words in WORDS.items()}
    fields = ("name", "title", "formula", "note", "error", "current")
    GALLERY.draw(
        key=key,
        numbers=numbers(_numbers, tuple(exhibit.trace for exhibit in exhibits)),
        view={"cursor": cursor, "choosable": on_change is not None},
        labels={
            "items": [{name: getattr(exhibit, name) for name in fields} for exhibit in exhibits],
            "quantities": {
                name: {"colour": COLOURS[name], "symbol": QUANTITIES[name].symbol}
                for name in ("alignment", "gold_alignment")
            },
            "diverging": DIVERGING,
            "words": said,
        },
        on={"chosen": on_change},
    )


def _numbers(traces: Sequence[xr.Dataset]) -> Facts:
    """For exhibit k ``alignment{k}`` and ``gold{k}`` (target, source)."""
    sentences, arrays = [], {}
    for k, trace in enumerate(traces):
        output, reference = trace.attrs["output"], trace.attrs["reference"]
        right = output == reference if reference else None
        tokens = {dim: tokens_of(trace, dim) for dim in ("source", "target")}
        sentences.append({**tokens, "output": output, "right": right})
        for short, name in (("alignment", "alignment"), ("gold", "gold_alignment")):
            if name in trace:
                arrays[f"{short}{k}"] = trace[name].transpose("target", "source").values
    return {"sentences": sentences}, arrays
