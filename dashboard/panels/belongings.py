"""Whose a run is, and what its owner may say of it: a name, whether others may look, whether it is kept, its end."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.errors import InputError
from core.runs.records import SHIPPED, Run
from core.runs.store import TITLE_LENGTH
from dashboard import state
from dashboard.frame import owner, view
from dashboard.frame.names import RUN
from dashboard.language import translate as _
from dashboard.panels.trying import tried
from dashboard.resources import store

ICONS = {
    "private": ":material/lock:",
    "shared": ":material/group:",
    "room": ":material/cast_for_education:",
    "others": ":material/person:",
    "nobody": ":material/public:",
}
"""How the button says whose a run is, at a glance."""

WORDS = {
    "private": "Yours. Nobody else can look at it.",
    "shared": "Yours. Everyone who has its link can look at it.",
    "room": "Yours. Everyone in the room {room} can look at it.",
    "others": "Somebody else’s. You can look at it, fork it and start it over.",
    "nobody": "It was made in the server’s terminal, or before runs had owners: everyone can look at it.",
}
"""The same in a sentence (message ids)."""


def standing_of(run: Run) -> str:
    """Whose a run is, as a word of `WORDS`."""
    if run.owner is None:
        return "nobody"
    if not owner.viewer().owns(run):
        return "others"
    return "shared" if run.shared else "room" if run.room else "private"


def belongings(run: Run) -> None:
    """A button that says whose the run in view is, and opens what may be done with it."""
    standing = standing_of(run)
    with st.popover(ICONS[standing], help=_("Whose this run is, its name"), width="stretch", key="rename"):
        st.caption(_(WORDS[standing], room=run.room or ""))
        if not owner.may_change(run):
            return
        _name_field(run)
        _switch(
            "shared",
            run,
            run.shared,
            _("Everyone who has the link can look at it"),
            owner.share,
            off=run.owner is None,
        )
        _switch(
            "pinned",
            run,
            run.pinned,
            _("Keep it, however old it gets"),
            owner.pin,
        )
        _delete(run)


def let_in(*run_ids: str | None) -> bool:
    """Where a link leads to private runs: say so, with a button that shares them; whether that is so."""
    private = [run for run in map(_private, run_ids) if run is not None]
    if not private:
        return False
    st.warning(_("The run in view is private: whoever opens this link is told so, and does not see it."))
    st.button(
        _("Let everyone who has the link look at it"),
        icon=":material/group:",
        key="let_in",
        type="primary",
        on_click=tried(lambda: [owner.share(run.id) for run in private]),
    )
    return True


def _private(run_id: str | None) -> Run | None:
    """The run of that name, if it is this viewer's and nobody else may look at it."""
    if run_id is None:
        return None
    try:
        run = owner.run_of(run_id)
    except InputError:
        return None
    private = run.state != SHIPPED and not run.shared and run.owner is not None
    return run if private and owner.may_change(run) else None


def _name_field(run: Run) -> None:
    key = f"title:{run.id}"
    st.text_input(
        _("Name of this run"),
        run.title or "",
        max_chars=TITLE_LENGTH,
        key=key,
        help=_("Everybody who can look at it sees it. Without one, a run is called by what is unusual about it."),
        on_change=tried(lambda: owner.rename(run.id, state.get(key))),
    )


def _switch(name: str, run: Run, on: bool, label: str, act: Callable[[str, bool], None], *, off: bool = False) -> None:
    """A switch of what the store says, which another page may have changed."""
    key = f"{name}:{run.id}"
    state.show(key, on)

    def turned() -> None:
        if state.anew(key):
            act(run.id, bool(state.get(key)))

    st.toggle(label, key=key, disabled=off, on_change=tried(turned))


def _delete(run: Run) -> None:
    """Two clicks end a run: the first one says what is lost."""
    asked = f"delete:{run.id}"
    if not state.get(asked):
        st.button(
            _("Delete this run"),
            icon=":material/delete:",
            key=f"ask_{asked}",
            width="stretch",
            on_click=lambda: state.put(asked, True),
        )
        return
    count = len(store().checkpoints(run.id))
    words = _("Its {count} checkpoints and its curves go with it, and links to it end.", count=count)
    st.warning(words if not run.leads else words + " " + _("So do all runs that were started with it."))

    def end() -> None:
        state.forget(asked)
        owner.delete(run.id)
        if view.read(RUN) == run.id:
            view.write(RUN, None)

    st.button(_("Delete it for good"), type="primary", key=f"now_{asked}", width="stretch", on_click=tried(end))
    st.button(_("Keep it"), key=f"not_{asked}", width="stretch", on_click=lambda: state.forget(asked))
