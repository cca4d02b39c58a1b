"""The closer look "mask": what the mask hides at each step, and how the same network answers without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.labs.pointer_network.observations import mask_does_much, mask_does_nothing
from core.runs.store import Checkpoint, Run
from core.trace.schema import tokens_of
from dashboard.cache import computed_once
from dashboard.labs.pointer_network.subject import Pointed
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.resources import model_at, task_of

if TYPE_CHECKING:
    from core.labs.pointer_network.unmasked import Verdict

COUNT = 200
"""Held-out sets that are answered twice."""


def mask(subject: Pointed) -> None:
    """The hidden share of every step of this answer; then both ways to answer, on held-out sets."""
    from core.labs.pointer_network.unmasked import hidden_shares
    from dashboard.labs.pointer_network.charts.mask import hidden_chart

    if not subject.moment.run.config["mask"]:
        st.info(_("This network has no mask: it was trained to avoid what it visited. Choose one with a mask."))
        return
    st.latex(r"u_{ij} := -\infty \quad \text{" + _("for every point j that was named before step i") + "}")
    tokens = tokens_of(subject.trace, "target")
    shares = hidden_shares(subject.moment.model, subject.points)
    steps = [f"{step} → {token}" for step, token in enumerate(tokens, 1)]
    labels = {"step": _("step"), "share": _("hidden probability")}
    st.altair_chart(
        hidden_chart(pd.DataFrame({"step": steps, "share": shares}), labels),
        width="stretch",
        key="mask:chart",
        alt=_("Bar chart: the share of probability that the mask hides, at each step"),
    )
    masked, free = _judged(subject.moment.run, subject.steady().checkpoint)
    note(
        _(
            "Each bar: what this network would give, at that step, to places that the mask hides: points that it named"
            " before, and an end that comes too early. Trained with the mask, it never had to learn to avoid them;"
            " switch the mask off at the side and train, to see one that must."
        ),
        *observed(mask_does_much, mask_does_nothing, of=[masked.exact, free.exact, free.repeated]),
    )


@computed_once
def _judged(run: Run, checkpoint: Checkpoint) -> tuple[Verdict, Verdict]:
    """How a checkpoint of a run answers with its mask and without."""
    from core.labs.pointer_network.unmasked import judged, unmasked

    model = model_at(checkpoint)
    sets = task_of(run).held_out(model.config.points, COUNT)
    return judged(model, sets), judged(unmasked(model), sets)
