"""The closer look "length": who still translates long sentences, and what looking everywhere costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.labs.translation.observations import length_costs_nothing, vector_too_small
from core.runs.records import Run
from core.runs.store import Checkpoint
from dashboard.cache import computed_once
from dashboard.frame.closer_look import steady
from dashboard.frame.moment import Moment
from dashboard.labs.translation.subject import Translated, pairs_of
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.panels.runs import name_of
from dashboard.resources import model_at, store

if TYPE_CHECKING:
    from core.labs.translation.length import Share

TURNS = 30
"""Turns of held-out pairs that are translated: about five hundred sentences."""


def length(subject: Translated) -> None:
    """Exact match against source length for each run in view, and for the two that ship to be compared; then the number
    of scores.
    """
    st.latex(r"\text{exact match}(L) = P\big(\hat{y} = y \,\big|\, |x| = L\big)")
    moments = [steady(subject.moment), *subject.moments[1:]]
    bottleneck = _bottleneck(subject)
    seen = bottleneck or moments
    _exact(seen, "bottleneck" if bottleneck else "exact")
    observations = observed(vector_too_small, of=[[(_attends(moment), _curve(moment)) for moment in seen]])
    note(
        _(
            "Each dot is a group of held-out sentences of about one length; the higher, the more of them are translated"
            " without a single wrong token."
        ),
        *(
            [_("The two networks come with the app, trained alike on sentences of one to three clauses.")]
            if bottleneck
            else []
        ),
        *observations,
    )
    if not {moment.run.id for moment in moments} & {moment.run.id for moment in seen}:
        st.markdown("**" + _("The network in view") + "**")
        same = [observed(length_costs_nothing, of=[moment.name, _curve(moment)]) for moment in moments]
        if all(same):  # a flat line shows nothing
            note(*(sentence for observations in same for sentence in observations))
        else:
            _exact(moments, "exact")
    st.divider()
    _cost(subject)


def _bottleneck(subject: Translated) -> list[Moment]:
    """The two shipped networks that differ in nothing but attention, at the end of their training."""
    own = store().shipped(subject.lab.key)
    runs = [store().get(f"{own.id}.{name}") for name in ("long", "long_none")] if own else []
    return [Moment(run, store().checkpoint(run.id), name_of(run, subject.lab)) for run in runs]


def _attends(moment: Moment) -> bool:
    return moment.run.config["attention"] != "none"


def _curve(moment: Moment) -> dict[int, float]:
    """Exact match by the mean length of each group."""
    shares = _shares(moment.checkpoint, moment.run)
    return {round(share.length): share.right / share.count for share in shares}


def _exact(moments: list[Moment], key: str) -> None:
    import pandas as pd

    from dashboard.labs.translation.charts.length import length_chart

    rows = []
    with st.spinner(_("Held-out sentences are translated …")):
        for number, moment in enumerate(moments):
            shares = _shares(moment.checkpoint, moment.run)
            name = _("with attention") if _attends(moment) else _("without attention")
            for share in shares:
                rows.append(
                    {
                        "run": (
                            f"{moment.name} ({name})" if len(moments) == 1 else f"{number + 1}. {moment.name} ({name})"
                        ),
                        "length": share.length,
                        "exact": share.right / share.count,
                        "count": share.count,
                        "span": _span(share),
                    }
                )
    if not rows:
        st.info(_("There are no held-out sentences to measure on."))
        return
    labels = {
        "length": _("source tokens"),
        "exact": _("exact match"),
        "count": _("sentences"),
        "run": _("run"),
    }
    st.altair_chart(
        length_chart(pd.DataFrame(rows), labels),
        width="stretch",
        key=f"length:{key}",
        alt=_("Line chart of exact match against the length of the source, one line per run"),
    )


def _span(share: Share) -> str:
    return str(share.shortest) if share.shortest == share.longest else f"{share.shortest} … {share.longest}"


def _cost(subject: Translated) -> None:
    from dashboard.labs.translation.charts.length import cost_chart

    S, T, H = (subject.trace.sizes[dim] for dim in ("source", "target", "unit"))
    st.markdown("**" + _("What looking everywhere costs") + "**")
    if "score" not in subject.trace:
        st.latex(rf"|x| + |y| = {S} + {T} = \mathbf{{{S + T}}}\ \text{{{_('steps')}}}")
        st.caption(
            _("Without attention there are no scores: the cost grows with the length of the sentence and no faster.")
        )
        return
    st.latex(rf"|x| \times |y| = {S} \times {T} = \mathbf{{{S * T:,}}}\ \text{{{_('scores')}}}".replace(",", r"{,}"))
    st.altair_chart(
        cost_chart(
            S,
            T,
            {
                "source": _("source tokens"),
                "target": _("output tokens"),
                "now": _("this sentence"),
                "twice": _("twice as long"),
            },
        ),
        width="stretch",
        key="length:cost",
        alt=_("Two rectangles: the scores of this sentence, and of one twice as long"),
    )
    st.caption(
        _(
            "Every output token is matched with every source token, so the scores fill a rectangle: twice as long costs"
            " four times as much. A score takes about {operations} multiplications, its share of the context as many"
            " again; the recurrent steps are only {steps}.",
            operations=H,
            steps=S + T,
        )
    )


@computed_once
def _shares(checkpoint: Checkpoint, run: Run) -> list[Share]:
    import numpy as np

    from core.labs.translation.length import by_length, translated_right

    data = pairs_of(run)
    pairs = data.held_out_pairs(TURNS * data.turn)
    if not pairs:
        return []
    lengths = np.array([len(pair.source_tokens) for pair in pairs])
    return by_length(lengths, translated_right(model_at(checkpoint), pairs))
