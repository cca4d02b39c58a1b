"""Time travel: one slider over the checkpoints of a run; every picture on the page shows the step it stands at."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.runs import Checkpoint
from dashboard import address, state
from dashboard.language import translate as _


def travel(checkpoints: Sequence[Checkpoint]) -> Checkpoint:
    """The checkpoint the viewer stands at; the newest one until the slider is moved away from it.

    Parameters
    ----------
    checkpoints : sequence of Checkpoint
        At least one, oldest first.
    """
    at = {f"{point.step:,}": point for point in checkpoints}
    steps = list(at)
    if state.get("following") is None:
        state.put("following", address.read("step") is None)
    if state.get("following") or state.get("step", address.read("step")) not in at:
        state.put("step", steps[-1])
    if len(steps) == 1:
        st.caption(_("Training step {step}. More steps to travel to appear as it trains.", step=steps[0]))
        return checkpoints[0]
    chosen = st.select_slider(
        _("Training step"),
        steps,
        value=steps[-1],
        key="step",
        bind="query-params",
        help=_("Drag to the left to see the same input read by the network as it was earlier in training."),
        on_change=_moved,
        args=(steps[-1],),
    )
    return at[chosen]


def _moved(newest: str) -> None:
    """Stay at the chosen step, or follow the training again once the slider is back at its end."""
    state.put("following", state.get("step") == newest)
    st.rerun(["pictures", "training"])


def stand_at(step: int) -> None:
    """Turn the page to a training step (from a callback of something else than the slider)."""
    state.put("step", f"{step:,}")
    state.put("following", False)
    st.rerun(["pictures", "training"])
