"""The link that shows the same page to somebody else."""

from __future__ import annotations

import streamlit as st

from dashboard.language import translate as _


def share() -> None:
    """A button that opens the link of what is on the screen, ready to be copied."""
    with st.popover(_("Share"), icon=":material/link:", width="stretch"):
        st.caption(_("This link restores the run, the training step, the input, the cursor and the sliders."))
        query = "&".join(f"{name}={_quoted(value)}" for name, value in st.query_params.items())
        st.code(st.context.url.split("?")[0] + (f"?{query}" if query else ""), language=None, wrap_lines=True)


def _quoted(value: str) -> str:
    from urllib.parse import quote

    return quote(value, safe="")
