"""The equations of a listener, above its picture."""

from __future__ import annotations

import streamlit as st
import xarray as xr

from dashboard.labs.speech_recognition.charts.equations import listener_equations as written
from dashboard.language import translate as _
from dashboard.panels.equations import equations_panel, in_two_columns


def listener_equations(trace: xr.Dataset, match: str, target: int, source: int) -> None:
    """A panel with the equations of a listener; score, weight and probability have their values at this token and
    moment.
    """
    panel = equations_panel()
    if not panel.open:
        return
    with panel:
        st.caption(
            _(
                "Output token i = {target}, source position j = {source}, which begins at {seconds}. Click a row of the"
                " matrix to pin another.",
                target=target + 1,
                source=source + 1,
                seconds=str(trace["source_token"].values[source]),
            )
        )
        equations = written(trace, match, target, source)
        in_two_columns(equations)
