"""Whose the runs are, on a page: who looks, what they may see, and everything that they may do to a run.

No other module of the screens changes a run; so every change is asked here first whether it may be.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import streamlit as st

from core.runs.owners import Viewer
from core.runs.records import Run
from dashboard import state
from dashboard.frame import room
from dashboard.resources import engine, store
from dashboard.visitors import cookie, signed

ADMINISTRATORS = "UNROLLED_ADMINISTRATORS"
"""The variable that names administrators: e-mail addresses of those who sign in, with commas, or ``everyone``."""

LENT = "viewer:lent"
"""Where the session of a page that is run for a handout has who asked for it."""

_SESSION = "viewer:session"


def viewer() -> Viewer:
    """Who looks at this page: a signed-in person, a browser that is known by its cookie, or at least a session."""
    if (lent := state.get(LENT)) is not None:
        return lent
    known = [name for name in (_person(), signed(st.context.cookies.get(cookie()))) if name]
    driven = room.driven()
    return Viewer(
        ids=tuple(known) or (_session(),),
        administers=administers(),
        drives=driven.code if driven else None,
        follows=room.left(),
        keeps=bool(known),
    )


def signs_in() -> bool:
    """Whether people may sign in here: whether ``[auth]`` stands in Streamlit's secrets."""
    return "is_logged_in" in st.user


def _person() -> str | None:
    """The name of the person who has signed in, as the provider gives it: the issuer and their number there."""
    if not st.user.get("is_logged_in"):
        return None
    from hashlib import sha256

    return "person:" + sha256(f"{st.user.get('iss')} {st.user.get('sub')}".encode()).hexdigest()[:32]


def _session() -> str:
    """A name for a browser that keeps no cookie, as long as its page is open."""
    if state.get(_SESSION) is None:
        from uuid import uuid4

        state.put(_SESSION, f"session:{uuid4().hex}")
    return state.get(_SESSION)


def administers() -> bool:
    """Whether this viewer keeps the server."""
    named = {name.strip().lower() for name in os.environ.get(ADMINISTRATORS, "").split(",") if name.strip()}
    mail = str(st.user.get("email") or "").lower() if st.user.get("is_logged_in") else ""
    verified = st.user.get("email_verified", True) is not False
    entered = signed(st.context.cookies.get(cookie("administrator")), "administrator") == "yes"
    return "everyone" in named or (verified and mail in named) or entered


# ---- what they may see ----


def runs_of(lab: str, limit: int = 50) -> list[Run]:
    """The runs of a lab that this viewer has in a list: their own first, the shipped one last."""
    return store().runs(lab, limit, viewer())


def run_of(run_id: str) -> Run:
    """A run that this viewer may look at.

    Raises
    ------
    InputError
        If there is none of that name, or it is private.
    """
    run = store().get(run_id)
    viewer().check_look(run)
    return run


# ---- what they may do ----


def may_change(run: Run) -> bool:
    """Whether this viewer may stop, re-rate, rename or delete a run."""
    return viewer().may_change(run)


def _mine(run_id: str) -> str:
    viewer().check_change(store().get(run_id))
    return run_id


def play(run_id: str) -> None:
    """Let a run train on."""
    run = store().get(_mine(run_id))
    store().owners.check_room_for(run.owner)
    engine().play(run_id)


def advance(run_id: str) -> None:
    """Let a run train one step."""
    engine().advance(_mine(run_id))


def pause(run_id: str) -> None:
    """Let a run wait where it is."""
    engine().pause(_mine(run_id))


def stop(run_id: str) -> None:
    """End a run."""
    engine().stop(_mine(run_id))


def start_over(run_id: str) -> Run:
    """A new run of this viewer's that repeats another one."""
    who = viewer()
    who.check_look(store().get(run_id))
    store().owners.check_room_for(who.ids[0])
    return engine().reset(run_id, who)


def set_rate(run_id: str, rate: float, knob: str) -> None:
    """Ask for another learning rate."""
    store().set_learning_rate(_mine(run_id), rate, knob)


def rename(run_id: str, title: str) -> None:
    """Call a run by another name."""
    store().rename(_mine(run_id), title)


def share(run_id: str, shared: bool = True) -> None:
    """Let everyone look at a run, or its owner alone."""
    store().owners.share(_mine(run_id), shared)


def pin(run_id: str, pinned: bool = True) -> None:
    """Keep a run however old it gets, or no longer."""
    store().owners.pin(_mine(run_id), pinned)


def delete(run_id: str) -> None:
    """Remove a run and all that is kept of it; of a leader, all that were started with it."""
    run = store().get(_mine(run_id))
    for one in store().compared(run) if run.leads else [run]:
        store().delete(one.id)


def check_new(count: int = 1) -> Viewer:
    """Who makes new runs, if so many are not too many.

    Raises
    ------
    InputError
        If they are (see `core.limits`).
    """
    who = viewer()
    store().owners.check_room_for(who.ids[0], count)
    return who


def left() -> int:
    """How many more runs the viewer may start before some have ended."""
    return store().owners.left(next(iter(viewer().ids), None))


def opened(runs: Sequence[Run]) -> None:
    """Runs are open on a page: they are not old; in a room, all who are there may look at them."""
    if owned := [run.id for run in runs if run.owner is not None]:
        store().owners.opened(owned)
    if (driven := room.driven()) is not None:
        who = viewer()
        for run in runs:
            if who.owns(run) and run.room != driven.code:
                store().owners.show(run.id, driven.code)
