"""The closer look "kinds": each kind of sound asked for, side by side, and whether it is what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import streamlit as st

from core.runs.store import Run
from dashboard.cache import computed_once
from dashboard.frame.moment import Moment
from dashboard.labs.audio_generation.components.sound_wall import SoundCard, sound_wall
from dashboard.labs.audio_generation.subject import SoundInView
from dashboard.language import translate as _
from dashboard.resources import checkpoints_of, shipped_with, task_of

if TYPE_CHECKING:
    from core.labs.audio_generation.listening_test import SoundVerdict

LENGTH = 2_000
"""Samples of each sound."""

MARK = {True: "✓ ", False: "✗ ", None: ""}
"""What stands before the name of a sound that is right, or wrong."""

UNTOLD = "vowels_untold"
"""The shipped run that is told nothing."""


def kinds(subject: SoundInView) -> None:
    """A wall of all kinds that the network knows, and beside its score those of who cannot know."""
    moment, model = subject.steady(), subject.model
    with st.spinner(_("Every kind of sound is written …")):
        verdicts, sounds = _written(moment, subject.wish.dice)
    sound_wall(
        [
            SoundCard(MARK[verdict.right] + (kind.name or _("your recording")), _told(verdict), x, verdict.right)
            for kind, verdict, x in zip(model.kinds, verdicts, sounds, strict=True)
        ],
        model.rate,
        key="kinds",
        title=_("Each kind asked for"),
        how=_(
            "Green: pitch and vowel, as they are measured, are those asked for. The pitch is the first peak of the"
            " autocorrelation; the vowel is that of the training sounds whose mean spectrum is nearest."
        )
        if verdicts[0].right is not None
        else _("No pitch is asked for here, so that only your ear can tell: press a triangle to hear one."),
        translate=_,
    )
    if verdicts[0].right is not None:
        st.dataframe(_table(subject, moment), hide_index=True, key="kinds:table")
        st.caption(
            _(
                "Shares of {count} sounds whose pitch, and vowel, are measured to be those asked for. Who is told"
                " nothing is asked all the same: that is chance. Held-out sounds show what the measures"
                " themselves are worth.",
                count=len(verdicts),
            )
        )


def _told(verdict: SoundVerdict) -> str:
    if verdict.right is None:
        return ""
    parts = [f"{verdict.pitch:.1f} Hz" if verdict.pitch else _("no pitch")]
    if verdict.cents is not None:
        parts.append(_("{cents} cents off", cents=f"{verdict.cents:+.0f}".replace("-", "−")))
    if verdict.vowel:
        parts.append(_("heard as “{vowel}”", vowel=verdict.vowel))
    return " · ".join(parts)


def _table(subject: SoundInView, moment: Moment) -> pd.DataFrame:
    """Right pitches and vowels: of the network, of an untrained one, of one that is told nothing, of real sounds."""
    first = checkpoints_of(moment.run)[0]
    rows: list[tuple[str, Any]] = [(_("this network"), _written(moment, subject.wish.dice)[0])]
    if first.step != moment.checkpoint.step:
        rows.append((_("untrained"), _written(Moment(moment.run, first, ""), subject.wish.dice)[0]))
    for run in shipped_with(subject.lab):
        if run.id.endswith(UNTOLD) and run.id != moment.run.id and run.config["data"] == moment.run.config["data"]:
            last = Moment(run, checkpoints_of(run)[-1], "")
            rows.append((_("trained, not told"), _written(last, subject.wish.dice)[0]))
    rows.append((_("held-out sounds"), _real(moment.run)))
    columns = {_("network"): [name for name, _verdicts in rows]}
    columns[_("right pitch")] = [_share([one.right_pitch for one in found]) for _name, found in rows]
    if rows[0][1][0].vowel:
        columns[_("right vowel")] = [_share([one.right_vowel for one in found]) for _name, found in rows]
    return pd.DataFrame(columns)


def _share(right: list[bool | None]) -> str:
    return f"{np.mean([bool(one) for one in right]):.0%}"


@computed_once
def _written(moment: Moment, dice: int) -> tuple[list[SoundVerdict], np.ndarray]:
    """What is heard in a sound of each kind, and the sounds (K, T)."""
    from core.labs.audio_generation.mu_law import to_samples

    model, task = moment.model, task_of(moment.run)
    every = list(range(len(model.kinds)))
    sounds = to_samples(model.write(every, LENGTH, seed=dice).levels, model.config.levels)
    return task.listened(sounds, every), sounds


@computed_once
def _real(run: Run) -> list[SoundVerdict]:
    """What is heard in as many held-out sounds, as the network would get them."""
    from core.labs.audio_generation.mu_law import to_samples

    task = task_of(run)
    every = list(range(len(task.sounds.kinds)))
    numbers = [int(np.flatnonzero(task.sounds.held_out_kinds == kind)[0]) for kind in every]
    sounds = np.stack([to_samples(task.held_out[n][:LENGTH], task.config.levels) for n in numbers])
    return task.listened(sounds, every)
