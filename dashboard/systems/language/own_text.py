"""The viewer's own text to train on: uploaded or pasted, checked at once, kept in the run store."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.data.text import CorpusReport, check_corpus
from core.errors import InputError
from core.lab import Lab
from dashboard import state
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.resources import store


@dataclass(frozen=True)
class OwnText:
    """A corpus of the viewer's, as the store keeps it: its file there, the name it came with, what is in it."""

    file: str
    name: str
    report: CorpusReport


def own_text(lab: Lab) -> None:
    """Draw the upload and the paste field; what is accepted becomes the text of the next run."""
    with st.expander(_("Train on your own text"), icon=":material/upload_file:"):
        st.caption(
            _(
                "Plain text in UTF-8, 1,000 characters to 20 MB, in any language. It stays on the machine that runs"
                " this app."
            )
        )
        upload = st.file_uploader(_("Upload a text file"), key="own_upload", max_upload_size=21)
        pasted = st.text_area(_("or paste a text"), key="own_paste", height=120)
        if upload is not None:
            _accept(lab, upload.getvalue(), upload.name)
        elif pasted:
            _accept(lab, pasted.encode(), _("pasted text"))
        else:
            state.forget(f"own:{lab.key}")
        if own := state.get(f"own:{lab.key}"):
            st.success(
                _(
                    "“{name}”: {characters} characters, {distinct} different ones.",
                    name=own.name,
                    characters=f"{own.report.characters:,}",
                    distinct=own.report.distinct,
                )
            )
            if own.report.dropped:
                st.caption(_("{dropped} rare characters are left out.", dropped=f"{own.report.dropped:,}"))
            st.toggle(_("The next run trains on it"), value=True, key="use_own")


def _accept(lab: Lab, data: bytes, name: str) -> None:
    known = state.get(f"own:{lab.key}")
    try:
        report = check_corpus(data, name)
        if known is None or known.report != report or known.name != name:
            state.put(f"own:{lab.key}", OwnText(store().add_data(data, name), name, report))
    except InputError as error:
        state.forget(f"own:{lab.key}")
        st.error(sentence(error))
