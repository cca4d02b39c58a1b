"""Time travel: one slider over the checkpoints of a run; every picture on the page shows the step it stands at."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.errors import InputError
from core.runs.store import Checkpoint
from dashboard import address, state
from dashboard.language import sentence
from dashboard.language import translate as _

NEWEST = None
"""What the slider of a run that trains stands at until it is moved: it stays at the end, wherever that is."""


def travel(checkpoints: Sequence[Checkpoint], *, active: bool) -> Checkpoint:
    """The checkpoint the viewer stands at: the newest one, until the slider is moved away from the end.

    Parameters
    ----------
    checkpoints : sequence of Checkpoint
        At least one, oldest first.
    active : bool
        Whether more may come.
    """
    at = {point.step: point for point in checkpoints}
    newest = checkpoints[-1].step
    steps = [*at, NEWEST] if active else list(at)
    if len(steps) == 1:
        st.caption(_("Training step {step}, the only one that is kept of this run.", step=newest))
        return checkpoints[0]
    _check_link(steps)
    chosen = st.select_slider(
        _("Training step"),
        steps,
        value=steps[-1],
        format_func=lambda step: _("newest") if step is NEWEST else str(step),
        key="step",
        bind="query-params",
        help=_("Drag to the left to see the same input read by the network as it was earlier in training."),
        on_change=lambda: st.rerun(["pictures", "training"]),
    )
    return checkpoints[-1] if chosen is NEWEST else at[chosen]


def standing(checkpoints: Sequence[Checkpoint]) -> Checkpoint:
    """Where the slider stands among these checkpoints, for what is drawn before it: the newest, unless it was moved."""
    named = str(state.get("step", address.read("step")))
    return next((point for point in checkpoints if str(point.step) == named), checkpoints[-1])


def stand_at(step: int) -> None:
    """Turn the page to a training step (from a callback of something else than the slider)."""
    state.put("step", step)
    st.rerun(["pictures", "training"])


def _check_link(steps: Sequence[int | None]) -> None:
    """Say so if the link names a step that this run has not kept; the slider itself then stands at the end."""
    named = address.read("step")
    if named is not None and state.get("step") is None and named not in map(str, steps):
        error = InputError(
            "The link names training step {step}, of which this run has no checkpoint. You see its newest one.",
            step=repr(named)[:40],
        )
        st.warning(sentence(error))
