"""A closer look at one matrix: zoom with the pointer, read every value, take it away as a picture."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
import xarray as xr

from core.traces import VARIABLES
from dashboard.language import translate as _


def explore(trace: xr.Dataset, variables: Sequence[str], layer: int) -> None:
    """An expander that holds one quantity of a layer, units over time; drawn only once it is opened."""
    panel = st.expander(_("Zoom into one matrix"), icon=":material/zoom_in:", key="explore", on_change="rerun")
    if not panel.open:
        return
    with panel:
        from dashboard.charts.matrix import explore as matrix

        name = st.segmented_control(
            _("Quantity"), list(variables), default=variables[0], key="explored", bind="query-params", required=True,
            format_func=lambda variable: f"{_(VARIABLES[variable].label)} {VARIABLES[variable].symbol}",
        )  # fmt: skip
        values = trace[name].isel(layer=layer).transpose("unit", "time")
        st.plotly_chart(
            matrix(values, {"unit": _("unit"), "time": _("time step")}),
            width="stretch",
            key="matrix",
            config={"displaylogo": False},
        )
        st.caption(
            _(
                "One row a unit, one column a time step. Drag to zoom, double-click to return, camera icon to save a picture."
            )
        )
