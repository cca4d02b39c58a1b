"""Navigation from the course, theme and style; every page runs inside it."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from pathlib import Path

import streamlit as st

from core.course import LABS
from core.errors import InputError
from dashboard.frame import room
from dashboard.frame.owner import administers
from dashboard.frame.walk import walk
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.resources import store
from dashboard.server.meters import page_timed

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Set the frame up and run the page that the viewer is on."""
    st.set_page_config(page_title="Unrolled", page_icon=str(ROOT / "assets" / "icon.svg"), layout="wide")
    st.logo(str(ROOT / "assets" / "logo.svg"), icon_image=str(ROOT / "assets" / "icon.svg"), size="large")
    home = st.Page(ROOT / "pages" / "home.py", title=_("Start"), icon=":material/home:", default=True)
    course = {
        _(chapter): [
            st.Page(ROOT / "pages" / f"{lab.key}.py", title=_(lab.title), url_path=lab.key, icon=lab.icon)
            for lab in labs
        ]
        for chapter, labs in groupby(LABS, key=lambda lab: lab.chapter)
    }
    lectures = st.Page(ROOT / "pages" / "lectures.py", title=_("Lectures"), icon=":material/co_present:")
    words = st.Page(ROOT / "pages" / "glossary.py", title=_("Glossary"), icon=":material/menu_book:")
    own = st.Page(ROOT / "pages" / "runs.py", title=_("Your runs"), icon=":material/folder_special:")
    keeper = st.Page(
        ROOT / "pages" / "administrator.py",
        title=_("Administrator"),
        icon=":material/admin_panel_settings:",
        visibility="visible" if administers() else "hidden",
    )
    page = st.navigation({_("Start"): [home, lectures, words, own, keeper], **course}, position="top")
    room.room()
    walk(page.url_path)
    _tell_of_store()
    try:
        with page_timed():
            page.run()
    finally:
        room.shown(page.url_path)


def _tell_of_store() -> None:
    """Say on every page that nothing can be written, and why."""
    with suppress(InputError):  # a store that does not answer is told of by whatever asks it
        if (refusal := store().refusal) is not None:
            st.warning(sentence(refusal), icon=":material/lock:")


if __name__ == "__main__":
    main()
