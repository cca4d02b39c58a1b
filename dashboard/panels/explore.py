"""A closer look at one matrix: zoom with the pointer, read every value, take it away as a picture."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
import xarray as xr

from dashboard.charts.colours import QUANTITIES
from dashboard.heat_maps import matrix
from dashboard.language import translate as _


def explore(trace: xr.Dataset, variables: Sequence[str], labels: dict[str, str], **at: int) -> None:
    """An expander that holds one quantity as a matrix; drawn only once it is opened.

    Parameters
    ----------
    trace : Dataset
        As `core.trace.schema.check` returns it.
    variables : sequence of str
        The quantities to choose from.
    labels : dict
        The matrix's two dimensions, rows first, and what to call them.
    **at : int
        Where to stand on the dimensions that are not drawn (``layer=0``).
    """
    panel = st.expander(_("Zoom into one matrix"), icon=":material/zoom_in:", key="explore", on_change="rerun")
    if not panel.open or not variables:
        return
    with panel:
        name = st.segmented_control(
            _("Quantity"),
            list(variables),
            default=variables[0],
            key="explored",
            required=True,
            format_func=_called,
        )
        values = trace[name].isel(at).transpose(*labels)
        matrix(st, values, labels, alt=_called(name), width="stretch", key="matrix", config={"displaylogo": False})
        st.caption(
            _(
                "Rows: {rows}. Columns: {columns}. Drag to zoom, double-click to return, camera icon to save a"
                " picture.",
                **dict(zip(("rows", "columns"), labels.values(), strict=True)),
            )
        )


def _called(variable: str) -> str:
    return f"{_(QUANTITIES[variable].label)} {QUANTITIES[variable].symbol}"
