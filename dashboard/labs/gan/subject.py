"""What lies before the viewer on the page of forger and detective: networks, real examples, and the marked sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from core.lab import Lab
from core.labs.gan.dice import MOST
from core.runs.store import Run
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.frame.subject import Axis, Subject
from dashboard.labs.gan.names import DICE
from dashboard.language import translate as _
from dashboard.panels.input import unlabelled
from dashboard.panels.turning import choose_shipped
from dashboard.resources import shipped_by_name, store, task_of

if TYPE_CHECKING:
    import xarray as xr

WORDS = {
    "": "points: WGAN with penalty",
    "gan": "points: GAN",
    "clip": "points: WGAN, clipped",
    "digits": "digits: WGAN",
    "digits_gan": "digits: GAN",
    "words": "words: WGAN",
    "words_gan": "words: GAN",
}
"""The networks that ship with the lab, in this order, and what they are called (message ids of the catalogues)."""

REAL = 300
"""Real examples that are shown."""

POINTS = 300
"""Steps at which the losses are drawn, at most."""

REAL_DICE = 1
"""Throws the real examples that are shown: the same for every network of a world."""

MEASURED = ("modes", "good_samples", "sample_accuracy", "grammatical", "kinds")
"""The metrics of a checkpoint that the page tells."""


@dataclass(frozen=True, kw_only=True)
class Duel(Subject):
    """A generator and its critic; the cursor is a forged sample, and the dice say which ones there are."""

    AXES = ("sample",)
    sample = Axis()

    dice: int


def choose_network(lab: Lab, run: Run) -> None:
    """Buttons that turn the page to a network that ships with the lab."""
    choose_shipped(
        {network.id: _(WORDS[name]) for name, network in shipped_by_name(lab, WORDS).items()},
        run,
        help=_(
            "Networks that come with the app, trained from one seed. The world and the loss of those that you train are"
            " knobs at the side; “Run in view” has them."
        ),
    )


def choose_dice() -> int:
    """The dice that decide what is forged."""
    label = _("Dice")
    st.button(
        label,
        icon=":material/casino:",
        help=_("Other dice, other noise: the same generator forges other examples."),
        on_click=lambda: view.write(DICE, (view.value_of(DICE) + 1) % (MOST + 1)),
        key="throw",
    )
    return view.number(DICE, label, width=110, **unlabelled(label))


def trace_of(moment: Moment, dice: int) -> xr.Dataset:
    """What happens in a network that throws these dice, with real examples of its world beside."""
    real, classes = real_examples(moment.run)
    return moment.trace(dice, real=real, classes=classes)


@computed_once
def real_examples(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Real examples of the world of a run (N, X) and their classes (N,)."""
    import torch

    found = task_of(run).world.draw(REAL, torch.Generator().manual_seed(REAL_DICE))
    return found.x.numpy(), found.classes.numpy()


@computed_once
def judged(moment: Moment, dice: int) -> dict[str, list[Any]]:
    """What can be said of each forged sample besides its score (see `core.labs.gan.data.World.judge`)."""
    return judged_trace(trace_of(moment, dice), moment.run)


def judged_trace(trace: xr.Dataset, run: Run) -> dict[str, list[Any]]:
    """The same of a trace of any network that forges the world of a run."""
    import torch

    from core.labs.gan.data import Examples

    x = torch.from_numpy(trace["forged"].values).flatten(1)  # (N, X)
    return task_of(run).world.judge(Examples(x, torch.from_numpy(trace["class"].values)))


def losses_of(run: Run) -> dict[str, np.ndarray]:
    """Both losses over the training steps, (T,) each, and the ``history`` of these steps; empty before the first."""
    rows: list[dict[str, Any]] = store().metrics(run.id, every=max(1, run.step // POINTS))
    names = {"history": "step", "critic_loss": "critic_loss", "train_loss": "train_loss"}
    return {name: np.array([row[key] for row in rows], dtype=np.float32) for name, key in names.items()}
