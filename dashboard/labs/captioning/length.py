"""The closer look "more objects": exactness by how many objects a caption names, of a network for each way to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.labs.captioning.architectures.family import kind_of
from core.labs.captioning.observations import falls_with_objects, has_not_learnt
from core.runs.store import Checkpoint, Run
from dashboard.cache import computed_once
from dashboard.labs.captioning.subject import Told, scenes_of
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.panels.comparison import Alternative, found, train_missing
from dashboard.resources import model_at, store

if TYPE_CHECKING:
    from core.labs.captioning.length import ByObjects

WAYS = ("once", "every_step", "soft_attention")
"""What is compared: the picture seen once, at every step, and looked at."""

OBJECTS = 3


def length(subject: Told) -> None:
    """Two charts: exactness by the number of objects, and each object by its place."""
    here = subject.moment.run
    ways = [
        Alternative(
            _(kind_of(key).name),
            {
                "architecture": key,
                "objects": OBJECTS,
                "sizes": False,
                "held_out": "pairs",
                "language": "en",
                "side": 32,
            },
        )
        for key in WAYS
    ]
    networks = found(here, ways, ())
    train_missing(subject.lab, here, ways, networks, "train_three")
    rows: list[dict[str, object]] = []
    measured: dict[str, ByObjects] = {}
    for way, run in zip(ways, networks, strict=True):
        if run is None or not store().checkpoints(run.id):
            continue
        seen = measured[way.title] = _measured(store().checkpoint(run.id), run)
        for what, shares in (("exact", seen.exact), ("placed", seen.placed)):
            rows += [{"way": way.title, "what": what, "n": n, "share": share} for n, share in shares.items()]
    if not rows:
        return
    from dashboard.labs.captioning.charts.length import shares

    exact, placed = (pd.DataFrame([row for row in rows if row["what"] == what]) for what in ("exact", "placed"))
    order = [way.title for way in ways]
    left, right = st.columns(2, gap="large")
    with left:
        labels = {"n": _("objects in the scene"), "share": _("share of captions exact"), "way": _("Architecture")}
        chart = shares(exact, labels, order)
        st.altair_chart(chart, width="stretch", key="length:exact", alt=_("Exactness by the number of objects"))
    with right:
        labels = {"n": _("place in the caption"), "share": _("share of objects right"), "way": _("Architecture")}
        chart = shares(placed, labels, order)
        st.altair_chart(chart, width="stretch", key="length:placed", alt=_("Objects right by their place"))
    told = observed(falls_with_objects, of=[{name: seen.exact for name, seen in measured.items()}])
    for name, seen in measured.items():
        told += observed(has_not_learnt, of=[name, seen.placed])
    note(*told)
    st.caption(
        _(
            "Networks that learnt scenes of up to {most} objects, on held-out scenes. Whoever saw the picture once must"
            " keep all of it in one state until the last word; whoever sees it at every step need keep nothing, but"
            " must find what belongs together in one vector; whoever attends looks at one object after the other.",
            most=OBJECTS,
        )
    )


@computed_once
def _measured(checkpoint: Checkpoint, run: Run) -> ByObjects:
    from core.labs.captioning.length import by_objects

    return by_objects(model_at(checkpoint), scenes_of(run).held_out, run.config["language"])
