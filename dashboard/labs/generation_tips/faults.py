"""The closer look "faults": where the networks go wrong, on many held-out examples."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.runs.store import Checkpoint
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.frame.names import TEXT
from dashboard.labs.generation_tips.subject import Generated
from dashboard.language import translate as _
from dashboard.resources import model_at

OFFERED = 6
"""Faults that have a button."""


def faults(subject: Generated) -> None:
    """What the tip is about, counted."""
    tell = {"scheduled_sampling": _places, "distribution": _mixtures, "beam": _widths}.get(subject.tip, _captions)
    tell(subject, _found(subject.steady().checkpoint, subject.tip))


@computed_once
def _found(checkpoint: Checkpoint, tip: str) -> Any:
    from core.labs.generation_tips import faults

    ask = {"scheduled_sampling": "by_place", "distribution": "by_mixture", "beam": "by_width"}.get(tip, "mistold")
    return getattr(faults, ask)(model_at(checkpoint))


def _captions(subject: Generated, found: list[Any]) -> None:
    """The videos that the network without the remedy captions wrongly, and buttons to look at some."""
    mended = sum(one.mended for one in found)
    st.caption(
        _(
            "Of 200 held-out videos, the network without the remedy captions {wrong} wrongly; the one with it is right"
            " in {mended} of these.",
            wrong=len(found),
            mended=mended,
        )
    )
    if not found:
        return
    with st.container(horizontal=True, gap="small"):
        for one in found[:OFFERED]:
            st.button(
                _("Look at video {number}", number=one.number),
                key=f"fault:{one.number}",
                on_click=lambda number=one.number: view.write(TEXT, str(number)),
            )
    st.dataframe(
        pd.DataFrame(
            {
                _("video"): [one.number for one in found],
                _("shows"): [one.video for one in found],
                _("without the remedy"): [one.without for one in found],
                _("with the remedy"): [one.having for one in found],
                _("mended"): [one.mended for one in found],
            }
        ),
        hide_index=True,
        height=320,
    )


def _places(subject: Generated, found: dict[str, list[float]]) -> None:
    """How often each note of a melody is right."""
    from dashboard.labs.generation_tips.charts.places import places_chart

    names = {
        "alone_without": _("true notes only: alone"),
        "forced_without": _("true notes only: fed the true notes"),
        "alone_with": _("its own, too: alone"),
        "forced_with": _("its own, too: fed the true notes"),
    }
    rows = [{"line": line, "x": place, "value": v} for line, row in found.items() for place, v in enumerate(row, 1)]
    st.altair_chart(
        places_chart(pd.DataFrame(rows), names, {"x": _("place of the note"), "value": _("notes that are right")}),
        width="stretch",
        key="faults:places",
        alt=_("Line chart: how often the note at each place is right, alone and fed the true notes"),
    )
    st.caption(
        _(
            "500 held-out melodies. Fed the true notes (dashed) a network is right equally often everywhere; the solid"
            " line is the same network alone. What lies between the two lines of one colour is the mismatch."
        )
    )


def _mixtures(subject: Generated, found: list[tuple[float, float]]) -> None:
    """How many sentences hold together, by what is fed back."""
    from dashboard.labs.generation_tips.charts.places import mixture_chart

    st.altair_chart(
        mixture_chart(
            pd.DataFrame(found, columns=["x", "value"]),
            {"x": _("share of the distribution in what is fed back"), "value": _("sentences that hold together")},
        ),
        width="stretch",
        key="faults:mixture",
        alt=_("Line chart: how many sentences hold together, against what is fed back"),
    )
    st.caption(
        _(
            "300 sentences for each dot. At 0 the word that was drawn is fed back, at 1 the distribution that it was"
            " drawn from; in between, what was drawn is fed more strongly than the rest."
        )
    )


def _widths(subject: Generated, found: list[dict[str, Any]]) -> None:
    """What a beam of each width finds."""
    st.dataframe(
        pd.DataFrame(
            {
                _("beam width"): [row["width"] for row in found],
                _("sentence that is found"): [row["sentence"] for row in found],
                _("words"): [row["words"] for row in found],
                _("probability"): [row["probability"] for row in found],
                _("true probability"): [row["truth"] for row in found],
                _("found with length penalty 1"): [row["penalised"] for row in found],
            }
        ),
        hide_index=True,
        column_config={
            name: st.column_config.NumberColumn(format="percent") for name in (_("probability"), _("true probability"))
        },
    )
    st.caption(
        _(
            "As a rule, a wider beam finds a likelier sentence; likelier is not better. The likeliest sentence of this"
            " language is “hm”: the shortest, which says nothing."
        )
    )
