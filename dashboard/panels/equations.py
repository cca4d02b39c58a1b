"""The equations above the pictures, with the numbers of the pinned step written behind them."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
import xarray as xr

from dashboard.charts.equations import cell_equations as written
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


MATCH = {
    "dot": r"e_{ij} = z_i^\top h_j",
    "scaled_dot": r"e_{ij} = z_i^\top h_j / \sqrt{H}",
    "cosine": r"e_{ij} = \frac{z_i^\top h_j}{\lVert z_i \rVert\, \lVert h_j \rVert}",
    "bilinear": r"e_{ij} = z_i^\top W h_j",
    "additive": r"e_{ij} = v^\top \tanh(W z_i + U h_j)",
}
"""The match functions of `core.attention`, as they are written."""


def attention_equations(trace: xr.Dataset, match: str, target: int, source: int) -> None:
    """An expander with score, alignment and context, each followed by its value at this pair of positions."""
    panel = _panel()
    if not panel.open:
        return
    with panel:
        if match == "none":
            st.caption(_("Without attention the decoder sees the same vector at every step: the encoder's last state."))
            st.latex(
                r"c_i = z_0 \qquad z_{i+1} = \mathrm{GRU}([y_i; c_i], z_i) \qquad p(y_{i+1}) = \mathrm{softmax}(W z_{i+1} + b)"
            )
            return
        st.caption(
            _(
                "Output position i = {target}, source position j = {source}. Click a row of the matrix to pin another.",
                target=target,
                source=source,
            )
        )
        here = trace.isel(target=target)
        score, alignment = float(here["score"][source]), float(here["alignment"][source])
        left, right = st.columns(2)
        left.latex(f"{MATCH[match]} = \\mathbf{{{score:.3f}}}")
        right.latex(
            r"\alpha_{ij} = \frac{\exp(e_{ij})}{\sum_k \exp(e_{ik})} ="
            f"\\frac{{\\exp({score:.3f})}}{{{_scientific(float(np.exp(here['score']).sum()))}}} = \\mathbf{{{alignment:.3f}}}"
        )
        left.latex(r"c_i = \sum_j \alpha_{ij} h_j")
        right.latex(r"z_{i+1} = \mathrm{GRU}([y_i; c_i], z_i) \qquad p(y_{i+1}) = \mathrm{softmax}(W z_{i+1} + b)")


def _scientific(value: float) -> str:
    mantissa, exponent = f"{value:.2e}".split("e")
    return f"{value:.2f}" if abs(int(exponent)) < 4 else f"{mantissa} \\cdot 10^{{{int(exponent)}}}"
