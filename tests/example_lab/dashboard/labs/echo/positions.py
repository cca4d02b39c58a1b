"""The closer look "positions": does the network still repeat where no training sequence ever reached?"""

from __future__ import annotations

import streamlit as st

from core.runs.store import Checkpoint
from dashboard.cache import computed_once
from dashboard.labs.echo.subject import Echoed
from dashboard.language import translate as _
from dashboard.resources import model_at

COUNT, TIMES = 256, 4
"""Held-out sequences, and how many times as long as in training they are."""


def positions(subject: Echoed) -> None:
    """The share of sequences in which it is right, at each step, and what chance would have."""
    right = _right(subject.steady().checkpoint)
    config = subject.moment.run.config
    st.caption(
        _(
            "Held-out sequences of {length} symbols; training never went beyond {trained}. The upper line is the"
            " network at each step, the lower one is chance, 1/K = {chance}. What is kept for one step only fears no"
            " length.",
            length=len(right) + 1,
            trained=config["length"],
            chance=f"{1 / config['symbols']:.3g}",
        )
    )
    lines = {"step": range(2, len(right) + 2), "right": right, "chance": [1 / config["symbols"]] * len(right)}
    st.line_chart(lines, x="step", y=["right", "chance"], x_label=_("step"), y_label=_("share of symbols"), height=260)


@computed_once
def _right(checkpoint: Checkpoint) -> list[float]:
    from core.labs.echo.task import EchoTask

    model = model_at(checkpoint)
    return EchoTask(model.config).right(model, COUNT, TIMES * model.config.length).tolist()
