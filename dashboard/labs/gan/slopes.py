"""The closer look "slopes": what clipping does to a critic, and what a penalty does: its slopes, and its weights."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from core.labs.gan.observations import slopes_are_near_one, slopes_are_not_one, weights_at_the_bound
from core.runs.store import Checkpoint, Run
from dashboard.cache import computed_once
from dashboard.labs.gan.subject import WORDS, Duel
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.resources import model_at, shipped_by_name, store, task_of

COUNT = 1_000
"""Places at which the slope is measured."""

SLOPES, WEIGHTS = np.geomspace(1e-5, 1e2, 57), 41
"""The edges of the bars of slopes; and how many edges there are of the bars of weights."""


def slopes(subject: Duel) -> None:
    """Two distributions, of the run in view and of the shipped networks for points with the other two losses."""
    from dashboard.labs.gan.charts.slopes import shares_chart

    run = subject.moment.run
    if run.config["data"] == "digits":
        st.info(_("This look compares critics that are told no class. Choose a network for points or words."))
        return
    shown: dict[str, tuple[Run, Checkpoint]] = {
        f"{subject.moment.name} · {_('in view')}": (run, subject.steady().checkpoint)
    }
    shown |= {
        _(WORDS[name]): (other, store().checkpoints(other.id)[-1])
        for name, other in shipped_by_name(subject.lab, WORDS).items()
        if name in ("", "clip") and other.id != run.id
    }
    found = {name: _measured(*of) for name, of in shown.items()}
    st.latex(r"\hat x = \varepsilon x + (1 - \varepsilon) \tilde x \qquad \lVert \nabla D(\hat x) \rVert")
    rows = [
        {"run": name, "value": float(at), "share": float(share)}
        for name, (sizes, _weights) in found.items()
        for at, share in zip(_middles(SLOPES), _shares(sizes.clip(SLOPES[0], SLOPES[-1]), SLOPES), strict=True)
    ]
    labels = {
        "run": _("run"),
        "share": _("share of places"),
        "value": _("slope of the critic"),
    }
    st.altair_chart(
        shares_chart(pd.DataFrame(rows), labels, mark=1.0, log=True),
        width="stretch",
        key="slopes:chart",
        alt=_("Histogram of the slope of each critic between real and forged examples"),
    )
    reach = max(float(np.abs(weights).max()) for _sizes, weights in found.values())
    edges = np.linspace(-reach, reach, WEIGHTS)
    rows = [
        {"run": name, "value": float(at), "share": float(share)}
        for name, (_sizes, weights) in found.items()
        for at, share in zip(_middles(edges), _shares(weights, edges), strict=True)
    ]
    labels = {"run": _("run"), "share": _("share of weights"), "value": _("weight of the critic")}
    st.altair_chart(
        shares_chart(pd.DataFrame(rows), labels),
        width="stretch",
        key="weights:chart",
        alt=_("Histogram of the weights of each critic"),
    )
    sizes, weights = next(iter(found.values()))
    note(
        _(
            "Above: how steep each critic is at {count} places between a real and a forged example, where the penalty"
            " asks for slope 1. Below: its weights. Clipping bounds the slope by bounding every weight, and Adam pushes"
            " weights against the bound.",
            count=f"{COUNT:,}",
        ),
        *observed(slopes_are_near_one, slopes_are_not_one, of=[float(sizes.mean()), float(sizes.std())]),
        *observed(weights_at_the_bound, of=[_at_bound(weights, run), run.config["weight_bound"]]),
    )


def _at_bound(weights: np.ndarray, run: Run) -> float | None:
    """The share of weights that lie at the bound; None of a critic that has none."""
    if run.config["loss"] != "wasserstein_clip":
        return None
    return float((np.abs(weights) > 0.98 * run.config["weight_bound"]).mean())


def _middles(edges: np.ndarray) -> np.ndarray:
    """The middle of each bar."""
    return (edges[:-1] + edges[1:]) / 2


def _shares(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Of all values, the share between each two edges."""
    return np.histogram(values, edges)[0] / len(values)


@computed_once
def _measured(run: Run, checkpoint: Checkpoint) -> tuple[np.ndarray, np.ndarray]:
    """Slopes between real and forged examples, (`COUNT`,), and all weights of the critic."""
    import torch

    from core.labs.gan import distances

    model, generator = model_at(checkpoint), torch.Generator().manual_seed(0)
    real, (forged, _noise, _none) = task_of(run).world.draw(COUNT, generator).x, model.forged(COUNT, 0)
    return distances.slopes(model, real, forged, generator).numpy(), distances.weights(model).numpy()
