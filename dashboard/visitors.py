"""Who a visitor is: an anonymous cookie, signed by this server, that a browser gets with its first page.

It names nobody and is read by nobody else; it says that what was made with it before was made by the same browser.
"""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from functools import cache
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie

from itsdangerous import BadSignature, Signer
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.address import root
from dashboard.resources import store

DAYS = 400
"""How long a browser keeps the cookie: as long as browsers keep any."""

ENTRANCE = "/administrator/enter"
"""Where the key of the administrator is handed in; the page of that name is another one."""


@cache
def secret() -> bytes:
    """What this server signs with: ``UNROLLED_SECRET``, or a file of the store's folder that only its user may read.

    Several processes that serve one app need the same.
    """
    if said := os.environ.get("UNROLLED_SECRET"):
        return said.encode()
    file = store().folder / "secret"
    with suppress(OSError):  # it is there, or nothing can be written: then nothing can be made that belongs to anybody
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as new:
            new.write(secrets.token_hex(32))
    try:
        return file.read_bytes() or secrets.token_bytes(32)
    except OSError:
        return secrets.token_bytes(32)


@cache
def cookie(kind: str = "visitor") -> str:
    """The name of the cookie: not the same for two installations on one machine, whose ports are one to a browser."""
    return f"unrolled_{kind}_{sha256(secret()).hexdigest()[:8]}"


def key() -> str:
    """What one has to know to administer this server; ``python -m dashboard.administrator`` says it."""
    return hmac.new(secret(), b"key of the administrator", sha256).hexdigest()[:32]


def sign(value: str, kind: str = "visitor") -> str:
    """A value for the cookie of that kind."""
    return _signer(kind).sign(value).decode()


def signed(text: str | None, kind: str = "visitor") -> str | None:
    """What a cookie of that kind says, if this server has signed it."""
    if not text:
        return None
    try:
        return _signer(kind).unsign(text).decode()
    except (BadSignature, UnicodeError):
        return None


def _signer(kind: str) -> Signer:
    return Signer(secret(), salt=f"unrolled.{kind}", digest_method=sha256)


class Visitors:
    """Gives a browser that asks for a page, and has no cookie of ours, a new one; all else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        asks = scope["type"] == "http" and scope["method"] == "GET" and "text/html" in headers.get("accept", "")
        if not asks or signed(_cookies(headers).get(cookie())) is not None:
            await self.app(scope, receive, send)
            return

        async def greet(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = Response()
                _give(answer, cookie(), sign(f"visitor:{secrets.token_hex(16)}"), _is_secure(scope, headers), DAYS)
                MutableHeaders(raw=message["headers"]).append("set-cookie", answer.headers["set-cookie"])
            await send(message)

        await self.app(scope, receive, greet)


def entrance() -> Route:
    """The route that takes the key of the administrator and turns to the administrator's page."""

    def enter(request: Request) -> Response:
        if not hmac.compare_digest(request.query_params.get("key", "").encode(), key().encode()):
            return PlainTextResponse(
                "This is not the key of this server. “python -m dashboard.administrator”, in its terminal, says the"
                " whole link.",
                403,
            )
        answer = RedirectResponse(f"{root()}administrator", 303)
        _give(answer, cookie("administrator"), sign("yes", "administrator"), _is_secure(request.scope, request.headers))
        return answer

    return Route(ENTRANCE, enter)


def _give(answer: Response, name: str, value: str, secure: bool, days: int = 30) -> None:
    answer.set_cookie(name, value, max_age=days * 86_400, path=root(), httponly=True, samesite="lax", secure=secure)


def _is_secure(scope: Scope, headers: Headers) -> bool:
    return scope.get("scheme") == "https" or headers.get("x-forwarded-proto") == "https"


def _cookies(headers: Headers) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    with suppress(CookieError):
        jar.load(headers.get("cookie", ""))
    return {name: morsel.value for name, morsel in jar.items()}
