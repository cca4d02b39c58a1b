"""Translation: where does the decoder look?"""

from __future__ import annotations

import streamlit as st
from dashboard.components.alignment import alignment

from dashboard import address, state
from dashboard.language import translate as _
from dashboard.lesson import Moment, lesson
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import attention_equations
from dashboard.panels.input import sentence_to_translate

FRAMES = 24
"""How many checkpoints the film of the alignment shows."""


def pictures(lab, moments: list[Moment]) -> None:
    """The alignment of each run, on one cursor; then how it was born, and the arithmetic of one step."""
    text = sentence_to_translate(lab)
    traces = [moment.trace(text) for moment in moments]
    at = cursor(traces[0])
    for column, moment, trace in zip(st.columns(len(moments)), moments, traces, strict=True):
        with column:
            if len(moments) > 1:
                st.markdown(f"**{_('Step')} {moment.checkpoint.step:,}** · {moment.name}")
            verdict(trace)
            alignment(
                trace, key=f"alignment:{moment.run.id}", cursor=at, group="translation", translate=_,
                on_change=lambda run_id=moment.run.id: pin(run_id),
            )  # fmt: skip
    film(moments[0], text, traces[0])
    attention_equations(traces[0], *at)
    show_the_code(["core/attention.py", "core/models/translator.py", "core/cells/gru.py", "core/training.py"])


def verdict(trace) -> None:
    """The translation, large; whether it is right, where that is known; how far the alignment is from the truth."""
    st.markdown(f"## {trace.attrs['output'] or '∅'}")


def cursor(trace) -> tuple[int, int]:
    """The target and source position that the link pins, else the first of each."""
    pinned = address.numbers("cursor", 2) or (0, 0)
    return tuple(min(at, trace.sizes[dim] - 1) for at, dim in zip(pinned, ("target", "source"), strict=True))


def pin(run_id: str) -> None:
    """Put the cursor that was clicked into the link."""
    at = state.get(f"alignment:{run_id}")["cursor"]
    address.write("cursor", f"{at['target']}.{at['source']}")


lesson("translation", pictures)
