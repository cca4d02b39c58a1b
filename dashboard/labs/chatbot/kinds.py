"""The closer look "who fails where": the networks that ship and the one in view, by kinds of dialogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.labs.chatbot.observations import deaf, never_said, one_vector
from core.runs.store import Checkpoint, Run
from dashboard.cache import computed_once
from dashboard.frame.moment import Moment
from dashboard.heat_maps import heat_map
from dashboard.labs.chatbot.subject import Talked
from dashboard.labs.chatbot.talking import WORDS
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.panels.runs import name_of
from dashboard.resources import model_at, shipped_by_name, store, task_of

if TYPE_CHECKING:
    from core.labs.chatbot.kinds import KindShare

PARTS = ("first", "second", "new")


def kinds(subject: Talked) -> None:
    """The share of acceptable answers to held-out prompts, by kind of dialogue and by network."""
    import pandas as pd

    from dashboard.labs.chatbot.charts.kinds import kinds_chart

    networks = _networks(subject)
    with st.spinner(_("Every network is asked …")):
        found = {title: _shares(moment.checkpoint, moment.run) for title, moment in networks.items()}
    titles = {"first": _("1 turn"), "second": _("2 turns"), "new": _("new word")}
    first = next(iter(found.values()))
    names = {(share.part, share.kind): f"{titles[share.part]}: {_named(share)}" for share in first}
    rows = [
        {
            "prompt": names[share.part, share.kind],
            "network": title,
            "share": share.right / share.count,
            "count": share.count,
            "asked": _in_a_line(share.prompt),
            "answer": share.answer,
        }
        for title, shares in found.items()
        for share in shares
        if (share.part, share.kind) in names
    ]
    labels = {
        "share": _("acceptable"),
        "count": _("prompts"),
        "asked": _("for instance"),
        "answer": _("answer"),
    }
    heat_map(
        st,
        kinds_chart(pd.DataFrame(rows), list(names.values()), list(found), labels),
        width="stretch",
        key="kinds",
        alt=_("Table of the share of acceptable answers, a row a kind of dialogue, a column a network"),
    )
    st.caption(
        _(
            "A row is a kind of dialogue, named by one of its held-out prompts; a column is a network. The fuller the"
            " colour, the more of its answers are acceptable. Point at a cell for a prompt and this network’s answer to"
            " it: a wrong one, if there is any."
        )
    )
    told = {title: _by_part(shares) for title, shares in found.items()}
    configs = {title: moment.run.config for title, moment in networks.items()}
    note(*observed(one_vector, deaf, never_said, of=[told, configs]))


def _networks(subject: Talked) -> dict[str, Moment]:
    """The networks by title: those that ship and learnt from the same dialogues, and the one in view."""
    moment = subject.steady()
    run = moment.run
    shipped = {} if run.data else shipped_by_name(subject.lab, WORDS)
    found = {
        _(WORDS[name]): Moment(one, store().checkpoint(one.id), name_of(one, subject.lab))
        for name, one in shipped.items()
        if one.config["language"] == run.config["language"] and one.id != run.id
    }
    return {_("in view"): moment, **found}


def _by_part(shares: list[KindShare]) -> dict[str, float]:
    """The share of acceptable answers among prompts of one turn, of two, and those that need a new word."""
    by_part = {part: [one for one in shares if one.part == part] for part in PARTS}
    return {
        part: sum(one.right for one in some) / sum(one.count for one in some) for part, some in by_part.items() if some
    }


def _named(share: KindShare) -> str:
    """A kind by its example; of one turn, without what happened to be said before."""
    said = share.prompt.splitlines()
    return said[-1] if share.part == "first" else " / ".join(said)


def _in_a_line(prompt: str) -> str:
    return " / ".join(prompt.splitlines())


@computed_once
def _shares(checkpoint: Checkpoint, run: Run) -> list[KindShare]:
    from core.labs.chatbot.kinds import shares

    return shares(task_of(run), model_at(checkpoint))
