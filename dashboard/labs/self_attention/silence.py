"""The closer look "silence": surgery for heads. Set what a head found to zero, and see what the network can no longer
do.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.errors import InputError
from core.labs.self_attention.observations import missed, most_missed, not_missed
from core.runs.store import Checkpoint
from dashboard.frame import view
from dashboard.frame.closer_look import steady
from dashboard.labs.self_attention.components.heads import WORDS
from dashboard.labs.self_attention.measured import roles_at, without, without_each
from dashboard.labs.self_attention.names import SILENCED
from dashboard.labs.self_attention.recurrent import answers
from dashboard.labs.self_attention.subject import Looked
from dashboard.language import translate as _
from dashboard.observed import note, observed

NONE = "none"
"""In the link, where no head is silenced; without a word of it, those are that are missed."""


def silence(subject: Looked) -> None:
    """Each head silenced in turn; then those that the viewer chooses, on this sequence and on all held-out ones."""
    if not subject.attends:
        st.info(_("A recurrent network has no heads. Choose a network with attention."))
        return
    st.latex(r"c_i^n := 0 \quad \text{" + _("for every position i of a silenced head n") + "}")
    checkpoint = steady(subject.moment).checkpoint
    _each(checkpoint)
    _chosen(subject, most_missed(*without_each(checkpoint), subject.trace.sizes["layer"]))


def _each(checkpoint: Checkpoint) -> None:
    from dashboard.labs.self_attention.charts.heads import silenced_chart

    with st.spinner(_("Every head is silenced in turn …")):
        untouched, accuracies = without_each(checkpoint)
    habits = roles_at(checkpoint)
    table = pd.DataFrame(
        [
            {"head": _name(*head), "accuracy": accuracy, "role": _(WORDS[f"role_{habits[head[0]][head[1]].pattern}"])}
            for head, accuracy in accuracies.items()
        ]
    )
    labels = {"head": _("silenced head"), "accuracy": _("accuracy, held out"), "role": _("what it does")}
    st.altair_chart(
        silenced_chart(table, untouched, labels),
        width="stretch",
        key="silence:each",
        alt=_("Bar chart: the accuracy without each head; a line marks that of the whole network"),
    )
    st.caption(
        _(
            "Each bar is the accuracy on held-out sequences while that one head finds nothing; the line is the whole"
            " network. A low bar: nobody can stand in for this head. A high one: others do its work too, or it does"
            " none."
        )
    )


def _chosen(subject: Looked, at_first: tuple[tuple[int, int], ...]) -> None:
    heads = [
        (layer, head) for layer in range(subject.trace.sizes["layer"]) for head in range(subject.trace.sizes["head"])
    ]
    silenced = st.pills(
        _("Silence these"),
        heads,
        selection_mode="multi",
        format_func=lambda head: _name(*head),
        **view.controlled(
            SILENCED,
            list(at_first) if view.read(SILENCED) is None else _linked(heads),
            of=lambda chosen: " ".join(f"{layer}.{head}" for layer, head in chosen) or NONE,
        ),
    )
    silenced = tuple(sorted(silenced))
    after = subject.moment.trace(subject.puzzle, silenced=silenced)
    left, right = st.columns(2, gap="medium")
    checkpoint = subject.moment.checkpoint
    for column, title, trace, heads_ in (
        (left, _("the whole network"), subject.trace, ()),
        (right, _("with silenced heads"), after, silenced),
    ):
        column.markdown(f"**{title}** · {_('accuracy, held out')} {without(checkpoint, heads_):.1%}")
        column.markdown(f"### {answers(trace)}")
    note(
        _("The answers to the sequence above: green is right, red is wrong, with the truth behind it."),
        *(
            observed(missed, not_missed, of=[without(checkpoint, ()), without(checkpoint, silenced)])
            if silenced
            else []
        ),
    )


def _linked(heads: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The heads that the link names."""
    text = view.read(SILENCED)
    if text in (None, NONE):
        return []
    named = [head for head in heads if f"{head[0]}.{head[1]}" in text.split()]
    if len(named) != len(set(text.split())):
        error = InputError(
            "The link silences {found}, and this network has no such heads. That part of the link is left out.",
            found=repr(text)[:60],
        )
        view.refuse(SILENCED, error)
        return []
    return named


def _name(layer: int, head: int) -> str:
    return _("layer {layer} · head {head}", layer=layer + 1, head=head + 1)
