"""A lab at a glance: the few numbers of its shipped run that the home page draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.trace.schema import VARIABLES
from dashboard.charts.colours import COLOURS, DIVERGING, SLOT_COLOURS
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

PREVIEW = Component("preview")


def preview(told: dict[str, Any], *, key: str, translate: Callable[..., str]) -> None:
    """Draw what `core.previews.preview` took from a trace.

    Parameters
    ----------
    told : dict
        Tokens with one value each, the two token lists of an alignment and its rows, or the rows of a picture.
    key : str
        The component's key.
    translate : callable
        Puts a sentence into the viewer's language.
    """
    if "slots" in told:
        caption = translate("Each word on the colour of the slot that the network put it into.")
        colours = [SLOT_COLOURS[slot] for slot in told["slots"]]
        PREVIEW.draw(key=key, numbers=numbers(_numbers, told), labels={"colours": colours, "label": caption})
        st.caption(caption)
        return
    quantity = "surprise" if "pixels" in told else told.get("quantity", "alignment")
    if "answers" in told:
        caption = translate(
            "One head reading its own sequence: rows look, columns are looked at. From the second bar on it finds the"
            " token that followed last time."
        )
    elif "pixels" in told:
        caption = translate(
            "A digit that the network has never seen, read pixel by pixel; on the right the surprise {symbol} of each"
            " pixel: dark where it could not have known.",
            symbol=VARIABLES[quantity].symbol,
        )
    elif quantity == "alignment":
        caption = translate(
            "Rows: what is written. Columns: what is read. The fuller the colour of a cell, the more the network"
            " attends there."
        )
    elif quantity == "surprise":
        caption = translate(
            "Each token on the colour of its surprise {symbol}, and the same numbers as a line: high where a word"
            " begins, low where it can only end in one way.",
            symbol=VARIABLES[quantity].symbol,
        )
    elif "task" in told:
        caption = translate(
            "A digit and then letters, each on the colour of {quantity} {symbol} of unit {unit}, and the same numbers"
            " as a line. After all these steps the network can still name the digit.",
            quantity=translate(VARIABLES[quantity].label),
            symbol=VARIABLES[quantity].symbol,
            unit=told["unit"],
        )
    else:
        caption = translate(
            "Each character on the colour of {quantity} {symbol} of unit {unit}, and the same numbers as a line. The"
            " network was never told about quotation marks.",
            quantity=translate(VARIABLES[quantity].label),
            symbol=VARIABLES[quantity].symbol,
            unit=told["unit"],
        )
    labels = {
        "colour": COLOURS[quantity],
        "negative": DIVERGING[0],
        "positive": DIVERGING[1],
        "label": caption,
    }
    PREVIEW.draw(key=key, numbers=numbers(_numbers, told), labels=labels)
    st.caption(caption)


def _numbers(told: dict[str, Any]) -> Facts:
    """No arrays: they come as lists of JSON, and are few."""
    return told, {}
