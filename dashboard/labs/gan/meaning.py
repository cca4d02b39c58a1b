"""The closer look "meaning": what the critic's loss says, with its sign turned, beside the true distance."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.labs.gan.distances import COUNT, Gauge
from core.labs.gan.observations import gauge_is_bounded, gauge_is_no_distance, gauge_proves_nothing
from core.runs.store import Run
from dashboard.cache import computed_once
from dashboard.frame.moment import Moment
from dashboard.labs.gan.subject import Duel
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.resources import task_of

MOMENTS = 12
"""Checkpoints that are measured."""


def meaning(subject: Duel) -> None:
    """Over the training: the true Wasserstein distance, the critic's estimate, and what that proves."""
    from dashboard.labs.gan.charts.meaning import meaning_chart

    run = subject.moment.run
    if run.config["data"] == "digits":
        st.info(
            _(
                "A critic that is told the class compares digits class by class, so its loss has no one distance to"
                " stand beside. Choose a network for points or words."
            )
        )
        return
    detective = run.config["loss"].startswith("js")
    if detective:
        st.latex(r"\mathrm{JS} \approx 1 - \frac{L_D}{2 \log 2} \text{ " + _("bits") + "}")
    else:
        st.latex(
            r"\overline{D(x)} - \overline{D(\tilde x)} = -L_D \;\le\; K\, W \qquad"
            r" W = \min_\pi \overline{\lVert x_i - \tilde x_{\pi(i)} \rVert}"
        )
    with st.spinner(_("Real and forged examples are carried to each other …")):
        gauges = {
            moment.checkpoint.step: _measured(moment, subject.dice) for moment in subject.steady().history(MOMENTS)
        }
    lines = {"true": _("true distance W"), "estimate": _("detective: JS in bits") if detective else _("critic: −L_D")}
    if not detective:
        lines["proved"] = _("critic over its steepest slope, −L_D / K")
    rows = [
        {"step": step, "line": name, "value": {**vars(one), "proved": one.estimate / max(one.steepest, 1e-9)}[key]}
        for step, one in gauges.items()
        for key, name in lines.items()
    ]
    here = subject.moment.checkpoint.step
    st.altair_chart(
        meaning_chart(pd.DataFrame(rows), here, {"step": _("training step"), "value": _("distance")}),
        width="stretch",
        key="meaning:chart",
        alt=_("Line chart of the critic’s estimate and the true Wasserstein distance over training"),
    )
    now = gauges.get(here) or next(reversed(gauges.values()))
    note(
        _(
            "W is the least mean way over which {count} real examples can be carried to as many forged ones, found"
            " exactly; two draws of real ones are {noise} apart, which is as good as 0.",
            count=COUNT,
            noise=f"{now.noise:.3f}",
        ),
        *observed(gauge_is_bounded, gauge_proves_nothing, of=[now.true, now.estimate, now.steepest, detective]),
        *observed(gauge_is_no_distance, of=[now.true, now.estimate, detective]),
    )


@computed_once
def _measured(moment: Moment, dice: int) -> Gauge:
    from core.labs.gan.distances import gauge

    return gauge(moment.model, _world(moment.run), dice)


def _world(run: Run):
    return task_of(run).world
