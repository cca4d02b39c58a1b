"""A lecture's walk through the pages: the link says where it stands, a bar says what to watch, keys go on."""

from __future__ import annotations

import streamlit as st

from core.errors import InputError
from dashboard import lectures
from dashboard.components.walk import walk_bar
from dashboard.frame import view
from dashboard.frame.names import WALK
from dashboard.language import current
from dashboard.language import translate as _

LECTURES_PAGE = view.PAGES / "lectures.py"


def walk(page: str) -> None:
    """Draw the bar, if the link says that `page`, a lab's key, is a stop of a walk, and go where the viewer asks."""
    text = view.read(WALK)
    if text is None:
        return
    try:
        place = lectures.place_of(text)
    except InputError as error:
        view.refuse(WALK, error)
        return
    lecture = lectures.LECTURES[place.lecture]
    stop = lecture.stops[place.stop]
    if stop.lab != page:
        open_stop(place)
    with st.container(key="walk_bar"):
        asked = walk_bar(
            _(stop.said),
            _(lecture.title),
            number=place.stop + 1,
            count=len(lecture.stops),
            at=stop.at,
            translate=_,
        )
    if asked is None:
        return
    to = lectures.neighbour(place, {"next": 1, "back": -1}.get(asked, len(lecture.stops)))
    if to is None and asked == "back":
        return
    if to is None:
        st.switch_page(LECTURES_PAGE, query_params={"lang": current()})
    go(to)


def open_stop(place: lectures.Place) -> None:
    """Show a stop of a lecture, coming from another page."""
    stop = lectures.LECTURES[place.lecture].stops[place.stop]
    said = {**stop.link, "lang": current(), WALK.name: place.text}
    st.switch_page(view.PAGES / f"{stop.lab}.py", query_params=said)


def go(place: lectures.Place) -> None:
    """Show a stop of a lecture, coming from another one."""
    stop = lectures.LECTURES[place.lecture].stops[place.stop]
    view.apply({**stop.record, "lang": current(), WALK.name: place.text})
