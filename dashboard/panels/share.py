"""The link that shows the same page to somebody else."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard.language import current
from dashboard.language import translate as _


def share(**exactly: object) -> None:
    """A button that opens the link of what is on the screen, ready to be copied.

    Parameters
    ----------
    **exactly : object
        What the link must say even where the page stands at its default, which may move: the run, the step.
    """
    with st.popover(_("Share"), icon=":material/link:", width="stretch", key="share"):
        st.caption(_("Whoever opens this link sees exactly what you see now, in any browser."))
        parts = {**st.query_params.to_dict(), **exactly, "lang": current()}
        page = (st.context.url or "").split("?")[0]  # there is none outside a browser
        st.code(f"{page}?{urlencode(parts)}", language=None, wrap_lines=True)
