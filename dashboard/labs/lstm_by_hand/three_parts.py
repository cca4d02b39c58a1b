"""The unit whose gates its input opens: what it does at every step, and every product of one of them."""

from __future__ import annotations

import streamlit as st

from core.labs.lstm_by_hand.three_parts import WORKED, PartStep, parts_of, scaled, worked_out
from dashboard.frame import view
from dashboard.labs.lstm_by_hand.names import PART_STEP, PARTS, SHARP
from dashboard.language import translate as _
from dashboard.panels.input import legible

LETTERS = {"candidate": "g", "input_gate": "i", "forget_gate": "f", "output_gate": "o"}


def gates_from_the_input() -> None:
    """What the viewer lets it read, the table of all steps, and the sums of one."""
    st.subheader(_("Who opens the gates? The input itself"), anchor=False)
    st.markdown(
        _(
            "Here every step of the input has three parts, and all four sums see all three. **x₂ = 1 writes** x₁ into"
            " the cell, **x₂ = −1 wipes** it, **x₃ = 1 reads** it out. Nothing else is told to the unit: its weights"
            " make it so."
        )
    )
    field, sharp = st.columns([3, 2])
    typed = view.text(PARTS, _("Input: x₁ x₂ x₃ of each step, a comma between two steps"), at=field)
    sharpness = view.slider(
        SHARP,
        _("Weights of the gates, times"),
        at=sharp,
        step=0.02,
        help=_("At 1 every gate is as good as open or shut. Make the weights small, and watch the memory leak."),
    )
    steps = worked_out(legible(PARTS.name, typed, (WORKED,), parts_of), sharpness)
    at = view.slider(PART_STEP, _("Step that is worked out"), high=max(2, len(steps)), default=min(2, len(steps)))
    at = min(at, len(steps))
    table, sums = st.columns([max(4, len(steps)), 8], gap="medium")
    table.markdown(_table(steps, at))
    sums.latex(_sums(steps[at - 1], sharpness))
    st.caption(
        _(
            "Read a column from top to bottom: what came in, the candidate and the three gates that were computed from"
            " it, and what the cell then holds and gives out. The sums of the step that stands out stand beside it,"
            " every product of them; what a sigmoid bends is the number in its brackets."
        )
    )


def _table(steps: list[PartStep], at: int) -> str:
    """All steps, a column each."""
    rows = {f"x{sign}": [step.x[k] for step in steps] for k, sign in enumerate("₁₂₃")}
    rows |= {letter: [step.values[name] for step in steps] for name, letter in LETTERS.items()}
    rows |= {"c": [step.cell_state for step in steps], "h": [step.hidden_state for step in steps]}
    head = [f"▸ {t}" if t == at else str(t) for t in range(1, len(steps) + 1)]
    lines = [f"| t | {' | '.join(head)} |", "|---|" + "---:|" * len(steps)]
    for name, values in rows.items():
        cells = [_strong(_short(value), t == at) for t, value in enumerate(values, start=1)]
        lines.append(f"| *{name}* | {' | '.join(cells)} |")
    return "\n".join(lines)


def _strong(text: str, here: bool) -> str:
    return f"**{text}**" if here else text


def _sums(step: PartStep, sharpness: float) -> str:
    """The four sums with their products, then what becomes of the cell."""
    lines = []
    for name, one in scaled(sharpness).items():
        products = " + ".join(
            rf"{_tex(weight)}\cdot{_tex(part, inner=True)}" for weight, part in zip(one.weights, step.x, strict=True)
        )
        a = f"{products} {'-' if one.bias < 0 else '+'} {_short(abs(one.bias))}"
        letter, value = LETTERS[name], _is(step.values[name])
        bent = rf"\sigma({a}) {_is(step.sums[name], around=True)}" if name != "candidate" else a
        lines.append(rf"{letter}_t &= {bent} {value}")
    f, i, o, g = (
        _tex(step.values[name], inner=True) for name in ("forget_gate", "input_gate", "output_gate", "candidate")
    )
    before = _tex(step.before, inner=True)
    lines.append(rf"c_t &= f_t\, c_{{t-1}} + i_t\, g_t = {f}\cdot{before} + {i}\cdot{g} {_is(step.cell_state)}")
    lines.append(rf"h_t &= o_t\, c_t = {o}\cdot{_tex(step.cell_state, inner=True)} {_is(step.hidden_state)}")
    return r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}"


def _is(value: float, *, around: bool = False) -> str:
    """What a result is, with ≈ where two digits are not all of it; `around` a sigmoid that is still to be taken."""
    said = _tex(value)
    return ("=" if abs(float(said) - value) < 1e-9 else r"\approx") + (rf" \sigma({said})" if around else f" {said}")


def _tex(value: float, *, inner: bool = False) -> str:
    """A number in a formula; a negative one inside a product stands in brackets."""
    text = _short(value).replace("−", "-")
    return f"({text})" if inner and text.startswith("-") else text


def _short(value: float) -> str:
    """Two digits behind the point at most, and a real minus sign."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")
