"""A lab at a glance: the few numbers of its shipped run that the home page draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.lab import Lab
from dashboard.charts.colours import DIVERGING
from dashboard.components.assets import loader

_mount = st.components.v2.component("unrolled_preview", js=loader("preview/index.js"))


def preview(lab: Lab, numbers: dict[str, Any], *, key: str, translate: Callable[..., str]) -> None:
    """Draw what `core.lab.Lab.preview` took from a trace, with the lab's sentence on how to read it.

    Parameters
    ----------
    lab : Lab
        Whose numbers they are.
    numbers : dict
        Tokens with one value each, the two token lists of an alignment and its rows, or the rows of a picture.
    key : str
        The component's key.
    translate : callable
        Puts a sentence into the viewer's language.
    """
    quantity = lab.schema.quantities[numbers["quantity"]]
    caption = translate(
        lab.preview_caption,
        quantity=translate(quantity.label),
        symbol=quantity.symbol,
        unit=numbers.get("unit", ""),
    )
    look = {"colour": quantity.colour, "negative": DIVERGING[0], "positive": DIVERGING[1], "label": caption}
    # in a list, because Streamlit loads pandas to look for tables in a dict
    _mount(key=key, data=[{**numbers, **look}])
    st.caption(caption)
