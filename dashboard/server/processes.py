"""Several processes behind one address: what a page needs lives in the process that runs it, so a browser stays with
one.

Each process has a name, ``UNROLLED_PROCESS``, which it gives as a cookie to every browser whose page it runs; the proxy
before them sends that browser there again (compose.yaml has its configuration). Without a name there is one process,
and no cookie.
"""

from __future__ import annotations

import os
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import InputError
from dashboard.address import root

VARIABLE = "UNROLLED_PROCESS"

COOKIE = "unrolled_process"
"""By which the proxy knows where a browser belongs."""

NAME = re.compile(r"[a-z0-9]{1,16}")

STREAM = "/_stcore/stream"
"""The line of a page: whoever answers it runs the page."""


def process() -> str:
    """The name of this process among those that serve one address; empty where it is the only one.

    Raises
    ------
    InputError
        If it is no name.
    """
    name = os.environ.get(VARIABLE, "")
    if name and not NAME.fullmatch(name):
        raise InputError(
            "{variable} is {value}; it takes up to 16 small letters and digits.",
            variable=VARIABLE,
            value=repr(name)[:40],
        )
    return name


def sent_to(name: str) -> str:
    """The header that lets a browser come to the process of that name from now on."""
    answer = Response()
    answer.set_cookie(COOKIE, name, httponly=True, samesite="lax", path=root())
    return answer.headers["set-cookie"]


class Staying:
    """Gives a browser whose page runs here the name of this process, unless it is being sent to another one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = Headers(scope=scope) if scope["type"] in ("http", "websocket") else Headers()
        page = scope["type"] == "http" and "text/html" in headers.get("accept", "")
        line = scope["type"] == "websocket" and scope["path"].endswith(STREAM)
        if not process() or not (page or line) or came_to(headers) == process():
            await self.app(scope, receive, send)
            return

        async def keep(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.accept"):
                message["headers"] = list(message.get("headers", ()))
                answer = MutableHeaders(raw=message["headers"])
                if not any(given.startswith(f"{COOKIE}=") for given in answer.getlist("set-cookie")):
                    answer.append("set-cookie", sent_to(process()))
            await send(message)

        await self.app(scope, receive, keep)


def came_to(headers: Headers) -> str:
    """The process that a browser believes to be at; empty if it has not been anywhere."""
    found = re.search(rf"(?:^|;\s*){COOKIE}=([a-z0-9]+)", headers.get("cookie", ""))
    return found[1] if found else ""
