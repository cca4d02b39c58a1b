"""Where this server is found: the address in a viewer's browser as another machine can open it."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from dashboard.language import translate as _

ELSEWHERE = ("203.0.113.1", 9)
"""An address of nobody's: what the machine would send from shows its own address on the network; nothing is sent."""


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


def root() -> str:
    """The path below which the app lies, with a slash at its end."""
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/" if base else "/"
