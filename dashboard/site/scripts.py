"""The code of the pictures for a page without a server: every module and style sheet that they need, by name.

A module that lies in a page has no address from which others could be found relatively; so each asks for the others by
a name, and the page's import map says what has that name.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit

from dashboard.components.assets import FOLDER

STATIC = Path(streamlit.__file__).parent / "static" / "static"

NAMED = "unrolled/"
"""How the name of a module of ours begins; its path below `FOLDER` follows."""

READER = "handout/index.js"
"""The module that draws the page."""

BOOT = "handout/boot.js"
"""The script that opens the modules; it is none itself."""

SHEET = "handout/page.css"

_IMPORTED = re.compile(r"""(\b(?:from |import |import\()')(\.[^']+)(')""")
_SHEETS = re.compile(r"'([\w/]+\.css)'")


def modules(components: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The modules by name, and the style sheets by path, of these components and of the page itself."""
    ahead = [FOLDER / READER, *(FOLDER / name / "index.js" for name in sorted(components))]
    scripts: dict[str, str] = {}
    sheets = {"lib/base.css"}
    while ahead:
        path = ahead.pop()
        name = path.relative_to(FOLDER).as_posix()
        if NAMED + name in scripts:
            continue
        source = path.read_text(encoding="utf-8")
        sheets.update(_SHEETS.findall(source))
        ahead += [(path.parent / address).resolve() for _, address, _ in _IMPORTED.findall(source)]
        scripts[NAMED + name] = _IMPORTED.sub(lambda said, here=path: _by_name(said, here), source)
    return scripts, {name: text(name) for name in sorted(sheets)}


def _by_name(said: re.Match[str], here: Path) -> str:
    before, address, after = said.groups()
    return before + NAMED + (here.parent / address).resolve().relative_to(FOLDER).as_posix() + after


@cache
def letters() -> str:
    """The font of the app, which comes with Streamlit: pictures are laid out for the width of its letters."""
    found = sorted((STATIC / "media").glob("SourceSansVF-Upright*.woff2"))
    if not found:
        raise FileNotFoundError(f"no font of the app lies in {STATIC.name}/media of Streamlit {streamlit.__version__}")
    data = base64.b64encode(found[0].read_bytes()).decode()
    return (
        "@font-face{font-family:'Source Sans';font-weight:200 900;font-display:block;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


@cache
def text(name: str) -> str:
    """A file below `FOLDER`."""
    return (FOLDER / name).read_text(encoding="utf-8")
