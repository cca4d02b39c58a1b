"""The closer look "whole": every design, what it is worth, and how likely the controller is to write it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from core.labs.architecture_search.observations import believes_in_the_good, is_stuck
from core.labs.architecture_search.table import rewards
from dashboard.labs.architecture_search.subject import Searched
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.resources import asked_of

GOOD = 0.9
"""From this reward on a design is called good."""

BINS = 20
"""Bars of the histogram."""

LISTED = 8
"""Descriptions in the table."""


def whole(subject: Searched) -> None:
    """Two histograms of reward: over all designs, and over what the controller would write; then its favourites."""
    from dashboard.labs.architecture_search.charts.whole import worth_chart

    space, config = subject.shown.space, subject.moment.model.config
    R, p = rewards(space.key), asked_of(subject.moment.checkpoint, "beliefs").numpy()  # (size,) each
    free = np.zeros(space.size)
    free[config.designs] = 1 / len(config.designs)
    edges = np.linspace(0, 1, BINS + 1)
    who = {_("random search: all designs alike"): free, _("this controller"): p}
    rows = [
        {"who": name, "reward": edges[k], "until": edges[k + 1], "share": share}
        for name, weights in who.items()
        for k, share in enumerate(np.histogram(R, edges, weights=weights)[0])
    ]
    labels = {"reward": _("reward of a design"), "share": _("share of what is written"), "who": _("who writes")}
    st.altair_chart(
        worth_chart(pd.DataFrame(rows), labels),
        width="stretch",
        key="whole:chart",
        alt=_("Two histograms of reward: over all designs, and over what the controller would write"),
    )
    expected = {name: float(weights @ R / weights.sum()) for name, weights in who.items()}
    likeliest = int(p.argmax())
    note(
        _(
            "All {count} designs were trained once, which no real search can afford: so the expected reward"
            " J = Σ π(a) R(a) is known exactly. Random search may expect {random}, this controller {ours}. {good} of"
            " the designs reach {least}: among 25 random ones there is one with a probability of {chance}.",
            count=len(config.designs),
            random=f"{expected[_('random search: all designs alike')]:.2f}",
            ours=f"{expected[_('this controller')]:.2f}",
            good=f"{free[R >= GOOD].sum():.1%}",
            least=f"{GOOD:g}",
            chance=f"{1 - (1 - free[R >= GOOD].sum()) ** 25:.0%}",
        ),
        *observed(believes_in_the_good, of=[p[R >= GOOD].sum(), free[R >= GOOD].sum(), GOOD]),
        *observed(is_stuck, of=[p[likeliest], R[likeliest], R[config.designs].max()]),
    )
    order = np.argsort(-p, kind="stable")[:LISTED]
    st.dataframe(
        pd.DataFrame(
            {
                _("description"): [space.text(space.tokens(int(n))) for n in order],
                "π(a)": [f"{p[n]:.1%}" for n in order],
                _("reward in the table"): [f"{R[n]:.3f}" for n in order],
            }
        ),
        hide_index=True,
        width="stretch",
    )
