"""The link that shows the same page to somebody else."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard.frame import view
from dashboard.language import translate as _


def share() -> None:
    """A button that opens the link of what is on the screen, ready to be copied."""
    with st.popover(_("Share"), icon=":material/link:", width="stretch", key="share"):
        st.caption(_("Whoever opens this link sees exactly what you see now, in any browser."))
        said = {name: text for name, text in view.snapshot().items() if name != "page"}
        page = (st.context.url or "").split("?")[0]  # there is none outside a browser
        st.code(f"{page}?{urlencode(said)}", language=None, wrap_lines=True)
