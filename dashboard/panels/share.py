"""The link that shows the same page to somebody else."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from dashboard import own_lecture
from dashboard.frame import view
from dashboard.language import translate as _

ELSEWHERE = ("203.0.113.1", 9)
"""An address of nobody's: what the machine would send from shows its own address on the network; nothing is sent."""


def share() -> None:
    """A button that opens the link of what is on the screen, ready to be copied or photographed."""
    with st.popover(_("Share"), icon=":material/link:", key="share", type="tertiary", on_change="rerun") as panel:
        st.markdown(_("Whoever opens this link sees exactly what you see now, in any browser."))
        said = {name: text for name, text in view.snapshot().items() if name != "page"}
        page = (st.context.url or "").split("?")[0]  # there is none outside a browser
        page, warning = reachable(page, network_address(), st.get_option("server.address"))
        link = f"{page}?{urlencode(said)}"
        st.code(link, language=None, wrap_lines=True)
        if warning:
            st.markdown(warning)
        if panel.open:
            _draw_code(link)
            _put_aside()


def reachable(page: str, address: str | None, bound: str | None) -> tuple[str, str]:
    """The address of a page as another machine can open it, and what is to be said of that.

    Parameters
    ----------
    page : str
        As it stands in this viewer's address bar.
    address : str or None
        Of this server on its network.
    bound : str or None
        The only address that the server listens on, if it was told one.
    """
    parts = urlsplit(page)
    if not is_this_machine(parts.hostname or ""):
        return page, ""
    if address is None or is_this_machine(bound or ""):
        return page, _("It works on this computer alone: the server cannot be reached from others.")
    port = f":{parts.port}" if parts.port else ""
    return (
        urlunsplit(parts._replace(netloc=f"{address}{port}")),
        _(
            "You opened the app as “{host}”, which means another computer everywhere else; the link has this server’s"
            " address on the network instead.",
            host=parts.hostname,
        ),
    )


def is_this_machine(host: str) -> bool:
    """Whether a host's name means, on every machine, that machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def network_address() -> str | None:
    """The address of this machine on its network; None where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        try:
            out.connect(ELSEWHERE)
            address = out.getsockname()[0]
        except OSError:
            return None
    return None if is_this_machine(address) else address


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
