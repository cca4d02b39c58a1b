"""The same sequence read by a recurrent network: no heads, but a state that is handed on from token to token."""

from __future__ import annotations

import streamlit as st
import xarray as xr

from core.trace.schema import tokens_of
from core.trace.units import steady_unit
from dashboard.components.microscope import microscope
from dashboard.frame.moment import Moment
from dashboard.language import translate as _
from dashboard.markdown import plain


def recurrent(moment: Moment, trace: xr.Dataset, target: int) -> None:
    """What it answers, and the microscope of its states."""
    st.latex(r"h_t = \mathrm{cell}(x_t, h_{t-1}) \qquad p(y_t) = \mathrm{softmax}(U h_t + b)")
    st.markdown(f"### {answers(trace)}")
    st.caption(
        _(
            "Green: answered right. Red: answered wrong, with the truth behind it. A recurrent network has no place to"
            " look back to: all that it will need must be in its state."
        )
    )
    layer, unit = steady_unit(trace, "cell_state" if "cell_state" in trace else "hidden_state")
    microscope(
        trace.drop_dims(["target", "source"]),
        key=f"microscope:{moment.place}",
        cursor=target,
        layer=layer,
        unit=unit,
        group="self_attention",
        translate=_,
    )


def answers(trace: xr.Dataset) -> str:
    """What is answered at each position where something is asked, in Markdown."""
    words = tokens_of(trace, "vocabulary")
    said = [words[k] for k in trace["probability"].transpose("target", "vocabulary").values.argmax(1)]
    marked = []
    for token, answer in zip(said, map(str, trace["answer"].values), strict=True):
        if answer:
            marked.append(f":green[{plain(token)}]" if token == answer else f":red[~~{plain(token)}~~] {plain(answer)}")
    return " ".join(marked) or "∅"
