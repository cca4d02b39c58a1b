"""The closer look "unrolled": the copies of the network that read the sentence, one for each word."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st
import xarray as xr

from dashboard.frame.moment import Moment
from dashboard.language import translate as _


class Tagged(NamedTuple):
    """The networks in view, the sentence that they read, and what happened inside each."""

    moments: list[Moment]
    text: str
    traces: list[xr.Dataset]


def unrolled_sentences(read: Tagged) -> None:
    """A copy for each word; the error of a word flows back through the words before it."""
    from core.labs.slot_filling.unrolled import unrolled_sentence
    from dashboard.panels.unrolled import unrolled

    lengths = [trace.sizes["time"] for trace in read.traces]
    if any(trace.attrs["directions"] == 2 for trace in read.traces):
        st.caption(
            _(
                "This network reads in both directions. Drawn is the row of copies that reads from the left; the other"
                " row is its mirror image."
            )
        )
    unrolled(read.moments, [read.text] * len(read.moments), lengths, unrolled_sentence)
