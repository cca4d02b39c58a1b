"""The equations of a captioner, above its picture."""

from __future__ import annotations

import streamlit as st
import xarray as xr

from dashboard.labs.captioning.charts.equations import captioner_equations
from dashboard.language import translate as _
from dashboard.panels.equations import equations_panel, in_two_columns


def captioning_equations(trace: xr.Dataset, target: int, source: int) -> None:
    """A panel with the equations of the network, score and weight followed by their values at this word and cell."""
    panel = equations_panel()
    if not panel.open:
        return
    with panel:
        if "alignment" in trace:
            st.caption(
                _(
                    "Word t = {target}, cell i = {source}, counted row by row. Click a word to pin another.",
                    target=target + 1,
                    source=source + 1,
                )
            )
        else:
            st.caption(_("This network has no attention: v is all that the decoder is given of the picture."))
        in_two_columns(captioner_equations(trace, target, source))
