"""The equations above the pictures, with the numbers of the pinned step written behind them."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any

import streamlit as st
import xarray as xr

from dashboard import state
from dashboard.charts.equations import Equation
from dashboard.charts.equations import cell_equations as written
from dashboard.frame.head import tools
from dashboard.language import translate as _

OPEN = "equations"


class Equations:
    """Where equations are drawn while they are open: at the place where `equations_panel` was called.

    Attributes
    ----------
    open : bool
        Whether the viewer wants to see them; nothing is computed or drawn until then.
    """

    def __init__(self, place: Any) -> None:
        self.open = place is not None
        self._place = place

    def __enter__(self) -> Any:
        return self._place.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._place.__exit__(kind, error, trace)


def equations_panel(about: str = "") -> Equations:
    """A button in the head of the page that opens the equations here, above the picture, and shuts them again.

    Parameters
    ----------
    about : str
        What they are, already translated; by default the equations with the numbers of the pinned step.
    """
    opened = bool(state.get(OPEN))
    with tools():
        st.button(
            _("Equations"),
            icon=":material/function:",
            key="equations_button",
            type="primary" if opened else "tertiary",
            help=about or _("The equations, with the numbers of the pinned step"),
            on_click=lambda: state.put(OPEN, not opened),
        )
    return Equations(st.container(border=True, key="equations_panel") if opened else None)


def formula(*lines: str) -> None:
    """Equations (LaTeX) that no numbers belong to, behind the button in the head of the page."""
    panel = equations_panel(_("The equations of this page"))
    if panel.open:
        with panel:
            for line in lines:
                st.latex(line)


def cell_equations(trace: xr.Dataset, time: int, layer: int, unit: int) -> None:
    """A panel with the cell's equations, each followed by its value at this step and unit."""
    panel = equations_panel()
    if not panel.open:
        return
    with panel:
        st.caption(
            _(
                "Step {time}, layer {layer}, unit {unit}. Click a character or a heat map to pin another.",
                time=time + 1,
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
