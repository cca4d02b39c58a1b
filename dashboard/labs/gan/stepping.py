"""The closer look "stepping": one player at a time, on a copy of the run in view, which stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from core.labs.gan.moves import MOST_STEPS, Move, read_moves, written_moves
from core.labs.gan.observations import critic_alone, generator_alone
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.labs.gan.components.forging import forging
from dashboard.labs.gan.names import MOVES
from dashboard.labs.gan.subject import Duel, judged_trace, real_examples
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.panels.input import legible
from dashboard.resources import task_of

if TYPE_CHECKING:
    import xarray as xr

    from core.labs.gan.stepping import Played

BUTTONS: tuple[Move, ...] = (("critic", 1), ("critic", 10), ("critic", 50), ("generator", 1), ("generator", 10))


def stepping(subject: Duel) -> None:
    """Buttons for either player, the copy after their moves, and how the critic's gap went."""
    from dashboard.labs.gan.charts.stepping import steps_chart

    moment = subject.steady()
    moves = legible("moves", view.read(MOVES) or "", [""], read_moves)
    _controls(moves)
    after = _played(moment, moves)
    trace = _trace(moment, moves, subject.dice)
    forging(
        trace,
        judged_trace(trace, moment.run),
        {name: np.zeros(0, np.float32) for name in ("history", "critic_loss", "train_loss")},
        step=moment.checkpoint.step,
        key="forging:copy",
        cursor=subject.cursor[0],
        group=None,
        alone=True,
        translate=_,
    )
    rows = [
        {"step": step, "gap": gap, "mover": "" if step == 0 else after.movers[step - 1]}
        for step, gap in enumerate(after.gaps)
    ]
    words = {"critic": _("the critic’s step"), "generator": _("the generator’s step"), "": _("before the first step")}
    labels = {"step": _("steps on the copy"), "gap": _("what the critic tells apart"), "mover": _("whose step")}
    st.altair_chart(
        steps_chart(pd.DataFrame(rows), words, labels),
        width="stretch",
        key="steps:chart",
        alt=_("Line chart of what the critic tells apart, after each step of either player"),
    )
    note(
        _(
            "A copy of step {step}, which itself stays as it is. Let the critic alone: it finds more and more of the"
            " difference. Let the generator alone: it runs downhill on a surface that stands still, past where the real"
            " ones are.",
            step=f"{moment.checkpoint.step:,}",
        ),
        *observed(critic_alone, generator_alone, of=[moves, after.gaps]),
    )


def _controls(moves: tuple[Move, ...]) -> None:
    done = sum(count for _player, count in moves)
    words = {"critic": _("Critic"), "generator": _("Generator")}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for player, count in BUTTONS:
            st.button(
                f"{words[player]} +{count}",
                key=f"move:{player}:{count}",
                disabled=done + count > MOST_STEPS,
                on_click=_write(lambda player=player, count=count: (*moves, (player, count))),
            )
        st.button(
            _("Take back"),
            icon=":material/undo:",
            key="move:undo",
            disabled=not moves,
            on_click=_write(lambda: moves[:-1]),
        )
        st.button(
            _("Start over"),
            icon=":material/replay:",
            key="move:none",
            disabled=not moves,
            on_click=_write(lambda: ()),
        )
        told = [f"{words[player]} {count}" for player, count in moves]
        st.markdown(_("Played: {moves}", moves=" → ".join(told)) if told else _("Nothing is played yet."))


def _write(moves: Callable[[], tuple[Move, ...]]) -> Callable[[], None]:
    return lambda: view.write(MOVES, written_moves(moves()) or None)


@computed_once
def _played(moment: Moment, moves: tuple[Move, ...]) -> Played:
    from core.labs.gan.stepping import played

    return played(moment.model, task_of(moment.run), moment.checkpoint.step, moves)


@computed_once
def _trace(moment: Moment, moves: tuple[Move, ...], dice: int) -> xr.Dataset:
    real, classes = real_examples(moment.run)
    return _played(moment, moves).model.trace(dice, real=real, classes=classes)
