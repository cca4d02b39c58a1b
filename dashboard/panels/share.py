"""The link that shows the same page to somebody else."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard import own_lecture
from dashboard.address import network_address, reachable
from dashboard.frame import room, view
from dashboard.frame.names import BESIDE, RUN
from dashboard.language import translate as _
from dashboard.panels.belongings import let_in


def share() -> None:
    """A button that opens the link of what is on the screen, ready to be copied or photographed."""
    with st.popover(_("Share"), icon=":material/link:", key="share", type="tertiary", on_change="rerun") as panel:
        said = {name: text for name, text in view.snapshot().items() if name != "page"}
        page = (st.context.url or "").split("?")[0]  # there is none outside a browser
        page, warning = reachable(page, network_address(), st.get_option("server.address"))
        link = f"{page}?{urlencode(said)}"
        if not let_in(said.get(RUN.name), said.get(BESIDE.name)):
            st.markdown(_("Whoever opens this link sees exactly what you see now, in any browser."))
        st.code(link, language=None, wrap_lines=True)
        if warning:
            st.markdown(warning)
        if panel.open:
            _draw_code(link)
            _put_aside()
            st.divider()
            st.button(
                _("Open a room"),
                icon=":material/cast_for_education:",
                key="open_room",
                on_click=room.open_room,
                help=_(room.WHAT_FOR),
            )


def _put_aside() -> None:
    """A field and a button that put what is on the screen into the viewer's own lecture."""
    record = view.snapshot()
    if record["page"] == view.HOME:
        return
    st.divider()
    said = st.text_input(_("What to say at this view"), key="stop_said", max_chars=own_lecture.LONGEST)
    st.button(
        _("Add it to my lecture"),
        icon=":material/playlist_add:",
        key="stop_add",
        on_click=lambda: own_lecture.add(record, said),
        help=_("Your lecture stands on the page of the lectures, where it can be ordered, walked and saved."),
    )
    if count := len(own_lecture.kept().stops):
        st.caption(_("Stops in your lecture: {count}", count=count))


def _draw_code(link: str) -> None:
    import segno

    drawing = segno.make(link, error="l", micro=False).svg_inline(
        scale=4, border=3, dark="#000000", light="#ffffff", title=_("The link as a QR code")
    )
    st.html(f'<figure class="qr" role="img">{drawing}</figure>')
