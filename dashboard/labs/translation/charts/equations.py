"""The equations of a translator in LaTeX, on every rung of the ladder, with the numbers of one pair of positions behind
them.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from dashboard.charts.equations import MATCH, Equation

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
        Of a translator, from `core.labs.translation.trace.labelled`.
    target, source : int
        The target step and the source position, from 0; the equations count both from 1, because y_0 = ⟨BOS⟩.
    """
    facts = trace.attrs
    attends, gnmt = facts["attention"] != "none", facts["encoder"] == "gnmt"
    step_first = attends and facts["order"] == "step_first"
    encoder = [Equation("annotation", formula, "") for formula in ENCODERS[facts["encoder"]]]
    learnt = attends and facts["first_query"] == "learnt"
    last = "h_S" if facts["encoder"] == "last_state" else r"[\overrightarrow{h}_S;\ \overleftarrow{h}_1]"
    first = Equation("query", r"z_0 \text{ is learnt}" if learnt else f"z_0 = {last}", "")
    attention = _attention(trace, target, source, "i" if step_first else "i-1") if attends else _handover(trace)
    read = "[y_{i-1}; a_{i-1}]" if step_first else "[y_{i-1}; c_i]" if "context" in trace else "y_{i-1}"
    step = [Equation("hidden_state", rf"z_i = \mathrm{{GRU}}({read}, z_{{i-1}})", "")]
    output = "z_i"
    above = []
    if gnmt:
        context = "c_i" if "context" in trace else ""
        inside = f"[o^l_i; {context}]" if context else "o^l_i"
        above = [
            Equation("hidden_state", "o^0_i = z_i", ""),
            Equation("hidden_state", rf"o^{{l+1}}_i = o^l_i + \mathrm{{GRU}}({inside}, u^l_{{i-1}})", ""),
        ]
        output = "o_i"
    if step_first:
        word = [Equation("hidden_state", rf"a_i = \tanh(W_c [c_i; {output}])", "")]
        output = "a_i"
    else:
        word = []
    word.append(Equation("probability", rf"p(y_i) = \mathrm{{softmax}}(W {output} + b)", ""))
    middle = [*step, *attention, *above] if step_first else [*attention, *step, *above]
    return [*encoder, first, *middle, *word]


def _handover(trace: xr.Dataset) -> list[Equation]:
    """What a decoder without attention is handed: the first state again, or nothing."""
    return [Equation("context", "c_i = z_0", "")] if "context" in trace else []


def _attention(trace: xr.Dataset, target: int, source: int, query: str) -> list[Equation]:
    """Score, weight and context; `query` is the index of the state that attends."""
    here = trace.isel(target=target)
    score, weights = here["score"].values, here["alignment"].values
    match = MATCH[trace.attrs["attention"]].replace("z_i", f"z_{{{query}}}")
    score_here, weight = float(score[source]), rf"\mathbf{{{weights[source]:.3f}}}"
    alpha = r"\alpha_{ij}"
    if trace.attrs["softmax"]:
        total = float(np.exp(score - score.max()).sum())
        formula = rf"{alpha} = \frac{{\exp(e_{{ij}})}}{{\sum_k \exp(e_{{ik}})}}"
        numbers = rf"= \frac{{\exp({score_here:.3f} - {_signed(float(score.max()))})}}{{{total:.3f}}} = {weight}"
    else:
        formula, numbers = rf"{alpha} = e_{{ij}}", f"= {weight}"
    if trace.attrs["edited"]:
        numbers = f"= {weight}"  # what a person set is not what the formula gives
    return [
        Equation("score", match, rf"= \mathbf{{{score_here:.3f}}}"),
        Equation("alignment", formula, numbers),
        Equation("context", rf"c_i = \sum_j {alpha} h_j", ""),
    ]


def _signed(value: float) -> str:
    return f"({value:.3f})" if value < 0 else f"{value:.3f}"
