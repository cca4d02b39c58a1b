"""The equations of a translator, above its picture."""

from __future__ import annotations

import streamlit as st
import xarray as xr

from dashboard.labs.translation.charts.equations import translator_equations
from dashboard.language import translate as _
from dashboard.panels.equations import equations_panel, in_two_columns


def attention_equations(trace: xr.Dataset, target: int, source: int) -> None:
    """A panel with the equations of a translator, score and weight followed by their values at this pair of
    positions.
    """
    panel = equations_panel()
    if not panel.open:
        return
    with panel:
        if "alignment" in trace:
            st.caption(
                _(
                    "Output position i = {target}, source position j = {source}. Click a row of the matrix to pin"
                    " another.",
                    target=target + 1,
                    source=source + 1,
                )
            )
        elif "context" in trace:
            st.caption(_("Without attention the decoder sees the same vector at every step: the encoder's last state."))
        else:
            st.caption(
                _("Here the encoder’s last state is handed over once: it is the state that the decoder starts from.")
            )
        equations = translator_equations(trace, target, source)
        in_two_columns(equations)
