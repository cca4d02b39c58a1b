"""What the closer looks at a listener are about: a network, the utterance it heard, and where the cursor stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
import xarray as xr

from core.lab import Lab
from core.runs.store import Checkpoint
from core.sound.utterances import Utterance
from core.trace.schema import tokens_of
from dashboard import address
from dashboard.components.sound import name_of
from dashboard.frame.lesson import Moment
from dashboard.panels.sampling import visible
from dashboard.resources import model_at


@dataclass(frozen=True)
class Heard:
    """One utterance, heard.

    Attributes
    ----------
    lab : Lab
    moment : Moment
        The run in view, at the step in view.
    trace : Dataset
        What happened inside while it listened.
    utterance : Utterance
    target, source : int
        The cursor: an output token and a source position.
    beside : tuple of (Moment, Dataset)
        The network next to it, if the viewer compares two, with its own trace.
    """

    lab: Lab
    moment: Moment
    trace: xr.Dataset
    utterance: Utterance
    target: int
    source: int
    beside: tuple[tuple[Moment, xr.Dataset], ...] = ()

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

    def point_at(self, target: int, source: int) -> None:
        """Move the cursor of the whole page (from a callback)."""
        address.write("cursor", f"{target}.{source}")


def trace_of(moment: Moment, utterance: Utterance, forced: bool = False) -> xr.Dataset:
    """The labelled internals of the model listening to `utterance` (computed once, shared by all viewers: never change
    it).

    Raises
    ------
    InputError
        If this model cannot listen to that.
    """
    return _trace(str(moment.checkpoint.path), utterance, forced, moment.checkpoint)


@st.cache_resource(show_spinner=False, max_entries=256, hash_funcs={Utterance: name_of})
def _trace(path: str, utterance: Utterance, forced: bool, _checkpoint: Checkpoint) -> xr.Dataset:
    return model_at(_checkpoint).trace(utterance, forced=forced)


def looks_most(trace: xr.Dataset, target: int) -> int:
    """The source position that an output token attends to most."""
    return int(trace["alignment"].isel(target=target).argmax("source"))
