"""What lies before the viewer on the page of AE and VAE: networks, the point in their plane, and a held-out picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.lab import Lab
from core.pictures.levels import Picture, Pictures
from core.runs.store import Run
from dashboard.cache import computed_once
from dashboard.frame.moment import Moment
from dashboard.frame.subject import Axis, Subject
from dashboard.language import translate as _
from dashboard.panels.turning import choose_shipped, turn_to
from dashboard.resources import shipped_by_name, store, task_of

if TYPE_CHECKING:
    from core.labs.autoencoders.laid_out import LaidOut

WORDS = {
    "": "2 numbers: VAE",
    "ae": "2 numbers: AE",
    "free": "2 numbers: VAE, β = 0",
    "shapes": "2 numbers: VAE of shapes",
    "eight": "8 numbers: VAE",
    "eight_ae": "8 numbers: AE",
    "eight_0": "8 numbers: VAE, β = 0",
    "eight_025": "8 numbers: VAE, β = ¼",
    "eight_4": "8 numbers: VAE, β = 4",
    "eight_16": "8 numbers: VAE, β = 16",
}
"""The networks that ship with the lab, in this order, and what they are called (message ids of the catalogues)."""

FIRST = 2
"""The held-out picture that is looked at where no other is chosen, counted from 1."""

STEPS = 1000
"""Places of the cursor from one side of the plane to the other."""


@dataclass(frozen=True, kw_only=True)
class Coded(Subject):
    """An encoder and its decoder; the cursor is a place in their plane, and the held-out picture that it belongs to."""

    AXES = ("across", "up", "of")
    across, up, of = Axis(), Axis(), Axis()

    @property
    def number(self) -> int:
        """The held-out picture that is looked at, counted from 1."""
        return self.of or FIRST

    @property
    def picture(self) -> Picture:
        """It itself."""
        return picture_of(self.moment.run, self.number)


def pictures_of(run: Run) -> Pictures:
    """The pictures that a run learns from, and those that are held out."""
    return task_of(run).pictures


def picture_of(run: Run, number: int) -> Picture:
    """A held-out picture, counted from 1; the last, if there are not so many."""
    pictures = pictures_of(run)
    return pictures.picture(min(number, len(pictures.test)) - 1)


def name_of_class(pictures: Pictures, number: int) -> str:
    """What a held-out picture, counted from 1, shows, in the viewer's language; empty where nobody knows."""
    name = pictures.classes[pictures.test_classes[number - 1]]
    return _(name) if name else ""


def choose_network(lab: Lab, run: Run) -> None:
    """Buttons that turn the page to a network that ships with the lab."""
    choose_shipped(
        {network.id: _(WORDS[name]) for name, network in shipped_by_name(lab, WORDS).items()},
        run,
        help=_(
            "Networks that come with the app, trained from one seed. What you train yourself has its knobs at"
            " the side; “Run in view” has all runs."
        ),
    )


def counterpart_of(lab: Lab, run: Run) -> tuple[str, Run] | None:
    """The shipped network, and its name in `WORDS`, that is an AE where a run is a VAE, or the other way round; with as
    many numbers, of the same pictures; None if there is none.
    """
    if run.data:
        return None
    for name, other in shipped_by_name(lab, WORDS).items():
        alike = all(other.config[knob] == run.config[knob] for knob in ("data", "latent_size"))
        if alike and other.config["beta"] == 1 and other.config["variational"] != run.config["variational"]:
            return name, other
    return None


def counterpart(subject: Coded) -> Moment | None:
    """It at the end of its training."""
    found = counterpart_of(subject.lab, subject.moment.run)
    return Moment(found[1], store().checkpoints(found[1].id)[-1], _(WORDS[found[0]])) if found else None


def switch(lab: Lab, run: Run) -> None:
    """A button that turns the page to the counterpart of the run in view."""
    if found := counterpart_of(lab, run):
        name, other = found
        st.button(
            _(WORDS[name]),
            icon=":material/swap_horiz:",
            key="switch",
            help=_("The same with noise and second term, or without: as many numbers, the same seed."),
            on_click=lambda: turn_to(other.id),
        )


@computed_once
def laid_out(moment: Moment) -> LaidOut:
    """A network in its plane."""
    from core.labs.autoencoders.laid_out import LaidOut

    return LaidOut.of(moment.model, task_of(moment.run))


def place_of(laid: LaidOut, number: int) -> tuple[int, int, int]:
    """The cursor at the code of a held-out picture, counted from 1."""
    x, y = laid.seen[number - 1]
    across, up = (round(min(1.0, max(0.0, float(at) / (2 * laid.reach) + 0.5)) * STEPS) for at in (x, y))
    return across, up, number


def trace_of(moment: Moment, number: int, dice: int) -> Any:
    """What happens inside as a network reads a held-out picture, counted from 1, and throws these dice (computed once,
    shared by all viewers).
    """
    return moment.trace(picture_of(moment.run, number), dice=dice)
