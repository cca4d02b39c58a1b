"""The viewer's own text to train on."""

from __future__ import annotations

import streamlit as st

from core.data.text import CorpusReport, check_corpus
from core.lab import Lab
from core.limits import limits
from core.text.vocabulary import UNK
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.upload import Upload, Uploaded, upload_panel

ENGLISH, MANY = 96, 1_000
"""Different characters of a text in English, and how many more are said to cost time."""


def own_text(lab: Lab) -> None:
    """Draw the upload and the paste field; what is accepted becomes the text of the next run."""
    upload_panel(
        lab,
        Upload(
            title=_("Train on your own text"),
            about=_(
                "Plain text in UTF-8, 1,000 characters to {most} MB, in any language. It stays on the machine that runs"
                " this app.",
                most=f"{limits().text_mb:g}",
            ),
            label=_("Upload a text file"),
            paste=_("or paste a text"),
            read=_read,
            tell=_tell,
        ),
    )


def _read(data: bytes, name: str) -> tuple[CorpusReport, None]:
    return check_corpus(data, name), None


def _tell(own: Uploaded) -> None:
    st.success(
        _(
            "“{name}”: {characters} characters, {distinct} different ones.",
            name=plain(own.name),
            characters=f"{own.report.characters:,}",
            distinct=own.report.distinct,
        )
    )
    if own.report.unknown:
        st.caption(
            _(
                "{unknown} characters ({distinct} different ones) are too rare to be learnt: the network reads each as"
                " {unk}.",
                unknown=f"{own.report.unknown:,}",
                distinct=f"{own.report.unknown_distinct:,}",
                unk=UNK,
            )
        )
    if own.report.distinct > MANY:
        st.caption(
            _(
                "With {distinct} different characters the output layer is {times} times as large as for English text,"
                " so each step takes longer.",
                distinct=f"{own.report.distinct:,}",
                times=own.report.distinct // ENGLISH,
            )
        )
