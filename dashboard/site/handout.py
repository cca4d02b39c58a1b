"""A handout as one HTML file, with all that draws it in it: no server, no network, no other file."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from core.errors import InputError
from core.runs.owners import SERVER, Viewer
from dashboard.lectures import Lecture
from dashboard.own_lecture import need_stops
from dashboard.site import formulas, scripts
from dashboard.site.book import Book, Chapter, Markup, element
from dashboard.site.reader import MOST, chapter, words

WORDS = {
    "step": "Step {step}",
    "travel": "Training step",
    "play": "Play",
    "pause": "Pause",
    "recorded": "In the app this is computed anew; here it stands as it was recorded.",
}
"""What the page itself says (message ids of the catalogues)."""

SAYS = {
    "what": "A handout of Unrolled, recorded from a training: point at the pictures, and move the training step.",
    "app": (
        "What needs the app is left out here: to train, to type an input of your own, to open the closer looks. The app"
        " starts with “make run” in the folder of Unrolled, as its README says."
    ),
    "script": "The pictures of this file are drawn by its own script. Allow scripts for it, then open it again.",
    "old": "This browser cannot open what lies in this file. Open it in a newer one.",
}
"""What is said around it (message ids of the catalogues)."""

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data: blob:;"
    " font-src data:; media-src data: blob:; base-uri 'none'; form-action 'none'"
)
"""What the file may fetch: nothing."""

CHEAPEST = 9


def handout(
    lecture: Lecture,
    language: str,
    report: Callable[[float], None] = lambda share: None,
    *,
    viewer: Viewer = SERVER,
    pages: Mapping[str, str] | None = None,
    most: int = MOST,
    head: Sequence[Markup] = (),
) -> str:
    """A lecture as a file.

    Parameters
    ----------
    lecture : Lecture
        Its stops in order.
    language : str
        Of everything that is said.
    report : callable
        Is told the share that is done.
    viewer : Viewer
        Who asks for it.
    pages : mapping of str to str
        Addresses of the other pages of a site, by what the app calls them.
    most : int
        Training steps of a view.
    head : sequence of markup
        What stands above it.

    Raises
    ------
    InputError
        If it has no stops, or one of them shows a run that is not here, or not theirs to see.
    """
    need_stops(lecture)
    book, count = Book(), len(lecture.stops)
    told = {"viewer": viewer, "pages": pages or {}, "most": most, "whole_page": count == 1}
    chapters = [
        chapter(stop, book, language, lambda share, done=done: report((done + share) / count), **told)
        for done, stop in enumerate(lecture.stops)
    ]
    say = words(language)
    title = say(lecture.title) or chapters[0].title
    more = [element("h1", {}, title)] if count > 1 or lecture.title else []
    return page_of(book, chapters, language, title, head=[*head, *more])


def page_of(
    book: Book,
    chapters: Sequence[Chapter],
    language: str,
    title: str,
    *,
    head: Sequence[Markup] = (),
    foot: Sequence[Markup] = (),
    what: str = SAYS["what"],
) -> str:
    """The file of a book.

    Parameters
    ----------
    book : Book
        What the chapters are made of.
    chapters : sequence of Chapter
        At least one.
    language, title : str
        Of everything that is said; what the file is called in a browser.
    head, foot : sequence of markup
        What stands above and below the chapters, besides what every handout says.
    what : str
        What this file is (message id of the catalogues).
    """
    say = words(language)
    name = element("span", {"class": "name"}, "Unrolled")
    told: Mapping[str, Any] = {
        "parts": book.parts,
        "chapters": [vars(one) for one in chapters],
        "formulas": bool(book.formulas),
        "language": language,
        "words": {key: say(text) for key, text in WORDS.items()},
        "head": [element("header", {"class": "masthead"}, name, *_told(say, what)), *head],
        "foot": list(foot),
    }
    code, sheets = scripts.modules(book.components)
    style = scripts.letters() + scripts.text(scripts.SHEET)
    if book.formulas:
        code["katex"] = formulas.setter()
        style += formulas.sheet(book.formulas)
    blocks = [_data(address.rpartition("/")[2], _apart(block)) for address, block in book.blocks.items()]
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(language)}"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)} · Unrolled</title><style>{style}</style></head>",
            f'<body><main id="page" data-old="{escape(say(SAYS["old"]))}">',
            f"<noscript><p>{escape(say(SAYS['script']))}</p></noscript></main>",
            _data("code", _json({"scripts": code, "sheets": sheets})),
            _data("book", _json(told)),
            *blocks,
            f"<script>{scripts.text(scripts.BOOT)}</script></body></html>\n",
        ]
    )


def _told(say: Callable[..., str], what: str) -> list[Markup]:
    """What this is, and where the rest of it is."""
    return [element("p", {}, say(what)), element("p", {"class": "app"}, say(SAYS["app"]))]


def _json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _data(name: str, content: bytes) -> str:
    """Bytes as an element that shows nothing and runs nothing."""
    packed = base64.b64encode(zlib.compress(content, CHEAPEST)).decode()
    return f'<script type="text/plain" id="{escape(name)}">{packed}</script>'


def _apart(block: bytes) -> bytes:
    """Packed numbers with all their lower bytes before all their upper ones, which are much alike."""
    begin = 4 + int.from_bytes(block[:4], "little")
    return block[:begin] + block[begin::2] + block[begin + 1 :: 2]


def write(path: Path, text: str) -> None:
    """Write a file, whole or not at all.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> InputError:
    """What is said when a disk is full, or forbidden."""
    return InputError(
        "{path} cannot be written: {reason}. Make room on the disk, or name another place, then try again; nothing is"
        " left half-written.",
        path=str(path),
        reason=error.strerror or str(error),
    )
