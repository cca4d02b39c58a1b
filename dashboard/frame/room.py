"""A page of one who drives a room, and of one who has let go of it."""

from __future__ import annotations

import time
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from core.course import LABS
from core.errors import InputError
from dashboard import state
from dashboard.address import network_address, reachable, root
from dashboard.components.room import away_bar, room_strip
from dashboard.frame import view
from dashboard.frame.names import ROOM, Switch, names_of
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.lectures import Stop
from dashboard.own_lecture import stop_of
from dashboard.room import tap
from dashboard.room.codes import read_code
from dashboard.room.hub import hub
from dashboard.room.room import Room

COOKIE = "unrolled_room"
"""Says that this browser drives a room, without the secret that lets it."""

WORDS = {"what": "Everyone in the room sees what you show, on a machine of their own, and can go exploring from there."}
WHAT_FOR = WORDS["what"]

OPENING = ("code", "explore", "predicted")
"""Keys of what opens something, and of the prediction before one looks: no link says them."""

_WANTED, _CODE, _FAULT, _ELSEWHERE = "room:wanted", "room:code", "room:fault", "room:elsewhere"
_OVER, _LEFT, _DROVE = "room:over", "room:left", "room:drove"


def open_room() -> None:
    """Open a room (a callback): from the next run on, what this page shows is shown to all who follow."""
    state.put(_WANTED, True)
    state.forget(_FAULT)
    state.forget(_OVER)


def driven() -> Room | None:
    """The room that this session drives."""
    code = state.get(_CODE)
    room = hub().find(code) if code else None
    return room if room is not None and room.driver == tap.own_session() and not room.closed else None


def room() -> None:
    """Draw the strip of one who drives, or the bar of one who has let go; nothing for everyone else."""
    if state.get(_WANTED) or (st.context.cookies.get(COOKIE) and not state.get(_OVER)):
        _drive()
    elif code := _let_go():
        with st.container(key="away_bar"):
            away_bar(code, root(), choosers=choosers(), translate=_)


def shown(page: str) -> None:
    """Tell the room, if this session drives one, where its lecturer is: after everything has been drawn."""
    room = driven()
    if room is None:
        return
    record = view.snapshot() if page else {}
    said = {name: text for name, text in record.items() if name != "page"}
    lab = next((lab for lab in LABS if lab.key == page), None)
    steps = _("step {step}", step=f"{int(said['step']):,}") if said.get("step", "").isdecimal() else ""
    where = " · ".join(filter(None, [_(lab.title) if lab else "", steps]))
    room.tell(link=f"{page}?{urlencode(said)}", where=where)
    if lab:
        room.trail.stand(stop_of(record, room.said), time.monotonic())


def recorded() -> tuple[Stop, ...]:
    """What the room that this session drives, or drove last, was shown."""
    code = state.get(_DROVE)
    room = hub().find(code) if code else None
    return room.trail.stops(time.monotonic()) if room else ()


def noted(said: str = "", note: dict[str, Any] | None = None) -> None:
    """Tell the room what is said at a stop of a walk, and its speaker what comes next."""
    if (room := driven()) is not None:
        room.tell(said=said, note=note or {})


def _drive() -> None:
    room = driven()
    with st.container(key="room_bar"):
        if room is None:
            report = room_strip(
                "",
                root(),
                fault=sentence(state.get(_FAULT)) if state.get(_FAULT) else "",
                elsewhere=bool(state.get(_ELSEWHERE)),
                translate=_,
            )
        else:
            address, _warning = reachable(
                (st.context.url or "").split("?")[0], network_address(), st.get_option("server.address")
            )
            parts = urlsplit(address)
            door = f"{parts.netloc}{root()}room"
            rows = squares(f"{parts.scheme}://{door}/{room.code}")
            report = room_strip(room.code, root(), address=door, squares=rows, translate=_)
    if why := report.get("leave"):
        _leave(str(why))
    elif isinstance(claim := report.get("claim"), dict):
        _claim(claim)


def _claim(claim: dict[str, Any]) -> None:
    """Drive the room from this session from now on, if it may; then the page is drawn again, for all to see."""
    own = tap.own_session()
    try:
        room = hub().claim(str(claim.get("secret", "")), str(claim.get("code", "")))
    except InputError as error:
        state.put(_FAULT, error)
        state.forget(_CODE)
        st.rerun()
    if room.driver not in (None, own) and tap.is_there(room.driver) and not claim.get("take"):
        state.put(_ELSEWHERE, True)
        st.rerun()
    if room.driver and room.driver != own:
        tap.untap(room.driver)
    if own is None:
        return
    room.driver = own
    tap.tap(own, room.hear)
    state.put(_CODE, room.code)
    state.put(_DROVE, room.code)
    state.forget(_FAULT)
    state.forget(_ELSEWHERE)
    st.rerun()


def _leave(why: str) -> None:
    """Show a room no longer: it is ``closed``, another device has ``taken`` over, or why there is none was ``seen``."""
    if own := tap.own_session():
        tap.untap(own)
    for name in (_WANTED, _CODE, _ELSEWHERE, _FAULT):
        state.forget(name)
    if why == "taken":
        state.put(_WANTED, True)
        state.put(_FAULT, InputError("Another device drives the room now."))
    state.put(_OVER, True)  # the cookie that this page came with says otherwise
    st.rerun()


def left() -> str | None:
    """The room from which this viewer has let go."""
    return state.get(_LEFT)


def _let_go() -> str | None:
    """The same, as the link of this page may say for the first time."""
    text = view.read(ROOM)
    if text is not None:
        try:
            state.put(_LEFT, read_code(text))
        except InputError as error:
            view.refuse(ROOM, error)
    return left()


@cache
def choosers() -> tuple[str, ...]:
    """Keys of the controls that change what their viewer sees and nothing else: what they say, a link could say; and of
    those that only open something.
    """
    names = {name.name: name for lab in LABS for name in names_of(lab).values()}
    switches = [name.name for name in names.values() if isinstance(name, Switch)]
    choices = [f"{name.name}_choice" for name in names.values() if not name.bound]
    return (*sorted([*switches, *choices]), *OPENING)


@lru_cache(maxsize=64)
def squares(link: str) -> tuple[str, ...]:
    """A QR code, a row a text of 0 and 1."""
    import segno

    return tuple("".join(map(str, row)) for row in segno.make(link, error="m", micro=False).matrix)
