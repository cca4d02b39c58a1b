"""Several translations side by side, of several networks or before and after a change: one cursor over all their
alignments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st
import xarray as xr

from core.trace.schema import VARIABLES, tokens_of
from dashboard.charts.colours import COLOURS
from dashboard.components.assets import loader
from dashboard.components.pack import pack

WORDS = {
    "matrix": "An alignment matrix",
    "gold": "the true alignment",
    "choose": "Turn the page to this network",
    "right": "right",
    "wrong": "wrong",
    "error": "AER",
}
"""The words it shows, besides its title and how to read it (message ids of the catalogues)."""

_draw = st.components.v2.component("gallery", js=loader("gallery/index.js"))


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
) -> str | None:
    """Draw the exhibits and return the name of the one that was clicked, in the run that this click causes only.

    Parameters
    ----------
    exhibits : sequence of Exhibit
        At least one.
    title, how : str
        What is shown and how to read it, in the viewer's language.
    key : str
        Names this picture in the session state, where ``chosen`` holds what is returned while `on_change` is called.
    cursor : (int, int), optional
        The target and the source position that are marked while nobody points.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a click causes; without it, nothing can be clicked.
    """
    data = payload(exhibits, title, how, cursor=cursor, choosable=on_change is not None, translate=translate)
    return _draw(key=key, data=data, on_chosen_change=on_change or _nothing).chosen


def _nothing() -> None:
    """Listen, so that the click is reported."""


def payload(
    exhibits: Sequence[Exhibit],
    title: str,
    how: str,
    *,
    cursor: tuple[int, int] | None = None,
    choosable: bool = False,
    translate: Callable[[str], str] = str,
) -> bytes:
    """What `gallery` sends to the browser: a header, and for exhibit k ``alignment{k}`` and ``gold{k}`` (target,
    source).

    Raises
    ------
    ValueError
        If there is no exhibit.
    """
    if not exhibits:
        raise ValueError("a gallery has at least one exhibit")
    items, arrays = [], {}
    for k, exhibit in enumerate(exhibits):
        trace = exhibit.trace
        told = {name: getattr(exhibit, name) for name in ("name", "title", "formula", "note", "error", "current")}
        output, reference = trace.attrs["output"], trace.attrs["reference"]
        right = output == reference if reference else None
        tokens = {dim: tokens_of(trace, dim) for dim in ("source", "target")}
        items.append({**told, **tokens, "output": output, "right": right})
        for short, name in (("alignment", "alignment"), ("gold", "gold_alignment")):
            if name in trace:
                arrays[f"{short}{k}"] = trace[name].transpose("target", "source").values
    header = {
        "items": items,
        "cursor": cursor,
        "choosable": choosable,
        "quantities": {
            name: {"colour": COLOURS[name], "symbol": VARIABLES[name].symbol}
            for name in ("alignment", "gold_alignment")
        },
        "words": {"title": title, "how": how} | {name: translate(words) for name, words in WORDS.items()},
    }
    return pack(header, arrays)
