"""The closer looks of one unit: a weight near 1 over a thousand steps, and the cliff that makes gradients explode."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.labs.vanishing_gradients.one_unit import BIASES, TARGET, WEIGHTS, descend, errors, remembered, sensitivity
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.heat_maps import heat_map
from dashboard.labs.vanishing_gradients.names import BOUND, DESCENT, FROM_BIAS, FROM_WEIGHT, LONG, PACE, WEIGHT
from dashboard.language import translate as _

NEIGHBOURS = (1.01, 1.0, 0.99)
"""Weights that are drawn beside the viewer's."""

CELLS = 120
"""Columns and rows of the map of the error."""


def one_weight(_subject: Any) -> None:
    """What a linear unit still knows of its first input, for a weight that one chooses and three beside it."""
    from dashboard.labs.vanishing_gradients.charts.one_unit import memory_chart

    weight, long = st.columns(2)
    w = view.slider(WEIGHT, _("The weight w"), at=weight, step=0.01)
    steps = view.slider(LONG, _("Steps T"), at=long, step=10)
    st.latex(
        rf"h_T = w^{{T-1}} = {w:g}^{{{steps - 1}}} = {_tex(float(remembered(w, steps)[-1]))} \qquad"
        rf" \frac{{\partial h_T}}{{\partial w}} = (T - 1)\, w^{{T-2}} = {_tex(sensitivity(w, steps))}"
    )
    names = [f"w = {w:g}", *(f"w = {one:g}" for one in NEIGHBOURS if one != w)]
    rows = [
        pd.DataFrame({"weight": name, "time": np.arange(1, steps + 1), "memory": remembered(float(name[4:]), steps)})
        for name in names
    ]
    labels = {"time": _("step t"), "memory": _("hₜ: what is left of the first input"), "weight": _("weight")}
    st.altair_chart(
        memory_chart(pd.concat(rows, ignore_index=True), names, labels),
        width="stretch",
        key="one_weight",
        alt=_("Line chart on a logarithmic scale: the state of a linear unit over time, for several weights"),
    )
    st.caption(
        _(
            "A unit without a bend, hₜ = w hₜ₋₁, that is told 1 at its first step and nothing after it. At w = 1 it"
            " keeps that for ever; one hundredth more or less, and after a thousand steps it has exploded to 20,752 or"
            " died down to 0.00004. The gradient of the last state grows and dies with it."
        )
    )


def cliff(_subject: Any) -> None:
    """The error of a unit over its two weights, and gradient descent on it with clipping and without."""
    from dashboard.labs.vanishing_gradients.charts.one_unit import cliff_chart

    st.latex(rf"h_t = w\, \sigma(h_{{t-1}}) + b \qquad E(w, b) = (\sigma(h_{{50}}) - {TARGET:g})^2")
    weight, bias, rate, bound, long = st.columns(5)
    w = view.slider(FROM_WEIGHT, _("Begin at w"), at=weight)
    b = view.slider(FROM_BIAS, _("Begin at b"), at=bias)
    eta = view.slider(PACE, _("Learning rate"), at=rate)
    most = view.slider(BOUND, _("Clip at norm"), at=bound, step=0.1)
    steps = view.slider(DESCENT, _("Steps of descent"), at=long)
    free, clipped = descend(w, b, eta, steps), descend(w, b, eta, steps, most)
    names = (_("without clipping"), _("with clipping"))
    ways = [
        pd.DataFrame({"way": name, "step": np.arange(steps + 1), "w": way.weight, "b": way.bias, "error": way.error})
        for name, way in zip(names, (free, clipped), strict=True)
    ]
    labels = {
        "weight": _("weight w"),
        "bias": _("bias b"),
        "error": _("error E"),
        "way": _("descent"),
        "step": _("step of descent"),
    }
    heat_map(
        st,
        cliff_chart(_surface(), pd.concat(ways, ignore_index=True), names, labels),
        width="stretch",
        key="cliff",
        alt=_("Map of the error over weight and bias, with the ways of gradient descent with and without clipping"),
    )
    st.markdown(
        _(
            "Without clipping the longest gradient on the way has norm {longest}, and the descent ends at w = {free_w},"
            " b = {free_b} with E = {free}; with clipping at {bound} it ends at w = {w}, b = {b} with E = {error}.",
            longest=f"{free.longest:.3g}",
            free_w=_said(free.weight[-1]),
            free_b=_said(free.bias[-1]),
            free=f"{free.error[-1]:.3f}",
            bound=f"{most:g}",
            w=_said(clipped.weight[-1]),
            b=_said(clipped.bias[-1]),
            error=f"{clipped.error[-1]:.3f}",
        )
    )
    st.caption(
        _(
            "Dark: a great error. Each point of the map is a network of one unit that ran for 50 steps. Where black"
            " meets white stands a wall: a touch more bias, and h settles at its other resting place. There the"
            " gradient is huge, and one step of its whole length can leave the map; shortened to a fixed norm, with the"
            " same direction, it is a step like any other."
        )
    )


def _said(value: float) -> str:
    """Three digits, and a real minus sign."""
    return f"{value:.3g}".replace("-", "−")


@computed_once
def _surface() -> pd.DataFrame:
    """E at the middle of each cell of the map."""
    (w, w_step), (b, b_step) = (_middles(*ends) for ends in (WEIGHTS, BIASES))
    W, B = (grid.ravel() for grid in np.meshgrid(w, b))
    return pd.DataFrame(
        {
            "w": W - w_step / 2,
            "w_end": W + w_step / 2,
            "b": B - b_step / 2,
            "b_end": B + b_step / 2,
            "error": errors(W, B).error,
        }
    ).round(5)


def _middles(low: float, high: float) -> tuple[np.ndarray, float]:
    step = (high - low) / CELLS
    return low + step * (np.arange(CELLS) + 0.5), step


def _tex(value: float) -> str:
    """A number as LaTeX, in powers of ten where it is far from 1."""
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        return f"{value:,.4g}".replace(",", r"{,}") if abs(value) < 1e4 else f"{value:,.0f}".replace(",", r"{,}")
    digits, power = f"{value:.2e}".split("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}"
