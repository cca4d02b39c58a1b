"""The closer look "field": how far back a prediction sees, by gradient, against 1 + Σ d."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from core.labs.audio_generation.observations import edge_is_lost, edge_is_seen
from core.nn.sampling import Sampling
from dashboard.cache import computed_once
from dashboard.frame.moment import Moment
from dashboard.labs.audio_generation.subject import SoundInView
from dashboard.language import translate as _
from dashboard.observed import note, observed

LAYERS, CYCLES = 10, 3
"""All settings of the knobs."""

BEYOND = 12
"""Samples beyond the field that are shown."""


def field(subject: SoundInView) -> None:
    """The gradient of one prediction at each sample before it; then the field of every setting of the knobs."""
    from dashboard.labs.audio_generation.charts.field import field_chart

    model = subject.model
    reach = model.config.field
    at = max(subject.time, min(subject.trace.sizes["time"] - 1, reach + 1))
    found, inside, beyond = _measured(
        subject.steady(), subject.wish.dice, subject.wish.kind, subject.wish.sampling, subject.wish.length, at
    )
    st.latex(
        rf"1 + \sum_l d_l = 1 + {model.config.cycles} \cdot ({' + '.join(map(str, _short(model.config.layers)))})"
        rf" = {reach:,}".replace(",", r"\,")
    )
    ago = np.arange(1, min(at, reach + BEYOND) + 1)  # (N,)
    table = pd.DataFrame({"ago": ago, "gradient": found[at + 1 - ago]})
    st.altair_chart(
        field_chart(table, reach, {"ago": _("samples back"), "gradient": _("gradient")}),
        width="stretch",
        key="field:chart",
        alt=_("Bar chart of the gradient of one prediction at each sample before it"),
    )
    counted = int((found > 0).sum())
    st.caption(
        _(
            "Each bar: how much log p of sample {sample} moves with what is read at a sample before it. Not 0 at"
            " {counted} of the {reach} samples in reach; the dashed line is the edge, 1 + Σ d.",
            sample=at + 1,
            counted=f"{counted:,}",
            reach=f"{reach:,}",
        )
    )
    if inside is not None and beyond is not None:
        note(*observed(edge_is_seen, edge_is_lost, of=[reach, inside, beyond]))
    st.markdown(_("**Every setting of the knobs**, measured on fresh networks: layers of a cycle × cycles."))
    st.dataframe(_settings(), hide_index=True, key="field:table")
    st.caption(
        _(
            "A doubling of what is seen costs one layer more; a cycle more adds as much again. Ten layers see 1,024"
            " samples, an eighth of a second at 8,000 a second; three cycles of ten see 3,070. Where a"
            " program has a plain layer of two taps before them, it is one more."
        )
    )


def _short(layers: int) -> list[str]:
    """The dilations of a cycle, the middle left out where they are many."""
    every = [str(2**layer) for layer in range(layers)]
    return every if layers <= 5 else [*every[:3], r"\dots", every[-1]]


def _settings() -> pd.DataFrame:
    """The field of every setting, measured."""
    measured = _every_field()
    layers = list(range(1, LAYERS + 1))
    columns: dict[str, list[str]] = {_("layers"): [str(number) for number in layers]}
    for cycles in range(1, CYCLES + 1):
        name = _("1 cycle") if cycles == 1 else _("{count} cycles", count=cycles)
        columns[name] = [f"{measured[number, cycles]:,}" for number in layers]
        columns[f"1 + {cycles} Σ d"] = [f"{1 + cycles * (2**number - 1):,}" for number in layers]
    return pd.DataFrame(columns)


@computed_once
def _every_field() -> dict[tuple[int, int], int]:
    from core.labs.audio_generation.field import measured_field

    return {
        (layers, cycles): measured_field(layers, cycles)
        for layers in range(1, LAYERS + 1)
        for cycles in range(1, CYCLES + 1)
    }


@computed_once
def _measured(
    moment: Moment, dice: int, kind: int, sampling: Sampling, length: int, at: int
) -> tuple[np.ndarray, float | None, float | None]:
    """The gradient at each reading (T,); and what a change does of the sample at the edge, and of the one beyond, if
    there are so many.
    """
    from core.labs.audio_generation.field import changed, influence

    model = moment.model
    kind = min(kind, len(model.kinds) - 1)
    trace = moment.trace(dice, kind=kind, sampling=sampling, length=length)
    levels = trace["token"].values.astype(np.int64)
    found, reach = influence(model, levels, kind, at), model.config.field
    if at <= reach:
        return found, None, None
    return found, changed(model, levels, kind, at, reach), changed(model, levels, kind, at, reach + 1)
