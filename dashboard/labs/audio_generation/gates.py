"""The closer look "gates": filter, gate and their product of one unit over time, beside the wave."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.frame import view
from dashboard.labs.audio_generation.names import GATE_LAYER
from dashboard.labs.audio_generation.subject import SoundInView
from dashboard.language import translate as _

SHOWN = 160
"""Samples that are shown, the cursor among them."""

CLOSED, OPEN = 0.1, 0.9
"""Below and above which a gate counts as closed and as open."""


def gates(subject: SoundInView) -> None:
    """Four lines above each other, on one axis of time."""
    from dashboard.labs.audio_generation.charts.gates import gate_chart

    trace, unit = subject.trace, min(subject.wish.unit, subject.model.config.channels - 1)
    dilations = trace.attrs["dilations"]
    layer = view.slider(GATE_LAYER, _("Layer"), high=max(2, len(dilations)), width=360)
    layer = min(layer, len(dilations)) - 1
    T = trace.sizes["time"]
    start = int(np.clip(subject.time - SHOWN // 2, 0, max(0, T - SHOWN)))
    at = np.arange(start, min(T, start + SHOWN))
    names = {
        "amplitude": _("the sound, x"),
        "filter": _("filter, tanh"),
        "gate": _("gate, σ"),
        "gated": _("z = filter · gate"),
    }
    values = {name: trace[name].values for name in names}
    for name, word in names.items():
        found = values[name][at] if name == "amplitude" else values[name][layer, at, unit]  # (N,)
        table = pd.DataFrame({"time": at + 1, "value": found})
        st.altair_chart(
            gate_chart(table, name, word, subject.time + 1, _("sample"), last=name == "gated"),
            width="stretch",
            key=f"gates:{name}",
            alt=_("Line chart over samples: {line}", line=word),
        )
    gate = values["gate"][layer, :, unit]
    st.caption(
        _(
            "Unit {unit} of layer {layer} (d = {d}), which is chosen above as “Unit in the tree”. The filter says what,"
            " the gate how much of it goes on. In this sound the gate is below {closed} at {shut} of all samples, and"
            " above {opened} at {wide}. The dashed line is the cursor.",
            unit=unit + 1,
            layer=layer + 1,
            d=dilations[layer],
            closed=CLOSED,
            opened=OPEN,
            shut=f"{np.mean(gate < CLOSED):.0%}",
            wide=f"{np.mean(gate > OPEN):.0%}",
        )
    )
