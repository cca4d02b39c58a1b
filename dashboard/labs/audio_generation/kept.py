"""The closer look "kept": writing with what was computed kept, against computing all of it again."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.labs.audio_generation.race import Race
from dashboard import state
from dashboard.cache import computed_once
from dashboard.frame.moment import Moment
from dashboard.labs.audio_generation.subject import SoundInView
from dashboard.language import translate as _

LAYERS = (4, 6, 8, 10)
"""Networks like the one in view, but of so many layers, that are raced besides."""

HEARD = 300
"""Samples that both write, to be compared."""


def kept(subject: SoundInView) -> None:
    """The race of the network in view, and of others like it that see less and more."""
    moment, times = subject.steady(), state.get("race:times", 0)
    st.button(
        _("Race again"),
        icon=":material/replay:",
        key="race",
        on_click=lambda: state.put("race:times", times + 1),
    )
    with st.spinner(_("Both ways are timed …")):
        same = _alike(moment, subject.wish.dice)
        ours, others = _raced(moment, times)
    first, second, third = st.columns(3)
    first.metric(_("kept: µs per sample"), f"{1e6 * ours.cached:,.0f}")
    second.metric(_("naive: µs per sample"), f"{1e6 * ours.naive:,.0f}")
    third.metric(_("times as long"), f"{ours.ratio:.1f} ×")
    if same and all(race.same for race in (ours, *others)):
        st.success(
            _(
                "Both wrote the same {count} samples, and all their distributions agree to the last bit: both call the"
                " same compiled layer.",
                count=HEARD,
            )
        )
    else:
        st.error(_("The two ways differ on this processor."))
    st.dataframe(
        pd.DataFrame(
            {
                _("samples seen"): [f"{race.field:,}" for race in others],
                _("kept: µs per sample"): [f"{1e6 * race.cached:,.0f}" for race in others],
                _("naive: µs per sample"): [f"{1e6 * race.naive:,.0f}" for race in others],
                _("times as long"): [f"{race.ratio:.1f} ×" for race in others],
            }
        ),
        hide_index=True,
        key="kept:table",
    )
    st.caption(
        _(
            "One core, now, once a whole field has been read. To write a sample, the kept way computes one column of"
            " each layer from two: what it reads now, and what it read d samples ago, which waits in a queue. The naive"
            " way runs the network over the whole field, though all but one column were there before. The table: fresh"
            " networks of as many channels, in one cycle."
        )
    )


@computed_once
def _raced(moment: Moment, times: int) -> tuple[Race, list[Race]]:
    """The race of a network, and of fresh ones of other depths; `times` asks for another one."""
    from dataclasses import replace

    import numpy as np
    import torch

    from core.labs.audio_generation.model import WaveNet
    from core.labs.audio_generation.race import race

    model = moment.model
    sound = np.random.default_rng(times).integers(model.config.levels, size=400)
    races = []
    for layers in LAYERS:
        fresh = WaveNet(replace(model.config, layers=layers, cycles=1), model.kinds, model.told, model.rate)
        fresh.initialise(torch.Generator().manual_seed(0))
        races.append(race(fresh.weights([0]), fresh.config.dilations, sound))
    return race(model.weights([0]), model.config.dilations, sound), races


@computed_once
def _alike(moment: Moment, dice: int) -> bool:
    """Whether both ways write the same, and believe the same to the last bit."""
    from core.labs.audio_generation.model import AS_IT_IS
    from core.labs.audio_generation.writing import Cached, Naive, write

    model = moment.model
    weights, dilations = model.weights([0]), model.config.dilations
    one, other = (write(weights, dilations, HEARD, AS_IT_IS, dice, way) for way in (Cached, Naive))
    return bool((one.levels == other.levels).all() and (one.probability == other.probability).all())
