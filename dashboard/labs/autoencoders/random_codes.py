"""The closer look "random": what codes from N(0, I) are decoded to, by a VAE and by an AE."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.runs.store import Run
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.labs.autoencoders.components.decoded_rows import PictureRow, decoded_rows
from dashboard.labs.autoencoders.names import CODE_DICE
from dashboard.labs.autoencoders.subject import Coded, counterpart
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.observed import note
from dashboard.panels.input import unlabelled
from dashboard.resources import task_of

if TYPE_CHECKING:
    from core.labs.autoencoders.questions import RandomCodes

SHOWN, MEASURED = 64, 1_000
"""Codes that are shown of each network, and those that are measured."""


def random(subject: Coded) -> None:
    """Pictures of random codes, and how many of them are recognised."""
    moment, other = subject.steady(), counterpart(subject)
    label = _("Dice")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            label,
            icon=":material/casino:",
            key="throw_codes",
            help=_("Other dice, other codes."),
            on_click=lambda: view.write(CODE_DICE, (view.value_of(CODE_DICE) + 1) % 10_000),
        )
        dice = int(view.number(CODE_DICE, label, width=110, **unlabelled(label)))
    rows, table = [], []
    for one in [moment, *([other] if other else [])]:
        shape = (-1, one.model.height, one.model.width)
        found = _random(one, dice, False)
        framed = (~found.verdict.recognised[:SHOWN]).tolist()
        rows.append(PictureRow(one.name, found.pictures[:SHOWN].reshape(shape), framed=framed))
        table.append(_row(_("{run}: codes from N(0, I)", run=plain(one.name)), found))
        if not one.run.config["variational"]:
            title = _("{run}: codes from the Gaussian fitted to its own codes", run=plain(one.name))
            table.append(_row(title, _random(one, dice, True)))
    decoded_rows(rows, key="random:rows", label=_("Pictures of random codes"), side=44, translate=_)
    real, mixed = _yardsticks(moment.run)
    table.append(_row(_("real pictures, held out"), real))
    if mixed:
        table.append(_row(_("two real pictures of different classes, blended"), mixed))
    frame = pd.DataFrame(table)
    st.table(frame.set_index(frame.columns[0]))
    note(
        _(
            "{count} codes of each are judged. Recognised: the five nearest training pictures are all of one class, and"
            " the nearest is no farther than it is for 95 of 100 held-out pictures. The last rows say what that is"
            " worth: how many real pictures it refuses, and how many blends, which show nothing, it lets pass.",
            count=f"{MEASURED:,}",
        )
    )


def _row(name: str, found: RandomCodes) -> dict[str, str]:
    return {_("codes"): name, _("recognised"): f"{found.share:.0%}", _("classes that come"): str(found.kinds)}


@computed_once
def _random(moment: Moment, dice: int, fitted: bool) -> RandomCodes:
    from core.labs.autoencoders.questions import random_codes

    return random_codes(moment.model, task_of(moment.run), MEASURED, dice, fitted)


@computed_once
def _yardsticks(run: Run) -> tuple[RandomCodes, RandomCodes | None]:
    from core.labs.autoencoders.questions import blends, real_pictures

    return real_pictures(task_of(run)), blends(task_of(run))
