"""The pages of a room that are no Streamlit pages: the door, the follower's page, the speaker's window."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from core.errors import InputError
from dashboard.address import root
from dashboard.components import assets
from dashboard.language import LANGUAGES, catalogue
from dashboard.room.codes import LENGTH, read_code
from dashboard.room.hub import hub
from dashboard.room.words import DOOR, FOLLOWER, SPEAKER
from dashboard.server.processes import came_to, sent_to

PATH = "room"
ROUTE = f"/{PATH}"

SEAT = "unrolled_seat"
"""The cookie that tells a browser's answers from another's; it says nothing of who that is."""

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
"""The page in which Streamlit's own frontend starts; a follower's page is the same, with another source of messages."""


def room_pages() -> list[Route]:
    """The routes; put them among those of the app."""
    return [
        Route(ROUTE, door),
        Route(ROUTE + "/{code}", follower),
        Route(ROUTE + "/{code}/speaker", speaker),
    ]


def door(request: Request) -> Response:
    """Where one types the code of a room."""
    typed = request.query_params.get("code")
    if typed is None:
        return _door(request)
    try:
        code = read_code(typed)
    except InputError as error:
        return _door(request, error)
    return RedirectResponse(f"{root()}{PATH}/{code}", 303)


def follower(request: Request) -> Response:
    """The page of one who follows: what the lecturer shows, drawn by Streamlit's frontend from the room's frames."""
    try:
        code = read_code(request.path_params["code"])
        if hub().find(code) is None:
            if home := hub().elsewhere(code):
                return _elsewhere(request, code, home)
            raise InputError(
                "There is no room {code} here. It may have been closed a while ago, or the code is another one: look at"
                " the screen of the lecturer.",
                code=code,
            )
    except InputError as error:
        return _door(request, error, status=404)
    if code != request.path_params["code"]:
        return RedirectResponse(f"{root()}{PATH}/{code}", 303)
    start = (
        f'<base href="{escape(root())}">'
        + _data("room", {"code": code, "root": root(), "words": _words(request, FOLLOWER)})
        + _script("room/follow.js")
    )
    page = INDEX.read_text().replace("<head>", f"<head>{start}", 1).replace("<title>Streamlit<", "<title>Unrolled<", 1)
    response = HTMLResponse(page.replace('lang="en"', f'lang="{_language(request)}"', 1), headers=_NEVER_KEPT)
    if SEAT not in request.cookies:
        response.set_cookie(
            SEAT,
            secrets.token_hex(16),
            max_age=86400,
            httponly=True,
            samesite="lax",
            path=root(),
            secure=_is_safe(request),
        )
    return response


def _elsewhere(request: Request, code: str, home: str) -> Response:
    """The room lives in the process `home`: the browser is sent there, unless it has just been."""
    if came_to(request.headers) == home:
        away = InputError(
            "The server of the room {code} does not answer. It comes back with its lecturer: try again in a moment.",
            code=code,
        )
        return _door(request, away, status=503)
    return RedirectResponse(f"{root()}{PATH}/{code}", 303, {"set-cookie": sent_to(home), **_NEVER_KEPT})


def speaker(request: Request) -> Response:
    """The lecturer's second window. The page is the same for everyone; what it shows needs the lecturer's secret."""
    try:
        code = read_code(request.path_params["code"])
    except InputError as error:
        return _door(request, error, status=404)
    data = {"code": code, "root": root(), "words": _words(request, SPEAKER)}
    return _page(request, "room/speaker.css", _data("room", data) + _script("room/speaker.js"))


def _door(request: Request, error: InputError | None = None, status: int = 200) -> Response:
    words = _words(request, DOOR)
    fault = ""
    if error is not None:
        told = catalogue(_language(request)).gettext(error.template).format(**error.values)
        fault = f'<p class="fault" role="alert">{escape(told)}</p>'
    form = (
        f'<form action="{escape(root())}{PATH}"><h1>{escape(words["title"])}</h1>'
        f'<label for="code">{escape(words["code"])}</label>'
        f'<input id="code" name="code" maxlength="{LENGTH + 4}" autocomplete="off" autocapitalize="characters"'
        f' spellcheck="false" autofocus required>{fault}<button>{escape(words["enter"])}</button></form>'
    )
    return _page(request, "room/door.css", form, status)


def _page(request: Request, sheet: str, body: str, status: int = 200) -> Response:
    """A small page of ours, with its style in it."""
    style = (assets.FOLDER / sheet).read_text()
    return HTMLResponse(
        f'<!doctype html><html lang="{_language(request)}"><head><meta charset="utf-8"><title>Unrolled</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<base href="{escape(root())}"><style>{style}</style></head>'
        f"<body>{body}</body></html>",
        status,
        headers=_NEVER_KEPT,
    )


_NEVER_KEPT: Mapping[str, str] = {"Cache-Control": "no-store"}


def _language(request: Request) -> str:
    """The language that the link or the browser asks for, as far as we speak it."""
    asked = [request.query_params.get("lang", ""), *request.headers.get("accept-language", "").split(",")]
    return next((code for text in asked for code in LANGUAGES if text.strip().lower().startswith(code)), "en")


def _words(request: Request, words: Mapping[str, str]) -> dict[str, str]:
    return _translated(_language(request), tuple(words.items()))


@cache
def _translated(language: str, words: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {name: catalogue(language).gettext(text) for name, text in words}


def _data(name: str, data: Mapping[str, object]) -> str:
    """Data for a script of the page; no text in it can end the element."""
    return f'<script type="application/json" id="{name}">{json.dumps(data).replace("<", chr(92) + "u003c")}</script>'


def _script(module: str) -> str:
    address = f"{root()}{assets.ROUTE[1:]}/{assets.version()}/{module}"
    return f'<script type="module" src="{escape(address)}"></script>'


def _is_safe(request: Request) -> bool:
    return request.url.scheme == "https"
