"""The course as six lectures, each with its time, its goal, and a walk through the labs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from core.course import lab_of
from core.errors import InputError
from dashboard import own_lecture, state
from dashboard.components.save import save
from dashboard.frame import room, view, walk
from dashboard.heading import heading
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.lectures import OWN, Lecture, Whereabouts, lectures
from dashboard.markdown import plain
from dashboard.panels.take_home import handout_of

ROOT = Path(__file__).resolve().parent.parent


def taught(number: int, lecture: Lecture) -> None:
    """One lecture of the course: its goal, its time, its stops, its labs."""
    st.subheader(f"{number} · {_(lecture.title)}", anchor=False, divider="gray")
    words, labs = st.columns([3, 2], gap="large")
    with words:
        st.markdown(_(lecture.goal))
        st.caption(_("{minutes} minutes, {count} stops", minutes=lecture.minutes, count=len(lecture.stops)))
        here = Whereabouts(str(number), lecture)
        begin, handout = st.columns([1, 3], vertical_alignment="center")
        if begin.button(_("Begin the walk"), key=f"begin_{number}", icon=":material/co_present:", type="primary"):
            walk.open_stop(here)
        with handout:
            save([handout_of(lecture, f"lecture-{number}")], key=f"handout_{number}", translate=_)
        with st.expander(_("All stops")):
            for place, stop in enumerate(lecture.stops):
                at, said = st.columns([1, 9], vertical_alignment="center")
                if at.button(f"{place + 1}", key=f"stop_{number}_{place}", width="stretch"):
                    walk.open_stop(replace(here, number=place))
                said.markdown(f"**{_(lab_of(stop.lab).title)}.** {_(stop.said)}")
    with labs:
        for key in lecture.labs:
            lab = lab_of(key)
            st.page_link(ROOT / "pages" / f"{key}.py", label=f"{_(lab.title)}: {_(lab.question)}", icon=lab.icon)


def own() -> None:
    """The viewer's own lecture: opened from a file, ordered, walked, saved."""
    st.subheader(_("Your own lecture"), anchor=False, divider="gray")
    st.markdown(
        _(
            "On any page, “Share” puts the view on the screen into your lecture, with a sentence to say there. Order"
            " the stops here, walk them, and save them as a file that any installation of Unrolled opens."
        )
    )
    file = st.file_uploader(_("Open a lecture"), type=["json"], key="lecture_file", on_change=opened)
    if (error := state.get("lecture_error")) and file:
        st.warning(sentence(error))
    if seen := room.recorded():
        st.button(
            _("Take over what your room was shown: {count} views", count=len(seen)),
            icon=":material/playlist_add_check:",
            key="lecture_recorded",
            on_click=recorded,
            help=_("Every view at which you stood for a while, in order, each once. They replace the stops below."),
        )
    lecture = own_lecture.kept()
    if not lecture.stops:
        return
    title, begin, keep = st.columns([3, 1, 1], vertical_alignment="bottom")
    title.text_input(_("Title"), lecture.title, key="lecture_title", max_chars=own_lecture.LONGEST, on_change=renamed)
    if begin.button(_("Begin the walk"), key="begin_own", icon=":material/co_present:", type="primary"):
        walk.open_stop(Whereabouts(OWN, lecture))
    keep.download_button(
        _("Save"), own_lecture.to_file(lecture), "lecture.json", "application/json", icon=":material/download:"
    )
    handout, what_for = st.columns([1, 4], vertical_alignment="center")
    with handout:
        save([handout_of(lecture, "lecture")], key="handout_own", translate=_)
    what_for.caption(_("One HTML file that opens anywhere, its pictures alive; made beside the app in some minutes."))
    for number, stop in enumerate(lecture.stops):
        name, said, *buttons = st.columns([2, 6, 1, 1, 1], vertical_alignment="center")
        name.markdown(f"{number + 1} · **{_(lab_of(stop.lab).title)}**")
        said.markdown(plain(stop.said) if stop.said else _("Nothing is said here."))
        for button, (act, (icon, by)) in zip(buttons, ACTS.items(), strict=True):
            button.button(
                icon,
                key=f"own_{act}_{number}",
                on_click=changed,
                args=(number, by),
                width="stretch",
                help=_(WORDS[act]),
            )


WORDS = {"up": "Up", "down": "Down", "delete": "Delete"}
ACTS = {
    "up": (":material/arrow_upward:", -1),
    "down": (":material/arrow_downward:", 1),
    "delete": (":material/delete:", None),
}
"""What can be done with a stop: its sign, and by how many places it moves; None where it goes."""


def opened() -> None:
    """Take in the file that was chosen (a callback); what cannot be read leaves the lecture as it was."""
    file = state.get("lecture_file")
    state.forget("lecture_error")
    if file is None:
        return
    try:
        lecture = own_lecture.from_file(file.getvalue())
    except InputError as error:
        state.put("lecture_error", error)
        return
    own_lecture.keep(lecture.title, lecture.stops)
    state.put("lecture_title", lecture.title)


def renamed() -> None:
    """Give the lecture the title that was typed (a callback)."""
    own_lecture.keep(state.get("lecture_title"), own_lecture.kept().stops)


def recorded() -> None:
    """Make a lecture of what the room was shown (a callback)."""
    own_lecture.keep(own_lecture.kept().title, room.recorded())


def changed(number: int, by: int | None) -> None:
    """Move a stop, or take it out (a callback)."""
    lecture = own_lecture.kept()
    left = (*lecture.stops[:number], *lecture.stops[number + 1 :])
    own_lecture.keep(lecture.title, left if by is None else own_lecture.moved(lecture.stops, number, by))


heading(_("Six lectures"))
view.arrive(None)
st.markdown(
    _(
        "Each lecture is a walk through the labs: a view, a sentence, and on with →, the space bar or a presenter. The"
        " pages stay alive on the way: point, drag and train wherever you stand, then go on. Escape leaves the walk."
    )
)
st.button(
    _("Open a room"),
    icon=":material/cast_for_education:",
    key="open_room",
    on_click=room.open_room,
    help=_(room.WHAT_FOR),
)
for count, one in enumerate(lectures(), start=1):
    taught(count, one)
own()
