"""What the closer looks at a listener are about: a network, the utterance it heard, and where the cursor stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from core.sound.utterances import Utterance
from core.trace.schema import tokens_of
from dashboard.frame.moment import Moment
from dashboard.frame.subject import Axis, Subject
from dashboard.panels.sampling import visible


@dataclass(frozen=True, kw_only=True)
class Heard(Subject):
    """One utterance, heard; the cursor is an output token and a source position."""

    AXES = ("target", "source")
    target, source = Axis(), Axis()

    utterance: Utterance

    @property
    def tokens(self) -> list[str]:
        """What was written, ⟨EOS⟩ included, white space by its sign."""
        return [visible(token) for token in tokens_of(self.trace, "target")]

    @property
    def gold(self) -> tuple[float, float] | None:
        """From where to where the token under the cursor is spoken, in seconds; None where that is unknown."""
        here = self.trace.isel(target=self.target)
        times = float(here["gold_start"]), float(here["gold_end"])
        return times if np.isfinite(times).all() else None


def trace_of(moment: Moment, utterance: Utterance, forced: bool = False) -> xr.Dataset:
    """The labelled internals of the model listening to `utterance` (computed once, shared by all viewers: never change
    it).

    Raises
    ------
    InputError
        If this model cannot listen to that.
    """
    return moment.trace(utterance, forced=forced)


def looks_most(trace: xr.Dataset, target: int) -> int:
    """The source position that an output token attends to most."""
    return int(trace["alignment"].isel(target=target).argmax("source"))
