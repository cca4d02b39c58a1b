"""The closer look "many captions": one scene told a hundred times, each word drawn by a die."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from core.labs.captioning.own_captions import Photo
from core.labs.captioning.scenes import Scene
from core.nn.sampling import Sampling
from core.runs.store import Checkpoint
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.frame.names import TEMPERATURE, TOP_K, TOP_P
from dashboard.labs.captioning.names import DICE_SEED
from dashboard.labs.captioning.subject import Told
from dashboard.language import translate as _
from dashboard.panels.sampling import slider_row
from dashboard.resources import model_at

COUNT = 100


def sampled(subject: Told) -> None:
    """The sliders, and the captions by how often they were drawn."""
    knobs = (TEMPERATURE, TOP_K, TOP_P, DICE_SEED)
    here = {TEMPERATURE: {"default": 1.0}, TOP_K: {"high": subject.trace.sizes["vocabulary"]}}
    temperature, top_k, top_p, seed = (
        view.knob(knob, at=column, **here.get(knob, {}))
        for column, knob in zip(slider_row(len(knobs)), knobs, strict=True)
    )
    st.latex(r"y_t \sim p(y_t \mid y_1 \dots y_{t-1}, x)^{1/\tau}")
    sampling = Sampling(temperature=temperature, top_k=top_k, top_p=top_p)
    captions = Counter(_drawn(subject.moment.checkpoint, subject.scene, sampling, seed))
    right = subject.reference.target if subject.reference else None
    st.dataframe(
        pd.DataFrame(
            {
                _("caption"): list(dict(captions.most_common())),
                _("times"): [count for _caption, count in captions.most_common()],
                _("right"): [caption == right for caption, _count in captions.most_common()],
            }
        ),
        hide_index=True,
        column_config={
            _("times"): st.column_config.NumberColumn(format="%d"),
        },
    )
    st.caption(
        _(
            "{count} captions of the scene in view, each word drawn by a die; {different} of them are different. A high"
            " temperature makes the unlikely likelier: watch which words give way first.",
            count=COUNT,
            different=len(captions),
        )
    )


@computed_once
def _drawn(checkpoint: Checkpoint, scene: Scene | Photo, sampling: Sampling, seed: int) -> list[str]:
    from core.labs.captioning.sampled import sampled as draw

    return draw(model_at(checkpoint), scene, sampling, COUNT, seed)
