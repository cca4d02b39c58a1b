"""The equations above the pictures, with the numbers of the pinned step written behind them."""

from __future__ import annotations

from typing import Any

import streamlit as st
import xarray as xr

from dashboard.charts.equations import cell_equations as written
from dashboard.labs.speech_recognition.charts.equations import listener_equations as of_listener
from dashboard.labs.translation.charts.equations import translator_equations
from dashboard.language import translate as _


def _panel() -> Any:
    """The expander of the equations; nothing is computed or drawn in it until it is opened."""
    title = _("The equations, with the numbers of the pinned step")
    return st.expander(title, icon=":material/function:", key="equations", on_change="rerun")


def cell_equations(trace: xr.Dataset, time: int, layer: int, unit: int) -> None:
    """An expander with the cell's equations, each followed by its value at this step and unit."""
    panel = _panel()
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


def attention_equations(trace: xr.Dataset, target: int, source: int) -> None:
    """An expander with the equations of a translator, score and weight followed by their values at this pair of
    positions.
    """
    panel = _panel()
    if not panel.open:
        return
    with panel:
        if "alignment" in trace:
            st.caption(
                _(
                    "Output position i = {target}, source position j = {source}. Click a row of the matrix to pin"
                    " another.",
                    target=target,
                    source=source,
                )
            )
        elif "context" in trace:
            st.caption(_("Without attention the decoder sees the same vector at every step: the encoder's last state."))
        else:
            st.caption(
                _("Here the encoder’s last state is handed over once: it is the state that the decoder starts from.")
            )
        equations = translator_equations(trace, target, source)
        middle = -(-len(equations) // 2)
        for column, half in zip(st.columns(2), (equations[:middle], equations[middle:]), strict=True):
            for equation in half:
                column.latex(f"{equation.formula} {equation.numbers}")


def listener_equations(trace: xr.Dataset, match: str, target: int, source: int) -> None:
    """An expander with the equations of a listener; score, weight and probability have their values at this token and
    moment.
    """
    panel = _panel()
    if not panel.open:
        return
    with panel:
        st.caption(
            _(
                "Output token i = {target}, source position j = {source}, which begins at {seconds}. Click a row of the"
                " matrix to pin another.",
                target=target + 1,
                source=source,
                seconds=str(trace["source_token"].values[source]),
            )
        )
        equations = of_listener(trace, match, target, source)
        middle = -(-len(equations) // 2)
        for column, half in zip(st.columns(2), (equations[:middle], equations[middle:]), strict=True):
            for equation in half:
                column.latex(f"{equation.formula} {equation.numbers}")
