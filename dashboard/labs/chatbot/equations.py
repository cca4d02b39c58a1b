"""The equations of a chatbot, above its picture."""

from __future__ import annotations

import streamlit as st
import xarray as xr

from dashboard.charts.equations import MATCH, Equation
from dashboard.language import translate as _
from dashboard.panels.decoding_step import softmax_of
from dashboard.panels.equations import equations_panel, in_two_columns

ENCODER = r"h_j = [\overrightarrow{\mathrm{GRU}}(x_1 \dots x_j);\ \overleftarrow{\mathrm{GRU}}(x_j \dots x_S)]"


def chat_equations(trace: xr.Dataset, target: int, source: int) -> None:
    """A panel with the equations of the network, score and weight with their values at this pair of positions."""
    panel = equations_panel()
    if not panel.open:
        return
    with panel:
        if "alignment" in trace:
            st.caption(
                _(
                    "Word i = {target} of the answer, position j = {source} of what was read. Click another word to pin"
                    " it.",
                    target=target + 1,
                    source=source + 1,
                )
            )
        else:
            st.caption(
                _("Here the encoder’s last state is handed over once: it is the state that the decoder starts from.")
            )
        in_two_columns(equations_of(trace, target, source))


def equations_of(trace: xr.Dataset, target: int, source: int) -> list[Equation]:
    """Encoder, first state, step, attention and word of the network that made a trace, in the order of computing."""
    begin = [
        Equation("annotation", ENCODER, ""),
        Equation("query", r"z_0 = [\overrightarrow{h}_S;\ \overleftarrow{h}_1]", ""),
    ]
    here = trace.isel(target=target)
    if "alignment" not in trace:
        return [
            *begin,
            Equation("hidden_state", r"z_i = \mathrm{GRU}(y_{i-1}, z_{i-1})", ""),
            Equation("probability", r"p(y_i) = \mathrm{softmax}(W z_i + b)", ""),
        ]
    score, weight = here["score"].values, here["alignment"].values
    every = [
        *begin,
        Equation("hidden_state", r"z_i = \mathrm{GRU}([y_{i-1}; a_{i-1}], z_{i-1})", ""),
        Equation("score", MATCH[trace.attrs["attention"]], rf"= \mathbf{{{score[source]:.3f}}}"),
        Equation(
            "alignment",
            r"\alpha_{ij} = \frac{\exp(e_{ij})}{\sum_k \exp(e_{ik})}",
            rf"= {softmax_of(score, source)} = \mathbf{{{weight[source]:.3f}}}",
        ),
        Equation("context", r"c_i = \sum_j \alpha_{ij} h_j", ""),
        Equation("hidden_state", r"a_i = \tanh(W_c [c_i; z_i])", ""),
    ]
    if "generation_gate" not in trace:
        return [*every, Equation("probability", r"p(y_i) = \mathrm{softmax}(W a_i + b)", "")]
    gate = float(here["generation_gate"])
    return [
        *every,
        Equation("generation_gate", r"g_i = \sigma(v^\top a_i + d)", rf"= \mathbf{{{gate:.3f}}}"),
        Equation(
            "probability",
            r"p(w) = g_i\, \mathrm{softmax}(W a_i + b)_w + (1 - g_i) \sum_{j:\, x_j = w} \alpha_{ij}",
            "",
        ),
    ]
