"""The closer look "mistakes": the held-out scenes that this network tells wrongly, by what was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.runs.store import Checkpoint, Run
from dashboard import state
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.labs.captioning.components.tellings import Telling, tellings
from dashboard.labs.captioning.names import MISTAKE, SCENE
from dashboard.labs.captioning.subject import Told, scenes_of
from dashboard.language import translate as _
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.labs.captioning.mistakes import Mistake, Mistakes

SHOWN = 12
"""Mistakes that are shown at most."""

WORDS = {
    "objects": "number of objects",
    "relation": "relation",
    "colour": "colour",
    "shape": "shape",
    "size": "size",
    "form": "no caption of the grammar",
}
"""What was wrong, in the order of `core.labs.captioning.mistakes.KINDS` (message ids)."""

KEY = "tellings:mistakes"


def mistakes(subject: Told) -> None:
    """How many scenes are told wrongly, and some of them of the kind that is chosen."""
    moment = subject.steady()
    found = _found(moment.checkpoint, moment.run)
    if not found.found:
        st.success(_("All {count} held-out scenes are told right.", count=found.asked), icon=":material/check:")
        return
    counts = {kind: len(found.of(kind)) for kind in WORDS}
    names = {kind: f"{_(WORDS[kind])}: {count}" for kind, count in counts.items()}
    kind = view.choice(MISTAKE, _("What was wrong"), names, default=max(counts, key=counts.__getitem__))
    st.caption(
        _(
            "Of {asked} held-out scenes, {wrong} are told wrongly. Each is counted once, under the gravest thing that"
            " is wrong; below the arrow stands what would be right. Click a scene to look at it above.",
            asked=found.asked,
            wrong=len(found.found),
        )
    )
    exhibits = [
        _shown(one, side=subject.trace.sizes["row"], current=one.scene == subject.scene)
        for one in found.of(kind)[:SHOWN]
    ]
    if not exhibits:
        st.info(_("No caption is wrong in this way."))
        return
    tellings(exhibits, key=KEY, translate=_, on_choose=lambda: view.write(SCENE, state.get(KEY)["chosen"]))


def _shown(one: Mistake, side: int, current: bool) -> Telling:
    return Telling(str(one.scene), "", "", one.scene.seen(side) / 255, one.written, one.right, current=current)


@computed_once
def _found(checkpoint: Checkpoint, run: Run) -> Mistakes:
    from core.labs.captioning.mistakes import mistakes as look_for

    return look_for(model_at(checkpoint), scenes_of(run).held_out, run.config["language"])
