"""The viewer's own text to train on."""

from __future__ import annotations

import streamlit as st

from core.data.text import CorpusReport, check_corpus
from core.lab import Lab
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.upload import Upload, Uploaded, upload_panel


def own_text(lab: Lab) -> None:
    """Draw the upload and the paste field; what is accepted becomes the text of the next run."""
    upload_panel(
        lab,
        Upload(
            title=_("Train on your own text"),
            about=_(
                "Plain text in UTF-8, 1,000 characters to 20 MB, in any language. It stays on the machine that runs"
                " this app."
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
    if own.report.dropped:
        st.caption(_("{dropped} rare characters are left out.", dropped=f"{own.report.dropped:,}"))
