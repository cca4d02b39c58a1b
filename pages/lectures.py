"""The course as six lectures, each with its time, its goal, and a walk through the labs."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.course import lab_of
from dashboard.frame import view, walk
from dashboard.heading import heading
from dashboard.language import translate as _
from dashboard.lectures import Whereabouts, lectures

ROOT = Path(__file__).resolve().parent.parent

heading(_("Six lectures"))
view.arrive(None)
st.markdown(
    _(
        "Each lecture is a walk through the labs: a view, a sentence, and on with →, the space bar or a presenter. The"
        " pages stay alive on the way: point, drag and train wherever you stand, then go on. Escape leaves the walk."
    )
)
for number, lecture in enumerate(lectures()):
    st.subheader(f"{number + 1} · {_(lecture.title)}", anchor=False, divider="gray")
    words, labs = st.columns([3, 2], gap="large")
    with words:
        st.markdown(_(lecture.goal))
        st.caption(_("{minutes} minutes, {count} stops", minutes=lecture.minutes, count=len(lecture.stops)))
        if st.button(_("Begin the walk"), key=f"begin_{number}", icon=":material/co_present:", type="primary"):
            walk.open_stop(Whereabouts(number, 0))
        with st.expander(_("All stops")):
            for place, stop in enumerate(lecture.stops):
                here, said = st.columns([1, 9], vertical_alignment="center")
                if here.button(f"{place + 1}", key=f"stop_{number}_{place}", width="stretch"):
                    walk.open_stop(Whereabouts(number, place))
                said.markdown(f"**{_(lab_of(stop.lab).title)}.** {_(stop.said)}")
    with labs:
        for key in lecture.labs:
            lab = lab_of(key)
            st.page_link(ROOT / "pages" / f"{key}.py", label=f"{_(lab.title)}: {_(lab.question)}", icon=lab.icon)
