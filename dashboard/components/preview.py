"""A lab at a glance: the few numbers of its shipped run that the home page draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.lab import Lab
from dashboard.charts.colours import DIVERGING
from dashboard.components.base import WORDS, Component
from dashboard.components.numbers import Facts, numbers

PREVIEW = Component("preview", picture=False)


def preview(lab: Lab, few: dict[str, Any], *, key: str, translate: Callable[..., str]) -> None:
    """Draw what `core.lab.Lab.preview` took from a trace, with the lab's sentence on how to read it.

    Parameters
    ----------
    lab : Lab
        Whose numbers they are.
    few : dict
        Tokens with one value each, the two token lists of an alignment and its rows, the rows of a picture, points and
        a way through them, or points on a surface.
    key : str
        The component's key.
    translate : callable
        Puts a sentence into the viewer's language.
    """
    quantity = lab.schema.quantities[few["quantity"]]
    caption = caption_of(lab, few, translate)
    labels = {"colour": quantity.colour, "negative": DIVERGING[0], "positive": DIVERGING[1], "label": caption}
    labels["largest"] = translate(WORDS["largest"])
    if "colours" in few:
        labels["colours"] = few["colours"]
    PREVIEW.draw(key=key, numbers=numbers(_numbers, few), labels=labels)
    st.caption(caption)


def caption_of(lab: Lab, few: dict[str, Any], translate: Callable[..., str]) -> str:
    """The lab's sentence on how to read what `core.lab.Lab.preview` took from a trace."""
    quantity = lab.schema.quantities[few["quantity"]]
    said = {"quantity": translate(quantity.label), "symbol": quantity.symbol, "unit": few.get("unit", "")}
    return translate(lab.preview_caption, **said)


def _numbers(few: dict[str, Any]) -> Facts:
    """No arrays: they come as lists of JSON, and are few."""
    return few, {}
