"""Better generation: what goes wrong when a network generates, and what mends it?"""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.lab import Lab
from core.labs.generation_tips.observations import teaches_nothing
from core.trace.schema import gates_of
from dashboard import state
from dashboard.frame import view
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.labs.generation_tips.components.tip import tip
from dashboard.labs.generation_tips.controls import controls, given
from dashboard.labs.generation_tips.faults import faults
from dashboard.labs.generation_tips.film import film
from dashboard.labs.generation_tips.names import TREE
from dashboard.labs.generation_tips.question import QUESTION
from dashboard.labs.generation_tips.seeds import seeds
from dashboard.labs.generation_tips.story import EQUATIONS, STANDINGS, WORDS, doubt_of
from dashboard.labs.generation_tips.subject import (
    Generated,
    choose_tip,
    choose_where_not,
    shown_with,
    sizes,
    traced,
)
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import formula
from dashboard.panels.explore import explore
from dashboard.panels.input import inputs, legible
from dashboard.panels.prediction import predict_first

LOOKS = (
    predict_first(QUESTION),
    Look("Over trainings from three seeds", "seeds", ":material/show_chart:", seeds),
    Look("Where it goes wrong", "faults", ":material/search:", faults),
    Look("Being born", "film", ":material/movie:", film),
)


def pictures(lab: Lab, moments: list[Moment]) -> None:
    """The fault on an example, with the remedy beside it; then the figure over trainings, and the closer looks."""
    first = moments[0]
    name = first.run.config["tip"]
    with inputs():
        choose_tip(lab, first.run)
        text = given(lab, name)
    if doubt := doubt_of(first.run.config):
        st.info(_(STANDINGS[doubt]), icon=":material/info:")
    formula(EQUATIONS[name])
    asked = controls(lab, first.run.config)

    def understood(text: str) -> tuple[Any, list[Any]]:
        example = lab.read(text)
        return example, [traced(moment, example, asked) for moment in moments]

    example, traces = legible("text", text, lab.examples, understood)
    cursor = cursor_of(Generated.AXES, sizes(traces[0]), lambda: (min(3, sizes(traces[0])["step"] - 1),))
    for moment, both in beside(moments, traces):
        key = f"tip:{moment.place}"
        more = shown_with(moment, example, both, asked)
        tip(
            moment.run.config["tip"],
            both,
            more,
            key=key,
            cursor=cursor[0],
            view=asked.view,
            translate=_,
            on_cursor=lambda key=key: pin_clicked(key, Generated.AXES),
            on_tree=lambda key=key: view.write(TREE, state.get(key)["tree"]),
        )
        paid = [one["advantage"] for side in more.values() for one in side.get("drawn", ())]
        note(*observed(teaches_nothing, of=[paid]))
    st.write(_(WORDS[name]))  # the picture comes first
    choose_where_not(lab, first.run)
    others = tuple((moment, both["with"]) for moment, both in zip(moments[1:], traces[1:], strict=True))
    subject = Generated(
        lab=lab,
        moment=first,
        trace=traces[0]["with"],
        cursor=cursor,
        beside=others,
        example=example,
        traces=traces[0],
    )
    closer_looks(LOOKS, subject)
    explore(subject.trace, gates_of(subject.trace), {"unit": _("unit"), "time": _("step")}, layer=0)
    show_the_code(
        [
            f"core/labs/generation_tips/tips/{TIP_FILES.get(name, name)}.py",
            f"core/labs/generation_tips/networks/{NETWORK_FILES.get(name, 'captioner')}.py",
            "core/labs/generation_tips/examples.py",
            "core/labs/generation_tips/task.py",
            "core/training/loop.py",
        ]
    )


TIP_FILES = {"distribution": "writing", "beam": "writing"}
NETWORK_FILES = {"scheduled_sampling": "follower", "distribution": "writer", "beam": "writer"}
"""Where the code of a tip stands, if it is not named like it."""


lesson("generation_tips", pictures)
