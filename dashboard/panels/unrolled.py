"""The closer look "unrolled": as many copies of the network as its input has steps, and how its error flows back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from core.errors import InputError
from core.nn.unrolled import COPIES, UnrolledReading
from core.runs.store import Checkpoint
from dashboard import state
from dashboard.cache import computed_once
from dashboard.components.unrolled import unrolled_network
from dashboard.frame import view
from dashboard.frame.lesson import beside
from dashboard.frame.moment import Moment
from dashboard.frame.names import ERROR_STEP
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.resources import model_at

Unroll = Callable[[Any, str, int], UnrolledReading]
"""From a model, what it reads, and the step behind the last copy."""


def unrolled(
    moments: Sequence[Moment],
    texts: Sequence[str],
    lengths: Sequence[int],
    unroll: Unroll,
    *,
    step: int | None = None,
    stand_at: Callable[[int], None] | None = None,
) -> None:
    """Draw each network unrolled.

    Parameters
    ----------
    moments : sequence of Moment
        The networks in view.
    texts : sequence of str
        What each reads.
    lengths : sequence of int
        How many steps that is.
    unroll : callable
        A function of core: two drawings of one checkpoint are the same if it and all else are.
    step : int, optional
        The step whose error flows back, where the cursor of the page says so; else the link does, or it is the last.
    stand_at : callable, optional
        Moves the cursor of the page to a step (from a callback).
    """
    st.latex(
        r"\frac{\partial L_k}{\partial h_t} = \left(\frac{\partial h_{t+1}}{\partial h_t}\right)^{\!\top}"
        r" \frac{\partial L_k}{\partial h_{t+1}} \qquad \frac{\partial L_k}{\partial W} = \sum_{t \le k}"
        r" \frac{\partial L_k}{\partial W^{(t)}}, \quad W^{(1)} = W^{(2)} = \dots = W"
    )
    pinned = view.read(ERROR_STEP) if stand_at is None else None
    for moment, text, length in beside(list(moments), texts, lengths):
        if not length:
            st.info(_("Nothing was read here, so there is no copy to draw. Give the network a text to go on from."))
            continue
        at = pinned[0] if pinned else length - 1 if step is None else step
        at = min(at, length - 1)
        try:
            found = _kept(moment.checkpoint, unroll, text, min(length, max(COPIES, at + 1)))
        except InputError as error:
            st.info(sentence(error))
            continue
        key = f"unrolled:{moment.place}"

        def settled(key: str = key) -> None:
            chosen = state.get(key)["step"]
            if chosen is None:
                return
            if stand_at:
                stand_at(chosen)
            else:
                view.write(ERROR_STEP, (chosen,))

        unrolled_network(found.network, found.tokens, found.targets, key=key, step=at, translate=_, on_change=settled)


@computed_once
def _kept(checkpoint: Checkpoint, unroll: Unroll, text: str, end: int) -> UnrolledReading:
    return unroll(model_at(checkpoint), text, end)
