"""Scenes and what networks said of them: of several networks, of one over its training, or of one on many scenes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from core.trace.schema import tokens_of
from dashboard.charts.colours import COLOURS
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {"end": "end", "right": "right", "wrong": "wrong", "all": "all words", "choose": "Look at this one"}
"""The words it shows (message ids of the catalogues)."""

TELLINGS = Component("tellings", WORDS)


@dataclass(frozen=True, eq=False)
class Telling:
    """One scene, told.

    Attributes
    ----------
    name : str
        What is reported when it is chosen.
    title, note : str
        What it is called, and what else is to be said of it; in the viewer's language.
    pixels : ndarray, shape (side, side, 3)
        What was seen, 0 … 1.
    caption, truth : str
        What was said, and what is right; empty where that is not known.
    tokens : tuple of str
        The words with a picture each; none where only the scene is shown.
    alignment, gold : ndarray, shape (tokens, cells), or None
        Where each of them looked, and the place that it names.
    current : bool
        Whether it is framed as the one in view.
    """

    name: str
    title: str
    note: str
    pixels: np.ndarray
    caption: str
    truth: str
    tokens: tuple[str, ...] = ()
    alignment: np.ndarray | None = None
    gold: np.ndarray | None = None
    current: bool = False


def told(trace: xr.Dataset, name: str, title: str, note: str = "", *, current: bool = False) -> Telling:
    """A trace of `core.labs.captioning.model.Captioner` as an exhibit."""
    arrays = {
        short: trace[long].transpose("target", "source").values if long in trace and "alignment" in trace else None
        for short, long in (("alignment", "alignment"), ("gold", "gold_alignment"))
    }
    return Telling(
        name,
        title,
        note,
        trace["pixel"].transpose("row", "column", "channel").values,
        trace.attrs["output"],
        trace.attrs["reference"],
        tuple(token.strip() for token in tokens_of(trace, "target")),
        **arrays,
        current=current,
    )


def tellings(
    exhibits: Sequence[Telling],
    *,
    key: str,
    coverage: bool = False,
    translate: Callable[[str], str] = str,
    on_choose: Callable[[], None] | None = None,
) -> None:
    """Draw exhibits: a row for each whose words have pictures, else tiles side by side.

    Parameters
    ----------
    exhibits : sequence of Telling
        At least one.
    key : str
        Names this picture in the session state, where ``chosen`` holds, while `on_choose` is called, the name of the
        one that was clicked.
    coverage : bool
        Whether a last picture shows where all words together looked.
    translate : callable
        Takes an English message to the viewer's language.
    on_choose : callable, optional
        Called before the rerun that a click causes; without it, nothing can be clicked.

    Raises
    ------
    ValueError
        If there is no exhibit.
    """
    if not exhibits:
        raise ValueError("there is at least one exhibit")
    TELLINGS.draw(
        key=key,
        numbers=numbers(_numbers, tuple(exhibits)),
        view={"choosable": on_choose is not None, "coverage": coverage},
        labels={"gold": COLOURS["gold_alignment"]},
        translate=translate,
        on={"chosen": on_choose},
    )


def _numbers(exhibits: Sequence[Telling]) -> Facts:
    """Of exhibit k ``pixel{k}`` and, where it has them, ``alignment{k}`` and ``gold{k}``."""
    items, arrays = [], {}
    for k, one in enumerate(exhibits):
        facts = {name: getattr(one, name) for name in ("name", "title", "note", "caption", "truth", "current")}
        items.append({**facts, "tokens": list(one.tokens)})
        arrays[f"pixel{k}"] = one.pixels.astype(np.float32)
        for name in ("alignment", "gold"):
            if (values := getattr(one, name)) is not None:
                arrays[f"{name}{k}"] = values
    return {"items": items}, arrays
