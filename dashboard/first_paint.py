"""The style of the app, put into the page that the browser asks for first, so that nothing moves when it comes late."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

STYLE = Path(__file__).resolve().parent.parent / "assets" / "style.css"

UNWANTED = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
"""What a browser may ask of a page that would keep us from writing into it."""


@cache
def style() -> bytes:
    """The element that stands at the end of the head; read once, when the server starts."""
    return b"<style>" + STYLE.read_bytes() + b"</style></head>"


class FirstPaint:
    """Writes the style into every HTML page that Streamlit hands out; all else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        accepted = b",".join(value for name, value in scope.get("headers", []) if name == b"accept")
        if scope["type"] != "http" or scope["method"] != "GET" or b"text/html" not in accepted:
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name not in UNWANTED]
        await self.app({**scope, "headers": headers}, receive, _Styled(send))


class _Styled:
    """Holds an HTML answer back until it is whole, and sends it with the style in its head."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
        else:
            await self._send(message)

    async def _finish(self, start: Message) -> None:
        body = self._body.replace(b"</head>", style(), 1)
        kept = [(name, value) for name, value in start["headers"] if name.lower() not in (b"content-length", b"etag")]
        await self._send({**start, "headers": [*kept, (b"content-length", str(len(body)).encode())]})
        await self._send({"type": "http.response.body", "body": body})


def _is_html(start: Message) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in start["headers"])
