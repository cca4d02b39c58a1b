"""The closer look "noise": what the noise does over a training, with the second term and without."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.runs.store import Run
from dashboard.labs.autoencoders.subject import WORDS, Coded
from dashboard.language import translate as _
from dashboard.observed import note
from dashboard.resources import shipped_by_name, store

POINTS = 200
"""Steps at which the noise is drawn, at most."""

COMPARED = ("", "free", "eight", "eight_0")


def noise(subject: Coded) -> None:
    """exp(σ) over the training: the run in view, and shipped ones of as many numbers with β = 1 and β = 0."""
    from dashboard.labs.autoencoders.charts.over_steps import over_steps

    run, size = subject.moment.run, subject.moment.run.config["latent_size"]
    shown: dict[str, Run] = {}
    if run.config["variational"]:
        shown[f"{subject.moment.name} · {_('in view')}"] = run
    networks = shipped_by_name(subject.lab)
    near = [name for name in COMPARED if networks[name].config["latent_size"] == (8 if size > 4 else 2)]
    shown |= {_(WORDS[name]): networks[name] for name in near if networks[name].id != run.id}
    rows = [
        {"run": name, "step": row["step"], "value": row["noise"]}
        for name, one in shown.items()
        for row in store().metrics(one.id, every=max(1, one.step // POINTS))
        if "noise" in row
    ]
    if not run.config["variational"]:
        st.info(_("A plain AE has no noise. These are shipped networks that have some."))
    st.latex(r"e^{\sigma} - (1 + \sigma) \;\ge\; 0 \quad \text{" + _("and 0 only at") + r"} \quad \sigma = 0")
    st.altair_chart(
        over_steps(
            pd.DataFrame(rows),
            subject.moment.checkpoint.step,
            {"run": _("run"), "step": _("training step"), "value": _("noise exp(σ), mean over the code")},
        ),
        width="stretch",
        key="noise:chart",
        alt=_("Line chart of the mean noise over training, with the second term and without"),
    )
    note(
        _(
            "Noise only ever makes the reconstruction worse, so without the second term (β = 0) the encoder lowers σ"
            " step by step: the noise dies, and what is left is an AE. The term exp(σ) − (1 + σ) pays for noise and"
            " pulls it towards 1, as far as the reconstruction lets it; m² keeps the codes from running apart, which"
            " would make any noise harmless."
        )
    )
