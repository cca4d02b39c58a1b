"""One network that must remember, from inside: what it holds at every step of a sequence that the viewer types."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st
import xarray as xr

from core.lab import Lab
from core.systems.memory.config import SYMBOLIC
from core.trace.units import steady_unit
from dashboard.components.microscope import microscope
from dashboard.frame import view
from dashboard.frame.lesson import beside
from dashboard.frame.moment import Moment
from dashboard.frame.names import CURSOR, TEXT, VALUES
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.language import translate as _
from dashboard.panels.input import legible

AXES = ("time", "layer", "unit")
"""The axes of the cursor."""

ADDING = "0.12 +0.31 0.05 0.44 0.27 0.08 0.39 +0.16 0.21 0.33 0.02 0.47"
"""A sequence of the adding problem to begin with."""


class Remembered(NamedTuple):
    """The networks that read a sequence, the sequence, and what happened inside each."""

    moments: list[Moment]
    text: str
    traces: list[xr.Dataset]


def inside(lab: Lab, moments: list[Moment]) -> Remembered:
    """A field for the sequence, and the microscope of each network that reads it."""
    task = moments[0].run.config["task"]
    if task in SYMBOLIC:
        asked = {
            "recall": _("Sequence to remember: a digit, then letters"),
            "latest": _("Sequence to remember: a digit, then letters and more digits"),
        }
        text = view.text(TEXT, asked[task], default=lab.examples[0])
    else:
        text = view.text(VALUES, _("Values from 0 to 0.5, the two to be added with a plus"), default=ADDING)
    alike = [moment for moment in moments if moment.run.config["task"] == task]
    examples = lab.examples if task in SYMBOLIC else (ADDING,)
    text, traces = legible(
        f"text_{task}", text, examples, lambda text: (text, [moment.trace(text) for moment in alike])
    )
    for moment, trace in beside(alike, traces):
        _verdict(trace)
        at = cursor_of(AXES, trace.sizes, lambda trace=trace: _steadiest(trace))
        key = f"microscope:{moment.place}"
        microscope(
            trace.drop_vars(["probability", "word", "answer"], errors="ignore"),
            key=key,
            cursor=at[0],
            layer=at[1],
            unit=at[2],
            group="memory",
            translate=_,
            jump=view.jump(CURSOR),
            on_change=lambda key=key: pin_clicked(key, AXES),
        )
    return Remembered(alike, text, traces)


def unrolled_sequences(read: Remembered) -> None:
    """The closer look "unrolled" of these networks."""
    from core.systems.memory.unrolled import unrolled_sequence
    from dashboard.panels.unrolled import unrolled

    texts, lengths = [read.text] * len(read.moments), [trace.sizes["time"] for trace in read.traces]
    unrolled(read.moments, texts, lengths, unrolled_sequence)


def _verdict(trace) -> None:
    """What the network answers after the last step, beside the truth."""
    tokens = [str(token) for token in trace["token"].values]
    if "answer" in trace:
        said, truth = float(trace["answer"][-1]), sum(float(token) for token in tokens if token.startswith("+"))
        st.markdown(_("It answers **{said}**; the sum is {truth}.", said=f"{said:.3f}", truth=f"{truth:.3f}"))
        return
    p = trace["probability"].isel(time=-1)
    shared = {
        "steps": len(tokens),
        "said": str(trace["word"].values[p.values.argmax()]),
        "probability": f"{float(p.max()):.0%}",
    }
    digits = [token for token in tokens if token in trace["word"].values]
    if trace.attrs["task"] == "latest":
        message = _(
            "After {steps} steps it answers **{said}**, with probability {probability}; the last digit was {truth}.",
            **shared,
            truth=digits[-1] if digits else "–",
        )
    else:
        message = _(
            "After {steps} steps it answers **{said}**, with probability {probability}; the first symbol was {truth}.",
            **shared,
            truth=tokens[0],
        )
    st.markdown(message)


def _steadiest(trace) -> tuple[int, int, int]:
    """The middle of the sequence, and the unit that holds most."""
    return trace.sizes["time"] // 2, *steady_unit(trace, "cell_state" if "cell_state" in trace else "hidden_state")
