"""How a drawn component's code reaches the browser: once, from our own route, and never stale.

Streamlit sends a component's JavaScript with every rerun. Ours is one line that imports the real module from
``/assets/components/<version>/…``. The version is a hash of everything in that folder and stands in the *path*, so that
modules may import each other relatively, and a browser may keep them for ever: other content has another address.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "components"
ROUTE = "/assets/components"


@cache
def version() -> str:
    """Ten hexadecimal digits that change with any file in `FOLDER`; read once, when the server starts."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:10]


def loader(module: str) -> str:
    """The inline JavaScript of a component whose code is the default export of `module`, a path inside `FOLDER`.

    Raises
    ------
    ValueError
        If there is no such file.
    """
    if not (FOLDER / module).is_file():
        raise ValueError(f"there is no component module {module!r} in {FOLDER.name}")
    address = f"{ROUTE.lstrip('/')}/{version()}/{module}"
    return (
        f'const module = import(new URL("{address}", document.baseURI))\n'
        "export default async (component) => (await module).default(component)\n"
    )


def component_files() -> Mount:
    """The route that serves `FOLDER` under its version; put it among the routes of the app."""
    return Mount(ROUTE + "/{version}", _Kept(directory=FOLDER))


class _Kept(StaticFiles):
    """Files that a browser keeps for ever, because their address names their content."""

    def file_response(self, *args, **kwargs) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
