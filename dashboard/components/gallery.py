"""One sentence under several networks: their alignments side by side, with one cursor over all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st
import xarray as xr

from core.traces import VARIABLES, tokens_of
from dashboard.charts.colours import COLOURS
from dashboard.components.assets import loader
from dashboard.components.pack import pack

WORDS = {
    "title": "The same sentence, each network its own way",
    "how": "One matrix a network: a row is an output token, a column a source token, and every row adds up to 1. Point at a cell and all of them mark that place; click a name and the page turns to that network.",
    "matrix": "The alignment of this network",
    "gold": "the true alignment",
    "choose": "Turn the page to this network",
    "right": "right",
    "wrong": "wrong",
    "error": "AER",
}
"""Every word it shows (message ids of the catalogues)."""

_draw = st.components.v2.component("gallery", js=loader("gallery/index.js"))


@dataclass(frozen=True)
class Exhibit:
    """What hangs there of one network.

    Attributes
    ----------
    name : str
        What is reported when it is chosen.
    title, formula, note : str
        What it is called, what tells it from the others in symbols, and what else is to be said of it.
    trace : Dataset
        Its translation of the sentence; with ``alignment`` if it attends, and ``gold_alignment`` if that is known.
    error : float or None
        The alignment error rate of this sentence, where it is known.
    current : bool
        Whether it is the network in view.
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
    *,
    key: str,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> str | None:
    """Draw the exhibits and return the name of the one that was clicked, in the run that this click causes only.

    Parameters
    ----------
    exhibits : sequence of Exhibit
        At least one; all translate the same sentence.
    key : str
        Names this picture in the session state, where ``chosen`` holds what is returned while `on_change` is called.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a click causes.
    """
    return _draw(key=key, data=payload(exhibits, translate=translate), on_chosen_change=on_change or _nothing).chosen


def _nothing() -> None:
    """Listen, so that the click is reported."""


def payload(exhibits: Sequence[Exhibit], *, translate: Callable[[str], str] = str) -> bytes:
    """What `gallery` sends to the browser: a header, and for exhibit k ``alignment{k}`` and ``gold{k}`` (target, source).

    Raises
    ------
    ValueError
        If there is no exhibit, or one of another sentence.
    """
    if not exhibits:
        raise ValueError("a gallery shows at least one network")
    source = tokens_of(exhibits[0].trace, "source")
    items, arrays = [], {}
    for k, exhibit in enumerate(exhibits):
        trace = exhibit.trace
        if tokens_of(trace, "source") != source:
            raise ValueError(f"the network {exhibit.name!r} translated another sentence")
        told = {name: getattr(exhibit, name) for name in ("name", "title", "formula", "note", "error", "current")}
        output, reference = trace.attrs["output"], trace.attrs["reference"]
        right = output == reference if reference else None
        items.append({**told, "target": tokens_of(trace, "target"), "output": output, "right": right})
        for short, name in (("alignment", "alignment"), ("gold", "gold_alignment")):
            if name in trace:
                arrays[f"{short}{k}"] = trace[name].transpose("target", "source").values
    header = {
        "source": source,
        "items": items,
        "quantities": {name: {"colour": COLOURS[name], "symbol": VARIABLES[name].symbol} for name in ("alignment", "gold_alignment")},
        "words": {name: translate(words) for name, words in WORDS.items()},
    }  # fmt: skip
    return pack(header, arrays)
