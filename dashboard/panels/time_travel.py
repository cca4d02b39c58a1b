"""Time travel: one slider over the checkpoints of a run; every picture on the page shows the step it stands at."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.runs.store import Checkpoint
from dashboard import state
from dashboard.frame import view
from dashboard.frame.names import STEP
from dashboard.language import translate as _

NEWEST = None
"""What the slider of a run that trains stands at until it is moved: it stays at the end, wherever that is."""


_TURNED = "travel:turned"


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
    chosen = view.steps(
        STEP,
        _("Training step"),
        choices=tuple(steps),
        default=steps[-1],
        format_func=lambda step: _("newest") if step is NEWEST else str(step),
        help=_("Drag to the left to see the same input read by the network as it was earlier in training."),
        on_change=lambda: st.rerun(["pictures", "training"]),
    )
    return checkpoints[-1] if chosen is NEWEST else at[chosen]


def standing(checkpoints: Sequence[Checkpoint]) -> Checkpoint:
    """Where the slider stands among these checkpoints, for what is drawn before it: the newest, unless it was moved."""
    named = view.value_of(STEP.now(choices=tuple(point.step for point in checkpoints)))
    return next((point for point in checkpoints if point.step == named), checkpoints[-1])


def stand_at(step: int) -> None:
    """Turn the page to a training step (from a callback of something else than the slider).

    The pictures are drawn anyway; the panel beside them follows (see `has_turned`). A rerun that is asked for in the
    callback itself would draw the slider where it stood before.
    """
    view.write(STEP, step)
    state.put(_TURNED, True)


def has_turned() -> bool:
    """Whether the page was turned to another step since this was asked, so that its other parts must follow."""
    turned = bool(state.get(_TURNED))
    state.forget(_TURNED)
    return turned


def stand_at_the_newest() -> None:
    """Turn the page to the newest step, of whatever run will be in view (from a callback)."""
    state.put(STEP.name, NEWEST)


def keep_step(points: Sequence[Checkpoint], step: int | None) -> None:
    """Stand at `step` if another run has it too (from a callback, after the page was turned to that run)."""
    if any(point.step == step for point in points):
        view.write(STEP, step)
