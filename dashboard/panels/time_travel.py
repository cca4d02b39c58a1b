"""Time travel: one slider over the checkpoints of a run; every picture on the page shows the step it stands at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st
from streamlit.errors import StreamlitAPIException

from core.runs.store import Checkpoint
from dashboard import state
from dashboard.components.scrub import scrub
from dashboard.frame import view
from dashboard.frame.names import STEP
from dashboard.language import translate as _

NEWEST = None
"""What the slider of a run that trains stands at until it is moved: it stays at the end, wherever that is."""


_OFFERED = "travel:offered"
_TURNED = "travel:turned"
_SCRUBBED = "travel:scrubbed"
_NAMED = "scrub"


class Offer(NamedTuple):
    """The steps of the slider's last drawing, whether that drawing put the thumb somewhere, and where it stood."""

    steps: tuple[int | None, ...]
    put: bool
    stood: int | None


def travel(checkpoints: Sequence[Checkpoint], *, active: bool) -> Checkpoint:
    """The checkpoint the viewer stands at: the newest one, until the slider is moved away from the end.

    While its thumb is dragged, the one under the thumb.

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
    place = st.container(key="here", width="content")
    if len(steps) == 1:
        state.forget(_OFFERED)
        with place:
            scrub(newest, key=_NAMED, slider=STEP.name, translate=_)
        st.caption(_("the only one that is kept of this run"), width="content")
        return checkpoints[0]
    if not active and state.get(STEP.name, newest) is NEWEST:
        state.put(STEP.name, newest)  # a run that does not train has no other
    chosen = view.steps(
        STEP,
        _("Training step"),
        choices=_offered(steps),
        default=steps[-1],
        format_func=_in_words,
        help=_("Drag to the left to see the same input read by the network as it was earlier in training."),
        label_visibility="collapsed",
        on_change=_turned,
    )
    state.put(_OFFERED, state.get(_OFFERED)._replace(stood=chosen))
    under = _under_the_thumb(steps, chosen)
    here = checkpoints[-1] if under is None else at[under]
    with place:
        scrub(here.step, key=_NAMED, slider=STEP.name, newest=under is NEWEST, translate=_, on_change=_scrubbed)
    return here


def _offered(steps: Sequence[int | None]) -> tuple[int | None, ...]:
    """The steps that the slider offers: all, or those of its last drawing if that one moved its thumb.

    A browser is told where the thumb is put as a place among the steps; were there more of them before a busy browser
    has put it, it would stand at another step, and say so with the viewer's next click.
    """
    last: Offer | None = state.get(_OFFERED)
    moved = last is None or state.get(STEP.name) != last.stood
    if last and last.put and not moved and set(last.steps) <= set(steps):
        steps = last.steps
    state.put(_OFFERED, Offer(tuple(steps), moved, None))
    return tuple(steps)


def _turned() -> None:
    """Draw pictures and training panel anew, or the whole page where it is just being drawn (a callback)."""
    state.put(_OFFERED, state.get(_OFFERED)._replace(stood=state.get(STEP.name)))  # the browser moved it there itself
    try:
        st.rerun(["pictures", "training"])
    except StreamlitAPIException:  # one of the two is not there yet
        st.rerun()


def _in_words(step: int | None) -> str:
    return _("newest") if step is NEWEST else str(step)


def _scrubbed() -> None:
    """Keep what is under the thumb (its callback), until the slider itself says something new."""
    state.put(_SCRUBBED, (state.get(STEP.name), state.get(_NAMED)["step"]))


def _under_the_thumb(steps: Sequence[int | None], chosen: int | None) -> int | None:
    """The step that is dragged over, if the slider still stands where it stood then; else where it stands."""
    stood, text = state.get(_SCRUBBED) or (chosen, None)
    if stood != chosen:
        state.forget(_SCRUBBED)
        return chosen
    return next((step for step in steps if _in_words(step) == text), chosen)


def nearest(checkpoints: Sequence[Checkpoint], step: int) -> Checkpoint:
    """The last checkpoint at or before `step`, or the first one if all are later."""
    return max((point for point in checkpoints if point.step <= step), key=_step_of, default=checkpoints[0])


def _step_of(point: Checkpoint) -> int:
    return point.step


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
