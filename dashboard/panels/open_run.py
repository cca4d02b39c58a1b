"""A run that somebody took home, brought back: a file of it becomes a run of this store, and the page turns to it."""

from __future__ import annotations

from math import ceil

import streamlit as st

from core.errors import InputError
from core.lab import Lab
from core.limits import limits
from core.runs.unpack import unpack
from dashboard import state
from dashboard.frame import owner
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels.runs import show
from dashboard.resources import store

TIMES, REFUSED = "open_run:times", "open_run:refused"


def open_run(lab: Lab) -> None:
    """A field for the file of a run; what is wrong with it is said below."""
    with st.expander(_("Open a run from a file"), icon=":material/folder_open:"):
        key = f"open_run:{state.get(TIMES, 0)}"
        st.file_uploader(
            _("The zip of a run of this lab, as “Save” made it, here or in another installation"),
            type="zip",
            key=key,
            max_upload_size=ceil(limits().run_file_mb),  # larger ones can be opened in a terminal
            on_change=_opened,
            args=(lab, key),
        )
        if (error := state.get(REFUSED)) is not None:
            st.error(sentence(error))


def _opened(lab: Lab, key: str) -> None:
    """Keep the run of the file and turn the page to it (a callback)."""
    state.forget(REFUSED)
    file = state.get(key)
    if file is None:
        return
    try:
        run = unpack(store(), file, file.name, lab.key, owner.viewer())
    except InputError as error:
        state.put(REFUSED, error)
        return
    state.put(TIMES, state.get(TIMES, 0) + 1)  # the field is empty again
    show(run.id)
