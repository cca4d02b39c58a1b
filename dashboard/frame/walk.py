"""A lecture's walk through the pages: the link says where it stands, a bar says what to watch, keys go on."""

from __future__ import annotations

import streamlit as st

from core.errors import InputError
from dashboard.components.walk import walk_bar
from dashboard.frame import room, view
from dashboard.frame.names import WALK
from dashboard.language import current
from dashboard.language import translate as _
from dashboard.lectures import Whereabouts, whereabouts_of
from dashboard.own_lecture import kept

LECTURES_PAGE = view.PAGES / "lectures.py"


def walk(page: str) -> None:
    """Draw the bar, if the link says that `page`, a lab's key, is a stop of a walk, and go where the viewer asks."""
    text = view.read(WALK)
    if text is None:
        room.noted()
        return
    try:
        here = whereabouts_of(text, kept())
    except InputError as error:
        view.refuse(WALK, error)
        return
    if here.stop.lab != page:
        open_stop(here)
    after = here.further(1)
    said = here.stop.said and _(here.stop.said)
    room.noted(
        said,
        {
            "said": said,
            "next": _(after.stop.said) if after and after.stop.said else "",
            "number": here.number + 1,
            "count": len(here.lecture.stops),
        },
    )
    with st.container(key="walk_bar"):
        asked = walk_bar(
            said,
            here.lecture.title and _(here.lecture.title),
            number=here.number + 1,
            count=len(here.lecture.stops),
            at=here.stop.at,
            translate=_,
        )
    if asked is None:
        return
    to = here.further({"next": 1, "back": -1}.get(asked, len(here.lecture.stops)))
    if to is None and asked == "back":
        return
    if to is None:
        st.switch_page(LECTURES_PAGE, query_params={"lang": current()})
    go(to)


def open_stop(to: Whereabouts) -> None:
    """Show a stop of a lecture, coming from another page."""
    said = {**to.stop.link, "lang": current(), WALK.name: to.text}
    st.switch_page(view.PAGES / f"{to.stop.lab}.py", query_params=said)


def go(to: Whereabouts) -> None:
    """Show a stop of a lecture, coming from another one."""
    view.apply({**to.stop.record, "lang": current(), WALK.name: to.text})
