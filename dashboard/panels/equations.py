"""The equations above the pictures, with the numbers of the pinned step written behind them."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
import xarray as xr

from dashboard.language import translate as _

LSTM = (
    ("forget_gate", r"f_t = \sigma(W_f x_t + U_f h_{t-1} + b_f)"),
    ("input_gate", r"i_t = \sigma(W_i x_t + U_i h_{t-1} + b_i)"),
    ("candidate", r"g_t = \tanh(W_g x_t + U_g h_{t-1} + b_g)"),
    ("cell_state", r"c_t = f_t \circ c_{t-1} + i_t \circ g_t"),
    ("output_gate", r"o_t = \sigma(W_o x_t + U_o h_{t-1} + b_o)"),
    ("hidden_state", r"h_t = o_t \circ \tanh(c_t)"),
)
GRU = (
    ("reset_gate", r"r_t = \sigma(W_r x_t + U_r h_{t-1} + b_r)"),
    ("update_gate", r"z_t = \sigma(W_z x_t + U_z h_{t-1} + b_z)"),
    ("candidate", r"n_t = \tanh(W_n x_t + b_n + r_t \circ (U_n h_{t-1} + b_{hn}))"),
    ("hidden_state", r"h_t = z_t \circ h_{t-1} + (1 - z_t) \circ n_t"),
)


def _panel() -> Any:
    """The expander of the equations; nothing is computed or drawn in it until it is opened."""
    title = _("The equations, with the numbers of the pinned step")
    return st.expander(title, icon=":material/function:", key="equations", on_change="rerun")


def cell_equations(trace: xr.Dataset, time: int, layer: int, unit: int) -> None:
    """An expander with the cell's equations, each followed by its value at this step and unit."""
    equations = LSTM if "cell_state" in trace else GRU
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
        here = trace.isel(time=time, layer=layer, unit=unit)
        before = trace.isel(time=time - 1, layer=layer, unit=unit) if time else None
        for column, half in zip(st.columns(2), (equations[::2], equations[1::2]), strict=True):
            for name, equation in half:
                column.latex(f"{equation} {_numbers(name, here, before)}")


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


def _numbers(name: str, here: xr.Dataset, before: xr.Dataset | None) -> str:
    """`` = 0.93 × 1.20 + …  = value``: the last equation's terms where they are this unit's own, and the value."""
    value = f"{float(here[name]):.3f}"
    if name == "cell_state":
        last = float(before["cell_state"]) if before is not None else 0.0
        terms = f"{float(here['forget_gate']):.3f} \\cdot {_signed(last)} + {float(here['input_gate']):.3f} \\cdot {_signed(float(here['candidate']))}"
        return f"= {terms} = \\mathbf{{{value}}}"
    if name == "hidden_state" and "output_gate" in here:
        return (
            f"= {float(here['output_gate']):.3f} \\cdot \\tanh({float(here['cell_state']):.3f}) = \\mathbf{{{value}}}"
        )
    if name == "hidden_state":
        last = float(before["hidden_state"]) if before is not None else 0.0
        update = float(here["update_gate"])
        return f"= {update:.3f} \\cdot {_signed(last)} + {1 - update:.3f} \\cdot {_signed(float(here['candidate']))} = \\mathbf{{{value}}}"
    return f"= \\mathbf{{{value}}}"


def _signed(value: float) -> str:
    return f"({value:.3f})" if value < 0 else f"{value:.3f}"
