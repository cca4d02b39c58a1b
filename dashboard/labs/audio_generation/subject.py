"""What lies before the viewer on the page of the WaveNet: a network, the sound that it wrote, and a sample of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from core.lab import Lab
from core.labs.audio_generation.listening import wav
from core.labs.audio_generation.request import MOST
from core.nn.sampling import Sampling
from core.runs.store import Run
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.frame.names import TEMPERATURE, TOP_K, TOP_P
from dashboard.frame.subject import Axis, Subject
from dashboard.labs.audio_generation.names import DICE, SAMPLES, SOUNDING, TREE_UNIT
from dashboard.language import translate as _
from dashboard.panels.input import unlabelled
from dashboard.panels.sampling import slider_row
from dashboard.panels.turning import choose_shipped
from dashboard.resources import shipped_by_name, task_of

if TYPE_CHECKING:
    import xarray as xr

    from core.labs.audio_generation.model import WaveNet
    from core.labs.audio_generation.task import WaveNetTask

WORDS = {"": "tones", "vowels": "vowels", "vowels_untold": "vowels, not told", "speech": "speech"}
"""The networks that ship with the lab, in this order, and what they are called (message ids of the catalogues)."""

SLOW = 4_000
"""Samples a second for which the number of samples is given; of faster sounds there are more, to last as long."""

EARLY = 200
"""Samples among which a telling one is looked for."""

LETTERS = 24
"""How many letters the names of kinds may have together to be a button each; else they are a list."""


@dataclass(frozen=True)
class SoundWish:
    """What is to be written.

    Attributes
    ----------
    dice : int
        Fixes what falls.
    kind : int
        What is to sound.
    sampling : Sampling
    length : int
        Samples.
    unit : int
        Which unit of every layer the tree shows, from 0 on.
    """

    dice: int
    kind: int
    sampling: Sampling
    length: int
    unit: int

    def by(self, moment: Moment) -> xr.Dataset:
        """What a network writes (computed once, shared by all viewers)."""
        kind = min(self.kind, len(moment.model.kinds) - 1)
        return moment.trace(self.dice, kind=kind, sampling=self.sampling, length=self.length)


@dataclass(frozen=True, kw_only=True)
class SoundInView(Subject):
    """A network and the sound that it wrote; the cursor is a sample."""

    AXES = ("time",)
    time = Axis()

    wish: SoundWish

    @property
    def model(self) -> WaveNet:
        """The network in view."""
        return self.moment.model

    @property
    def task(self) -> WaveNetTask:
        """What it learns."""
        return task_of(self.moment.run)


def choose_network(lab: Lab, run: Run) -> None:
    """Buttons that turn the page to a network that ships with the lab."""
    choose_shipped(
        {network.id: _(WORDS[name]) for name, network in shipped_by_name(lab, WORDS).items()},
        run,
        help=_(
            "Networks that come with the app, trained from one seed. What sounds those learn that you train is a knob"
            " at the side."
        ),
    )


def choose_sound(model: WaveNet) -> tuple[int, int]:
    """What is to sound, and the dice; returns dice and kind."""
    kinds = tuple(range(len(model.kinds)))
    kind = 0
    if model.conditional:
        listed = sum(len(one.name) for one in model.kinds) > LETTERS
        options: dict[str, Any] = {"width": 190 if listed else "content"}
        kind = view.choice(
            SOUNDING,
            _("What is to sound"),
            lambda number: model.kinds[number].name,
            choices=kinds,
            default=0,
            listed=listed,
            label_visibility="collapsed",
            **options,
        )
    label = _("Dice")
    st.button(
        label,
        icon=":material/casino:",
        help=_("Other dice: the same network writes another sound."),
        on_click=lambda: view.write(DICE, (view.value_of(DICE) + 1) % (MOST + 1)),
        key="throw",
    )
    return view.number(DICE, label, width=110, **unlabelled(label)), kind or 0


def sliders(model: WaveNet) -> tuple[Sampling, int, int]:
    """Draw temperature, top-k, top-p, the number of samples and the unit; return sampling, length and unit."""
    columns = slider_row(5)
    here: dict[str, dict[str, Any]] = {TEMPERATURE.name: {"default": 1.0}, TOP_K.name: {"high": model.config.levels}}
    temperature, top_k, top_p = (
        view.knob(knob, at=column, **here.get(knob.name, {}))
        for column, knob in zip(columns, (TEMPERATURE, TOP_K, TOP_P), strict=False)
    )
    length = view.knob(SAMPLES, at=columns[3], step=100, default=SAMPLES.default * model.rate // SLOW)
    unit = view.slider(
        TREE_UNIT,
        _("Unit in the tree"),
        at=columns[4],
        high=model.config.channels,
        help=_("Which unit of every layer the discs of the tree show."),
    )
    return Sampling(temperature=temperature, top_k=top_k, top_p=top_p), length, unit - 1


def telling(trace: xr.Dataset) -> int:
    """A sample to begin with: of those that see a whole field, and soon, the one of which the least was known."""
    dilations = trace.attrs["dilations"]
    first = min(1 + sum(dilations), trace.sizes["time"] - 1)
    p = trace["probability"].values[first : first + EARLY]  # (N, Q)
    known = (p * np.log(np.maximum(p, 1e-12))).sum(1)  # (N,): less than 0, by the entropy
    return first + int(known.argmin())


def download(trace: xr.Dataset, dice: int) -> None:
    """A button that saves the sound; it becomes a file when it is pressed: during a training it is soon another."""
    st.download_button(
        _("Save"),
        lambda: wav(trace["amplitude"].values, trace.attrs["rate"]),
        file_name=f"wavenet-{dice}.wav",
        mime="audio/wav",
        icon=":material/download:",
        help=_("Save the sound as a WAV file of 16,000 samples a second."),
        key="wav",
        on_click="ignore",
    )
