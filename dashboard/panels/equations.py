"""The equations above the pictures, with the numbers of the pinned step written behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st
import xarray as xr

from dashboard.charts.equations import Equation
from dashboard.charts.equations import cell_equations as written
from dashboard.language import translate as _

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer


def equations_panel() -> ExpanderContainer:
    """The expander of the equations; nothing is computed or drawn in it until it is opened."""
    title = _("The equations, with the numbers of the pinned step")
    return st.expander(title, icon=":material/function:", key="equations", on_change="rerun")


def cell_equations(trace: xr.Dataset, time: int, layer: int, unit: int) -> None:
    """An expander with the cell's equations, each followed by its value at this step and unit."""
    panel = equations_panel()
    if not panel.open:
        return
    with panel:
        st.caption(
            _(
                "Step {time}, layer {layer}, unit {unit}. Click a character or a heat map to pin another.",
                time=time,
                layer=layer,
                unit=unit,
            )
        )
        equations = written(trace, time, layer, unit)
        for column, half in zip(st.columns(2), (equations[::2], equations[1::2]), strict=True):
            for equation in half:
                column.latex(f"{equation.formula} {equation.numbers}")


def in_two_columns(equations: Sequence[Equation]) -> None:
    """Equations with their numbers behind them, the first half on the left."""
    middle = -(-len(equations) // 2)
    for column, half in zip(st.columns(2), (equations[:middle], equations[middle:]), strict=True):
        for equation in half:
            column.latex(f"{equation.formula} {equation.numbers}")
