"""The closer look "linear": reconstruction, KL and ELBO beside the best that straight lines can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from core.labs.autoencoders import observations as seen
from core.observation import signed
from core.runs.store import Run
from dashboard.cache import computed_once
from dashboard.frame.moment import Moment
from dashboard.labs.autoencoders.components.decoded_rows import PictureRow, decoded_rows
from dashboard.labs.autoencoders.subject import Coded
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.observed import note, observed
from dashboard.resources import task_of

if TYPE_CHECKING:
    from core.labs.autoencoders.linear import LinearBaseline

SHOWN = 10
"""Held-out pictures that are given back."""


def linear(subject: Coded) -> None:
    """A table, and pictures as each gives them back."""
    moment = subject.steady()
    network, straight, components = _measured(moment), _linear(moment.run), _components(moment.run)
    columns = [_("model"), _("reconstruction"), _("KL"), _("ELBO")]
    rows = [
        [_("{run}, in view", run=plain(moment.name)), *network],
        [_("probabilistic PCA, as many numbers"), *straight],
        [_("PCA, as many numbers, no noise"), components, None, None],
    ]
    table = pd.DataFrame([[name, *map(_in_nats, values)] for name, *values in rows], columns=columns)
    st.table(table.set_index(columns[0]))
    shape = (-1, moment.model.height, moment.model.width)
    real, copies, flat = (pictures.reshape(shape) for pictures in _given_back(moment))
    shown = [
        PictureRow(_("held-out pictures"), real),
        PictureRow(_("given back by {run}", run=moment.name), copies),
        PictureRow(_("given back by PCA"), flat),
    ]
    decoded_rows(shown, key="linear:rows", label=_("Held-out pictures given back"), translate=_)
    st.latex(
        r"\mathrm{ELBO} = -\frac{\overline{\lVert x - \hat x \rVert^2}}{2 s^2} - \mathrm{KL}"
        r" - \frac{X}{2} \log 2\pi s^2"
    )
    of = (
        observed(seen.beats_linear, seen.loses_to_linear, of=[network[2], straight[2]])
        if network[2] is not None
        else observed(seen.gives_back_more, seen.gives_back_less, of=[network[0], components])
    )
    note(
        _(
            "In nats a picture, over held-out pictures, with one roll of the dice. The ELBO is a lower bound of"
            " log p(x), higher is better. Probabilistic PCA is the best linear decoder with the same noise s; its ELBO"
            " is log p(x) itself."
        ),
        *of,
    )


def _in_nats(value: float | None) -> str:
    return "–" if value is None else signed(value, 1)


@computed_once
def _measured(moment: Moment) -> tuple[float, float | None, float | None]:
    found = task_of(moment.run).quick_eval(moment.model)
    return found["reconstruction"], found.get("kl"), found.get("elbo")


@computed_once
def _linear(run: Run) -> tuple[float, float, float]:
    task, baseline = task_of(run), _baseline(run)
    return baseline.terms(task.held_out.numpy())


@computed_once
def _components(run: Run) -> float:
    held_out = task_of(run).held_out.numpy()
    off = held_out - _baseline(run).projected(held_out)
    return float((off**2).sum(1).mean() / (2 * run.config["pixel_noise"] ** 2))


def _baseline(run: Run) -> LinearBaseline:
    from core.labs.autoencoders.linear import LinearBaseline

    return LinearBaseline.of(task_of(run).training.numpy(), run.config["latent_size"], run.config["pixel_noise"])


@computed_once
def _given_back(moment: Moment) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Held-out pictures, as the network decodes their codes without noise, and as PCA projects them, (K, X) each."""
    import torch

    some = task_of(moment.run).held_out[:SHOWN]
    with torch.no_grad():
        copies = moment.model.decode(moment.model.encode(some).mean).numpy()
    return some.numpy(), copies, _baseline(moment.run).projected(some.numpy()).clip(0, 1).astype(np.float32)
