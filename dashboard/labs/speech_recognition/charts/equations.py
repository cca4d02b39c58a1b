"""The equations of a listener in LaTeX, with the numbers of one output token and one moment of the sound behind
them.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from dashboard.charts.equations import Equation

ENCODERS = {
    "stacked": (
        r"h_j = [\overrightarrow{\mathrm{GRU}}(\bar x_1 \dots \bar x_j);\ \overleftarrow{\mathrm{GRU}}(\bar x_j \dots"
        r" \bar x_S)]"
    ),
    "pyramid": r"h_j^{l} = \mathrm{BiLSTM}\big([h_{2j}^{l-1};\ h_{2j+1}^{l-1}]\big)",
}
"""How each encoder reads the frames."""

MATCH = {
    "location": r"v^\top \tanh(W z_i + U h_j + Q f_{ij} + b)",
    "additive": r"v^\top \tanh(W z_i + U h_j)",
    "scaled_dot": r"z_i^\top h_j / \sqrt{H}",
}
"""How a query and a position are matched: attention that knows where it was, and the two that go by content alone."""


def listener_equations(trace: xr.Dataset, match: str, target: int, source: int) -> list[Equation]:
    """Frames, encoder, state, attention and token, in the order of computing.

    Score and weight have their numbers at one pair of positions, the token its probability; the others are vectors, and
    have none. Tokens and positions are counted from 1, because y_0 = ⟨BOS⟩, z_0 = c_0 = 0, and α_0 lies on the first
    position.

    Parameters
    ----------
    trace : Dataset
        Of a listener, from `core.labs.speech_recognition.trace.labelled`.
    match : str
        One of `MATCH`.
    target, source : int
        The output token and the source position, both from 0.
    """
    here = trace.isel(target=target)
    scores, weights = here["score"].values, here["alignment"].values
    i, before, j = target + 1, target, source + 1
    alpha, e = rf"\alpha_{{{i},{j}}}", rf"e_{{{i},{j}}}"
    score, most = float(scores[source]), float(scores.max())
    total = float(np.exp(scores - most).sum())
    matched = MATCH[match].replace("z_i", f"z_{{{i}}}").replace("h_j", f"h_{{{j}}}").replace("_{ij}", f"_{{{i},{j}}}")
    share = rf"= \frac{{\exp({score:.3f} - {_signed(most)})}}{{{total:.3f}}} = \mathbf{{{weights[source]:.3f}}}"
    return [
        *_frames(trace),
        Equation("annotation", ENCODERS[trace.attrs["encoder"]], ""),
        Equation("query", rf"z_{{{i}}} = \mathrm{{GRU}}([y_{{{before}}};\ c_{{{before}}}],\ z_{{{before}}})", ""),
        *([Equation("alignment", rf"f_{{{i}}} = F * \alpha_{{{before}}}", "")] if match == "location" else []),
        Equation("score", f"{e} = {matched}", rf"= \mathbf{{{score:.3f}}}"),
        Equation("alignment", rf"{alpha} = \frac{{\exp({e})}}{{\sum_k \exp(e_{{{i},k}})}}", share),
        Equation("context", rf"c_{{{i}}} = \sum_j \alpha_{{{i},j}}\, h_j", ""),
        Equation(
            "probability",
            rf"p(y_{{{i}}}) = \mathrm{{softmax}}(W [z_{{{i}}};\ c_{{{i}}}] + b)",
            rf"= \mathbf{{{_written(trace, target):.3f}}}",
        ),
    ]


def _frames(trace: xr.Dataset) -> list[Equation]:
    """How frames become positions, where that is laying them side by side."""
    if trace.attrs["encoder"] != "stacked":
        return []
    merged = trace.attrs["frames"]
    stacked = rf"[x_{{{merged}j - {merged - 1}}};\ \dots;\ x_{{{merged}j}}]" if merged > 1 else "x_j"
    return [Equation("log_mel", rf"\bar x_j = {stacked}", "")]


def _written(trace: xr.Dataset, target: int) -> float:
    """The probability of the token that was written."""
    words = [str(word) for word in trace["word"].values]
    written = words.index(str(trace["target_token"].values[target]))
    return float(trace["probability"].isel(target=target, vocabulary=written))


def _signed(value: float) -> str:
    return f"({value:.3f})" if value < 0 else f"{value:.3f}"
