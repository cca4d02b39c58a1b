"""One LSTM unit whose gates are opened by the input itself: x₁ is the number, x₂ and x₃ are orders.

x₂ = 1 writes x₁ into the cell, x₂ = −1 wipes it, x₃ = 1 reads it out. Nobody sets a gate; each is computed from all
three parts with weights so large that its sigmoid is 0 or 1, as near as one can see::

    g_t = w_g · x_t + b_g        i_t = σ(w_i · x_t + b_i)    f_t = σ(w_f · x_t + b_f)    o_t = σ(w_o · x_t + b_o)
    c_t = f_t c_{t−1} + i_t g_t
    h_t = o_t c_t

`SUMS` has the weights. What reads and what is given out is not squashed, so that numbers stay numbers. Imports no
torch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.errors import InputError
from core.labs.lstm_by_hand.model import sigmoid

PARTS = 3
"""Numbers that one step of the input has."""

LONGEST = 16
"""Steps that one table holds."""

LARGEST = 99.0
"""The largest part, in absolute value."""

WORKED = "2 0 0, 5 1 0, 1 0 0, 3 1 0, 4 0 1, 6 -1 0, 2 1 0, 1 0 1"
"""An input to begin with: 5 and then 3 are written, 8 is read out, the cell is wiped, 2 is written and read out."""


@dataclass(frozen=True)
class Sum:
    """The weights of one of the four sums, w · x + b."""

    weights: tuple[float, ...]
    bias: float


SUMS = {
    "candidate": Sum((1.0, 0.0, 0.0), 0.0),
    "input_gate": Sum((0.0, 100.0, 0.0), -10.0),
    "forget_gate": Sum((0.0, 100.0, 0.0), 10.0),
    "output_gate": Sum((0.0, 0.0, 100.0), -10.0),
}
"""g takes x₁ as it is; i needs x₂ = 1 to open, f stays open unless x₂ = −1, o needs x₃ = 1."""


@dataclass(frozen=True)
class PartStep:
    """One step.

    Attributes
    ----------
    x : tuple of float
        The three parts.
    sums : dict of str to float
        What stands before each bend, by the names of `SUMS`.
    values : dict of str to float
        g as it is, and the gates, 0 … 1.
    before, cell_state, hidden_state : float
        c_{t−1}, c_t and h_t.
    """

    x: tuple[float, ...]
    sums: dict[str, float]
    values: dict[str, float]
    before: float
    cell_state: float
    hidden_state: float


def parts_of(text: str) -> list[tuple[float, ...]]:
    """The steps of an input: three numbers each, with commas or line breaks between the steps.

    Raises
    ------
    InputError
        If there are none or too many, or a step is not three numbers from −`LARGEST` to `LARGEST`.
    """
    steps = [step.split() for step in re.split(r"[,;\n，；、]", text) if step.strip()]
    if not steps:
        raise InputError("There is nothing to read. Type three numbers for each step, as in 5 1 0, 4 0 1.")
    if len(steps) > LONGEST:
        raise InputError(
            "{found} steps are too many for one table; it holds {most}. Take some of them away.",
            found=len(steps),
            most=LONGEST,
        )
    return [_three(number, words) for number, words in enumerate(steps, start=1)]


def _three(number: int, words: list[str]) -> tuple[float, ...]:
    if len(words) != PARTS:
        raise InputError(
            "Step {step} has {found} numbers; every step has three: x₁ to be written, x₂ and x₃ that give orders. Put a"
            " comma between two steps, as in 5 1 0, 4 0 1.",
            step=number,
            found=len(words),
        )
    plain = [word.replace("−", "-") for word in words]
    wrong = [word for word in plain if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", word, re.ASCII)]
    wrong += [word for word in plain if word not in wrong and abs(float(word)) > LARGEST]
    if wrong:
        raise InputError(
            "{word} at step {step} is not a number from −{most:g} to {most:g}. Type three numbers for each step, as in"
            " 5 1 0, 4 0 1.",
            word=repr(wrong[0])[:40],
            step=number,
            most=LARGEST,
        )
    return tuple(float(word) + 0.0 for word in plain)


def scaled(sharpness: float) -> dict[str, Sum]:
    """The four sums, those of the gates with `sharpness` times their weights and biases (1: they saturate)."""
    return {
        name: one
        if name == "candidate"
        else Sum(tuple(sharpness * weight for weight in one.weights), sharpness * one.bias)
        for name, one in SUMS.items()
    }


def worked_out(steps: list[tuple[float, ...]], sharpness: float = 1.0) -> list[PartStep]:
    """What the unit does at each step, every sum on the way.

    Parameters
    ----------
    steps : list of tuple of float
        Three parts each.
    sharpness : float
        See `scaled`. Small weights leave the gates half open: the memory leaks, and what nobody wrote seeps in.
    """
    c, found = 0.0, []
    for x in steps:
        sums = {
            name: sum(weight * part for weight, part in zip(one.weights, x, strict=True)) + one.bias
            for name, one in scaled(sharpness).items()
        }
        values = {name: a if name == "candidate" else sigmoid(a) for name, a in sums.items()}
        before = c
        c = values["forget_gate"] * before + values["input_gate"] * values["candidate"]
        found.append(PartStep(x, sums, values, before, c, values["output_gate"] * c))
    return found
