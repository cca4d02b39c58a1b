"""A run as code of its own: a zip with one plain PyTorch file, the same as a notebook, and the data."""

from __future__ import annotations

import streamlit as st

from core.errors import InputError
from core.runs.store import Run
from dashboard import state
from dashboard.cache import computed_once
from dashboard.language import current, sentence
from dashboard.language import translate as _
from dashboard.resources import store

WRITTEN = "written_as_code"
"""Under which name the session keeps which run its viewer asked for."""


def plain_code(run: Run) -> None:
    """A button that opens what a run looks like without us; the zip is made when it is asked for.

    Parameters
    ----------
    run : Run
        Of a lab that trains.
    """
    with st.popover(
        _("As code"), icon=":material/data_object:", key="as_code", type="tertiary", on_change="rerun"
    ) as panel:
        st.markdown(
            _(
                "This run as plain PyTorch: one file to be read from top to bottom, the same as a notebook, and the"
                " data. It needs nothing of this app, and its losses are those of the run."
            )
        )
        if st.button(_("Write it down"), icon=":material/edit_note:", key="write_code"):
            state.put(WRITTEN, run.id)
        if panel.open and state.get(WRITTEN) == run.id:
            _offer(run)


def _offer(run: Run) -> None:
    """The finished zip, or why there is none."""
    try:
        with st.spinner(_("Writing …")):
            content = packed_run(run, run.max_steps, str(run.interventions), current())
    except InputError as error:
        st.warning(sentence(error))
        return
    st.download_button(
        _("Save the zip ({size} MB)", size=f"{max(0.1, len(content) / 1e6):.1f}"),
        content,
        f"unrolled-{run.id}.zip",
        "application/zip",
        icon=":material/download:",
        key="save_code",
        on_click="ignore",
        type="primary",
    )


@computed_once
def packed_run(run: Run, steps: int, changes: str, language: str) -> bytes:
    """The zip of a run that is to make so many steps, with its changes of the learning rate, in a language."""
    from core.plain.package import packed  # brings torch

    return packed(run, store().data_path(run), _)
