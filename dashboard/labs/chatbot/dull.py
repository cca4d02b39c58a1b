"""Why so dull: answers ranked by their probability, and by what they say of this prompt (part of "twenty answers")."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.labs.chatbot.observations import overtaken
from core.runs.store import Checkpoint, Run
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.labs.chatbot.names import MMI
from dashboard.labs.chatbot.subject import Talked, dialogues_of, right
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.labs.chatbot.dull import Ranked

OTHERS, MOST = 40, 8
"""Held-out prompts of each number of turns over which p(T) is the mean, and answers that are ranked."""


def dull_answers(subject: Talked) -> None:
    """The likeliest answers, ranked anew as λ grows."""
    if not any(dialogues_of(subject.moment.run).held_out):
        return
    st.subheader(_("Why so dull?"), anchor=False)
    penalty = view.knob(MMI)
    st.latex(r"s(T) = \log p(T \mid S) - \lambda \log p(T), \qquad p(T) = \frac{1}{N} \sum_n p(T \mid S_n)")
    found = _ranked(subject.moment.checkpoint, subject.moment.run, subject.text)
    ordered = sorted(found, key=lambda one: -one.score(penalty))
    marks = {True: "✓", False: "✗", None: ""}
    st.dataframe(
        pd.DataFrame(
            {
                _("answer"): [one.text for one in ordered],
                _("acceptable"): [marks[right(subject.moment.run, subject.text, one.text)] for one in ordered],
                "log p(T|S)": [one.given for one in ordered],
                "log p(T)": [one.anyway for one in ordered],
                "s": [one.score(penalty) for one in ordered],
            }
        ),
        hide_index=True,
        column_config={name: st.column_config.NumberColumn(format="%.2f") for name in ("log p(T|S)", "log p(T)", "s")},
    )
    st.caption(
        _(
            "The likeliest answers, best score first. p(T) says how likely an answer is whatever was said, here as the"
            " mean over {count} held-out prompts: training raises log p(T|S), and what fits many prompts has much of it"
            " anywhere. Drag λ up and see what says more of this one.",
            count=len(_others(subject.moment.run)),
        )
    )
    note(*observed(overtaken, of=[[(one.text, one.given, one.anyway) for one in found], penalty]))


def _others(run: Run) -> list[str]:
    """The prompts over which p(T) is the mean."""
    return ["\n".join(each.utterances) for part in dialogues_of(run).held_out for each in part[:OTHERS]]


@computed_once
def _ranked(checkpoint: Checkpoint, run: Run, text: str) -> list[Ranked]:
    from core.labs.chatbot.dull import rank

    return rank(model_at(checkpoint), text, _others(run), MOST)
