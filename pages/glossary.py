"""The terms of the course: a sentence each, and one click to the picture that shows it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.course import lab_of
from dashboard.frame import view
from dashboard.glossary import terms
from dashboard.heading import heading
from dashboard.language import current
from dashboard.language import translate as _

ROOT = Path(__file__).resolve().parent.parent

heading(_("Glossary"))
view.arrive(None)
st.markdown(_("What the words of the course mean, in a sentence each. The link leads to the picture that shows it."))
rows = st.container(key="terms")
for term in sorted(terms(), key=lambda term: _(term.name).lower()):
    name, said, shown = rows.columns([2, 6, 2], vertical_alignment="center")
    other = f"  \n{term.name}" if _(term.name) != term.name else ""
    name.markdown(f"**{_(term.name)}**{other}")
    said.markdown(_(term.said))
    lab = lab_of(term.lab)
    link = {**term.link, "lang": current()}
    shown.page_link(ROOT / "pages" / f"{lab.key}.py", label=_(lab.title), icon=lab.icon, query_params=link)
