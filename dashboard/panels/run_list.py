"""A list of runs over all labs, to be searched, and what may be done with those that are chosen in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import pandas as pd
import streamlit as st

from core.course import lab_of
from core.runs.records import Run
from dashboard import state
from dashboard.frame import owner, view
from dashboard.frame.names import RUN
from dashboard.language import current, sentence
from dashboard.language import translate as _
from dashboard.panels.belongings import standing_of
from dashboard.panels.runs import ACTIVE, STANDINGS, name_of
from dashboard.panels.trying import tried

WHOSE = {
    "private": "yours, private",
    "shared": "yours, shared",
    "room": "yours, in a room",
    "others": "somebody else’s",
    "nobody": "the server’s",
}
"""Whose a run is, in the table (message ids)."""

_SAID, _ASKED = "run_list:said", "run_list:asked"


def run_list(runs: Sequence[Run], bytes_of: Mapping[str, int], key: str) -> None:
    """Draw the runs as a table under a field that searches it; under the table, what may be done with the chosen ones.

    Parameters
    ----------
    runs : sequence of Run
        In the order in which they are shown at first.
    bytes_of : mapping of str to int
        What each takes on the disk.
    key : str
        Of the table.
    """
    wanted = st.text_input(
        _("Find a run"),
        key=f"{key}:find",
        icon=":material/search:",
        placeholder=_("name, lab, state, letters of its id"),
    )
    found = [run for run in runs if _matches(run, wanted)]
    if not found:
        st.info(_("No run is called like that.") if runs else _("There is no run yet. Train one on any page."))
        return
    room = st.container(height=min(404, 42 + 35 * len(found)), border=False)  # so that nothing moves when it is drawn
    table = cast(
        Any,
        room.dataframe(
            _table(found, bytes_of),
            key=f"{key}:table:{state.get(f'{key}:turn', 0)}",
            hide_index=True,
            on_select="rerun",
            selection_mode="multi-row",
            column_config={
                "size": st.column_config.NumberColumn(_("MB"), format="%.1f"),
                "made": st.column_config.DatetimeColumn(_("made"), format="YYYY-MM-DD HH:mm"),
                "pinned": st.column_config.CheckboxColumn(_("kept")),
                "lab": _("lab"),
                "name": st.column_config.TextColumn(_("name"), width="large"),
                "standing": _("where it stands"),
                "whose": _("whose"),
            },
        ),
    )
    chosen = [found[row] for row in table.selection.rows if row < len(found)]
    st.caption(_("Tick runs at the left of the table, then choose what to do with them."))
    _acts(chosen, key)
    if (error := state.get(_SAID)) is not None:
        st.warning(sentence(error))


def _matches(run: Run, wanted: str) -> bool:
    lab = lab_of(run.lab)
    said = " ".join([name_of(run, lab), run.lab, _(lab.title), run.state, run.id, run.data_name or ""]).lower()
    return all(word in said for word in wanted.lower().split())


def _table(runs: Sequence[Run], bytes_of: Mapping[str, int]) -> pd.DataFrame:
    rows = [
        {
            "lab": _(lab_of(run.lab).title),
            "name": name_of(run, lab_of(run.lab)),
            "standing": _standing(run),
            "made": run.created.replace(tzinfo=None),
            "size": bytes_of.get(run.id, 0) / 2**20,
            "whose": _(WHOSE[standing_of(run)]),
            "pinned": run.pinned,
        }
        for run in runs
    ]
    return pd.DataFrame(rows)


def _standing(run: Run) -> str:
    words = STANDINGS.get(run.state)
    return _(words, step=f"{run.step:,}", steps=f"{run.max_steps:,}") if words else _("for inspection only")


def _acts(chosen: Sequence[Run], key: str) -> None:
    """Buttons, grey as long as nothing is chosen that they are about."""
    may = [run for run in chosen if owner.may_change(run)]
    owned = [run for run in may if run.owner is not None]
    look, share, keep, stop, end = st.columns(5)
    if look.button(
        _("Open"), icon=":material/open_in_new:", key=f"{key}:open", disabled=len(chosen) != 1, width="stretch"
    ):
        run = chosen[0]
        view.apply({"page": run.lab, RUN.name: run.id, "lang": current()})
    shared = bool(owned) and all(run.shared for run in owned)
    _act(
        share,
        _("Make private") if shared else _("Share"),
        ":material/group:",
        owned,
        key,
        "share",
        lambda run: owner.share(run.id, not shared),
    )
    pinned = bool(may) and all(run.pinned for run in may)
    _act(
        keep,
        _("Let go") if pinned else _("Keep"),
        ":material/keep:",
        may,
        key,
        "keep",
        lambda run: owner.pin(run.id, not pinned),
    )
    training = [run for run in may if run.state in ACTIVE]
    _act(stop, _("Stop"), ":material/stop:", training, key, "stop", lambda run: owner.stop(run.id))
    if state.get(_ASKED) and may:
        st.warning(_("{count} runs, with all their checkpoints, are deleted for good.", count=len(may)))
        _act(end, _("Delete for good"), ":material/delete:", may, key, "delete", lambda run: owner.delete(run.id))
    else:
        end.button(
            _("Delete"),
            icon=":material/delete:",
            key=f"{key}:ask",
            disabled=not may,
            width="stretch",
            on_click=lambda: state.put(_ASKED, True),
        )


def _act(
    place: Any, label: str, icon: str, runs: Sequence[Run], key: str, name: str, act: Callable[[Run], Any]
) -> None:
    def all_of_them() -> None:
        state.forget(_ASKED)
        state.put(f"{key}:turn", state.get(f"{key}:turn", 0) + 1)  # nothing is chosen any more
        for run in runs:
            act(run)

    place.button(
        label,
        icon=icon,
        key=f"{key}:{name}",
        disabled=not runs,
        width="stretch",
        type="primary" if name == "delete" else "secondary",
        on_click=tried(all_of_them, said=_SAID),
    )
