"""The equations of a translator in LaTeX, on every rung of the ladder, with the numbers of one pair of positions behind
them.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from dashboard.charts.equations import Equation

MATCH = {
    "dot": r"e_{ij} = z_i^\top h_j",
    "scaled_dot": r"e_{ij} = z_i^\top h_j / \sqrt{H}",
    "cosine": r"e_{ij} = \frac{z_i^\top h_j}{\lVert z_i \rVert\, \lVert h_j \rVert}",
    "bilinear": r"e_{ij} = z_i^\top W h_j",
    "additive": r"e_{ij} = v^\top \tanh(W z_i + U h_j)",
}
"""The match functions of `core.nn.attention`, as they are written."""

FORWARDS = r"h_j = \overrightarrow{\mathrm{GRU}}(x_j, h_{j-1})"
BOTH = r"h_j = [\overrightarrow{\mathrm{GRU}}(x_1 \dots x_j);\ \overleftarrow{\mathrm{GRU}}(x_j \dots x_S)]"
ENCODERS = {
    "last_state": (FORWARDS,),
    "bidirectional": (BOTH,),
    "residual": (
        BOTH,
        (
            r"h_j^{l+1} = h_j^l + [\overrightarrow{\mathrm{GRU}}(h_1^l \dots"
            r" h_j^l);\ \overleftarrow{\mathrm{GRU}}(h_j^l \dots h_S^l)]"
        ),
    ),
    "gnmt": (BOTH, r"h_j^{l+1} = h_j^l + \overrightarrow{\mathrm{GRU}}(h_1^l \dots h_j^l)"),
}
"""How each encoder reads the source, its layers from the lowest on."""


def translator_equations(trace: xr.Dataset, target: int, source: int) -> list[Equation]:
    """Encoder, first state, attention, step and word of the network that made a trace, in the order of computing.

    Score and weight have their numbers at one pair of positions; the others are vectors, and have none.

    Parameters
    ----------
    trace : Dataset
        Of a translator, from `core.labs.translation.trace.trace`.
    target, source : int
        The target step i and the source position j.
    """
    facts = trace.attrs
    attends, gnmt = facts["attention"] != "none", facts["encoder"] == "gnmt"
    step_first = attends and facts["order"] == "step_first"
    encoder = [Equation("annotation", formula, "") for formula in ENCODERS[facts["encoder"]]]
    learnt = attends and facts["first_query"] == "learnt"
    last = "h_S" if facts["encoder"] == "last_state" else r"[\overrightarrow{h}_S;\ \overleftarrow{h}_1]"
    first = Equation("query", r"z_0 \text{ is learnt}" if learnt else f"z_0 = {last}", "")
    attention = _attention(trace, target, source, "i+1" if step_first else "i") if attends else _handover(trace)
    read = "[y_i; a_i]" if step_first else "[y_i; c_i]" if "context" in trace else "y_i"
    step = [Equation("hidden_state", rf"z_{{i+1}} = \mathrm{{GRU}}({read}, z_i)", "")]
    output = "z_{i+1}"
    above = []
    if gnmt:
        context = ("c_{i+1}" if step_first else "c_i") if "context" in trace else ""
        inside = f"[o^l_{{i+1}}; {context}]" if context else "o^l_{i+1}"
        above = [
            Equation("hidden_state", r"o^0_{i+1} = z_{i+1}", ""),
            Equation("hidden_state", rf"o^{{l+1}}_{{i+1}} = o^l_{{i+1}} + \mathrm{{GRU}}({inside}, u^l_i)", ""),
        ]
        output = "o_{i+1}"
    if step_first:
        word = [Equation("hidden_state", rf"a_{{i+1}} = \tanh(W_c [c_{{i+1}}; {output}])", "")]
        output = "a_{i+1}"
    else:
        word = []
    word.append(Equation("probability", rf"p(y_{{i+1}}) = \mathrm{{softmax}}(W {output} + b)", ""))
    middle = [*step, *attention, *above] if step_first else [*attention, *step, *above]
    return [*encoder, first, *middle, *word]


def _handover(trace: xr.Dataset) -> list[Equation]:
    """What a decoder without attention is handed: the first state again, or nothing."""
    return [Equation("context", "c_i = z_0", "")] if "context" in trace else []


def _attention(trace: xr.Dataset, target: int, source: int, i: str) -> list[Equation]:
    """Score, weight and context; `i` is the index of the query that attends."""
    here = trace.isel(target=target)
    score, weights = here["score"].values, here["alignment"].values
    match = MATCH[trace.attrs["attention"]].replace("e_{ij}", f"e_{{{i},j}}").replace("z_i", f"z_{{{i}}}")
    score_here, weight = float(score[source]), rf"\mathbf{{{weights[source]:.3f}}}"
    alpha = rf"\alpha_{{{i},j}}"
    if trace.attrs["softmax"]:
        total = float(np.exp(score - score.max()).sum())
        formula = rf"{alpha} = \frac{{\exp(e_{{{i},j}})}}{{\sum_k \exp(e_{{{i},k}})}}"
        numbers = rf"= \frac{{\exp({score_here:.3f} - {_signed(float(score.max()))})}}{{{total:.3f}}} = {weight}"
    else:
        formula, numbers = rf"{alpha} = e_{{{i},j}}", f"= {weight}"
    if trace.attrs["edited"]:
        numbers = f"= {weight}"  # what a person set is not what the formula gives
    return [
        Equation("score", match, rf"= \mathbf{{{score_here:.3f}}}"),
        Equation("alignment", formula, numbers),
        Equation("context", rf"c_{{{i}}} = \sum_j {alpha} h_j", ""),
    ]


def _signed(value: float) -> str:
    return f"({value:.3f})" if value < 0 else f"{value:.3f}"
