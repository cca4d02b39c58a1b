"""The start: what there is, at a glance, and one click into a lit-up example."""

from __future__ import annotations

import json
from importlib import import_module
from itertools import groupby
from pathlib import Path

import streamlit as st

from core.course import LABS, OPENING, lab_of
from core.lab import Lab
from dashboard.components.preview import preview
from dashboard.frame import view
from dashboard.heading import heading
from dashboard.language import translate as _

ROOT = Path(__file__).resolve().parent.parent


def page_of(lab: Lab) -> str:
    """The file of a lab's page."""
    return str(ROOT / "pages" / f"{lab.key}.py")


def glance(lab: Lab) -> None:
    """What the lab looks like: numbers of its shipped run, or what the lab draws of itself, if nobody trains it."""
    key = f"preview:{lab.key}"
    file = ROOT / "assets" / "shipped" / lab.key / "preview.json"
    if file.exists():
        preview(lab, json.loads(file.read_text(encoding="utf-8")), key=key, translate=_)
    elif not lab.trains:
        import_module(f"dashboard.labs.{lab.key}.preview").preview(lab, key)


heading(_("Watch sequence models think"))
view.arrive(None)
st.markdown(
    _(
        "Small networks that read, write and translate, trained live in front of you, with every gate, every memory"
        " cell and every glance of attention on the screen. Rewind their training and look again."
    )
)
start, taught, _rest = st.columns([1, 1, 2])
if start.button(_("Watch a network read"), type="primary", icon=":material/play_arrow:", width="stretch"):
    st.switch_page(page_of(lab_of(OPENING)))

if taught.button(_("Six lectures"), icon=":material/co_present:", width="stretch"):
    st.switch_page(str(ROOT / "pages" / "lectures.py"))

first = True
for chapter, labs in groupby(LABS, key=lambda lab: lab.chapter):
    st.subheader(_(chapter), anchor=False, divider="gray")
    for lab in labs:
        picture, words = st.columns([3, 2], gap="large", vertical_alignment="center")
        with picture.container(key="first_glance") if first else picture:
            glance(lab)
        first = False
        with words:
            st.markdown(f"### {_(lab.question)}")
            st.write(_(lab.watch))
            st.page_link(page_of(lab), label=_("Open “{title}”", title=_(lab.title)), icon=lab.icon)

st.subheader(_("Three things to do on every page"), anchor=False, divider="gray")
for column, (icon, what, how) in zip(
    st.columns(3),
    (
        (
            ":material/touch_app:",
            _("Point"),
            _("Hover over a character or a cell: every picture on the page speaks of that step. Click to pin it."),
        ),
        (
            ":material/history:",
            _("Travel"),
            _("Drag the training step: the same input, read by the network as it was earlier in its training."),
        ),
        (
            ":material/model_training:",
            _("Train"),
            _("Start a network of your own, on the built-in data or your text, and watch its insides take shape."),
        ),
    ),
    strict=True,
):
    column.markdown(f"#### {icon} {what}")
    column.write(how)
