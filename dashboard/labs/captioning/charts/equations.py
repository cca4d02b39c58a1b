"""The equations of a captioner in LaTeX, of every architecture, with the numbers of one word and cell behind them."""

from __future__ import annotations

import numpy as np
import xarray as xr

from dashboard.charts.equations import Equation

LSTM = r"h_t, c_t = \mathrm{{LSTM}}({0},\ h_{{t-1}}, c_{{t-1}})"
LOOK = r"e_{ti} = u^\top \tanh(W h_{t-1} + U a_i)"
STEPS = {
    "no_picture": (
        Equation("hidden_state", "h_0 = c_0 = 0", ""),
        Equation("hidden_state", LSTM.format("E y_{t-1}"), ""),
        Equation("probability", r"p(y_t) = \mathrm{softmax}(W h_t + b)", ""),
    ),
    "m_rnn": (
        Equation("hidden_state", r"w_t = \mathrm{ReLU}(W_2 E y_{t-1})", ""),
        Equation("hidden_state", r"r_t = \mathrm{ReLU}(U r_{t-1} + w_t)", ""),
        Equation("hidden_state", "m_t = g(V_w w_t + V_r r_t + V_I v)", ""),
        Equation("probability", r"p(y_t) = \mathrm{softmax}(W m_t + b)", ""),
    ),
    "once": (
        Equation("hidden_state", r"h_0, c_0 = \mathrm{LSTM}(N(W_v v),\ 0)", ""),
        Equation("hidden_state", LSTM.format("E y_{t-1}"), ""),
        Equation("probability", r"p(y_t) = \mathrm{softmax}(W h_t + b)", ""),
    ),
    "every_step": (
        Equation("hidden_state", "h_0 = c_0 = 0", ""),
        Equation("hidden_state", LSTM.format("[E y_{t-1};\\ v]"), ""),
        Equation("probability", r"p(y_t) = \mathrm{softmax}(W h_t + b)", ""),
    ),
    "soft_attention": (
        Equation("hidden_state", r"h_0 = \tanh(W_h v) \qquad c_0 = W_c v", ""),
        Equation("score", LOOK, ""),
        Equation("alignment", "", ""),
        Equation("context", r"z_t = \sum_i \alpha_{ti}\, a_i", ""),
        Equation("hidden_state", LSTM.format("[E y_{t-1};\\ z_t]"), ""),
        Equation("probability", r"p(y_t) = \mathrm{softmax}(W_o \tanh(L_h h_t + L_z z_t + E' y_{t-1}) + b)", ""),
    ),
    "hard_attention": (
        Equation("hidden_state", r"h_0 = \tanh(W_h v) \qquad c_0 = W_c v", ""),
        Equation("score", LOOK, ""),
        Equation("alignment", "", ""),
        Equation("context", r"z_t = a_{s_t} \qquad s_t \sim \alpha_t,\ \text{here}\ s_t = \arg\max_i \alpha_{ti}", ""),
        Equation("hidden_state", LSTM.format("[E y_{t-1};\\ z_t]"), ""),
        Equation("probability", r"p(y_t) = \mathrm{softmax}(W_o \tanh(L_h h_t + L_z z_t + E' y_{t-1}) + b)", ""),
    ),
    "top_down": (
        Equation("query", r"h^1_t, c^1_t = \mathrm{LSTM}^1([h^2_{t-1};\ v;\ E y_{t-1}],\ h^1_{t-1}, c^1_{t-1})", ""),
        Equation("score", r"e_{ti} = u^\top \tanh(W h^1_t + U a_i)", ""),
        Equation("alignment", "", ""),
        Equation("context", r"z_t = \sum_i \alpha_{ti}\, a_i", ""),
        Equation("hidden_state", r"h^2_t, c^2_t = \mathrm{LSTM}^2([z_t;\ h^1_t],\ h^2_{t-1}, c^2_{t-1})", ""),
        Equation("probability", r"p(y_t) = \mathrm{softmax}(W_o h^2_t + b)", ""),
    ),
}
"""The equations of each architecture, in the order of computing (see `core.labs.captioning.architectures`)."""

SOFTMAX = r"\alpha_{ti} = \frac{\exp(e_{ti})}{\sum_k \exp(e_{tk})}"


def captioner_equations(trace: xr.Dataset, target: int, source: int) -> list[Equation]:
    """The equations of the network that made a trace; score and weight with their numbers.

    Parameters
    ----------
    trace : Dataset
        Of `core.labs.captioning.model.Captioner.trace`.
    target, source : int
        The word and the cell, from 0; the equations count both from 1.
    """
    eye = [
        Equation("feature_map", r"f = \mathrm{ReLU}(K_2 * \mathrm{ReLU}(K_1 * x))", ""),
        Equation("image_vector", r"v = \mathrm{ReLU}(W_v [r_1; \dots; r_L])", ""),
    ]
    steps = STEPS[trace.attrs["architecture"]]
    if "alignment" in trace:
        eye.insert(1, Equation("annotation", r"a_i = W [f_i / s;\ p_i;\ q_i]", ""))
        steps = [with_numbers(one, trace, target, source) for one in steps]
    return [*eye, *steps]


def with_numbers(equation: Equation, trace: xr.Dataset, target: int, source: int) -> Equation:
    """Score and weight, with their numbers at this word and cell; any other equation as it is."""
    if equation.name not in ("score", "alignment"):
        return equation
    score = trace["score"].isel(target=target).values
    here = float(score[source])
    if equation.name == "score":
        return equation._replace(numbers=rf"= \mathbf{{{here:.3f}}}")
    most, weight = float(score.max()), float(trace["alignment"].isel(target=target, source=source))
    total = float(np.exp(score - most).sum())
    taken = f"({most:.3f})" if most < 0 else f"{most:.3f}"
    return Equation(
        "alignment", SOFTMAX, rf"= \frac{{\exp({here:.3f} - {taken})}}{{{total:.3f}}} = \mathbf{{{weight:.3f}}}"
    )
