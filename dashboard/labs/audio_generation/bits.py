"""The closer look "bits": what a held-out sample costs over the training, beside what one must beat."""

from __future__ import annotations

from math import log2

import pandas as pd
import streamlit as st

from dashboard.labs.audio_generation.subject import SoundInView
from dashboard.language import translate as _
from dashboard.panels.damaged import whole
from dashboard.resources import checkpoints_of


def bits(subject: SoundInView) -> None:
    """Three lines over the checkpoints of the run in view."""
    from dashboard.labs.audio_generation.charts.bits import bits_chart

    run = subject.moment.run
    names = {
        "unigram_bits": _("by frequency of the level alone"),
        "markov_bits": _("a Markov chain, by the sample before"),
        "bits_per_sample": _("the network"),
    }
    rows = [
        {"step": point.step, "line": word, "value": point.metrics[name]}
        for point in whole(checkpoints_of(run), run.lab)
        for name, word in names.items()
        if name in point.metrics
    ]
    if not rows:
        st.info(_("Nothing has been measured of this run yet. Train it, and the lines appear."))
        return
    st.altair_chart(
        bits_chart(
            pd.DataFrame(rows),
            list(names.values()),
            subject.moment.checkpoint.step,
            {"step": _("training step"), "value": _("bits per sample")},
        ),
        width="stretch",
        key="bits:chart",
        alt=_("Line chart of the bits that a held-out sample costs over training, with two baselines"),
    )
    st.caption(
        _(
            "Mean −log₂ p of sounds that were held out; evenly among {levels} levels it is {most}. Each stretch begins"
            " with nothing before it, so the first samples cost most. Saving sound by such a model takes that many bits"
            " a sample, besides the model.",
            levels=subject.model.config.levels,
            most=f"{log2(subject.model.config.levels):.2f}",
        )
    )
