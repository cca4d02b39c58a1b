"""The closer look "nearest prompts": what the network takes for alike, in the space of the state that it hands over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from core.runs.store import Checkpoint, Run
from dashboard.cache import computed_once
from dashboard.labs.chatbot.subject import Talked, dialogues_of
from dashboard.language import translate as _
from dashboard.resources import model_at, task_of

if TYPE_CHECKING:
    from core.labs.chatbot.nearest import Neighbours

OTHERS, NEAREST = 240, 8
"""How many held-out prompts of each number of turns are laid out, and how many of them are listed."""


def nearest(subject: Talked) -> None:
    """The map of held-out prompts, the one in view ringed; and those nearest to it, with the answers that they get."""
    from dashboard.labs.chatbot.charts.space import space_chart

    moment = subject.steady()
    asked = _asked(moment.run)
    if len(asked) < NEAREST:
        st.info(_("There are too few held-out prompts to lay out a map."))
        return
    found, answers = _found(moment.checkpoint, moment.run, subject.text)
    order = np.argsort(-found.similarity, kind="stable")
    order = [k for k in order if asked[k][1] != subject.text][:NEAREST]
    here = " / ".join(subject.text.splitlines())
    table = pd.DataFrame(
        {
            "x": found.places[:, 0],
            "y": found.places[:, 1],
            "prompt": [*(" / ".join(text.splitlines()) for _kind, text in asked), here],
            "kind": [*(kind for kind, _text in asked), "here"],
            "similarity": [*found.similarity, 1.0],
            "near": [*(k in order for k in range(len(asked))), False],
            "here": [*(False for _one in asked), True],
        }
    )
    st.latex(r"\cos(z_0, z_0') = \frac{z_0^\top z_0'}{\lVert z_0 \rVert\, \lVert z_0' \rVert}")
    share = found.explained
    labels = {
        "x": _("first principal component, {share} of the variance", share=f"{share[0]:.0%}"),
        "y": _("second, {share}", share=f"{share[1]:.0%}"),
        "prompt": _("prompt"),
        "similarity": _("cosine"),
    }
    st.altair_chart(
        space_chart(table, labels),
        width="stretch",
        key="nearest:map",
        alt=_("Held-out prompts on a plane, by the encoder’s last state; the nearest are ringed"),
    )
    st.caption(
        _(
            "A dot is a held-out prompt, a colour and shape a kind of dialogue; the large ring is the prompt in view,"
            " small rings are those nearest to it. Point at one to read it."
        )
    )
    st.dataframe(
        pd.DataFrame(
            {
                _("cosine"): [float(found.similarity[k]) for k in order],
                _("prompt"): [table["prompt"][k] for k in order],
                _("answer"): [answers[k] for k in order],
            }
        ),
        hide_index=True,
        column_config={_("cosine"): st.column_config.NumberColumn(format="%.3f", width=70)},
    )
    st.caption(
        _(
            "The nearest prompts, and what the network answers to them. Their first state is all that a decoder without"
            " attention knows: what lies together there is answered alike."
        )
    )


def _asked(run: Run) -> list[tuple[str, str]]:
    """Kind and text of the held-out prompts that are laid out."""
    return [
        (each.kind, "\n".join(each.utterances[-2:])) for part in dialogues_of(run).held_out for each in part[:OTHERS]
    ]


@computed_once
def _found(checkpoint: Checkpoint, run: Run, text: str) -> tuple[Neighbours, list[str]]:
    from core.labs.chatbot.nearest import neighbours

    model, asked = model_at(checkpoint), [text for _kind, text in _asked(run)]
    return neighbours(model, text, asked), task_of(run).answers(model, [one.splitlines() for one in asked])
