"""The course as a static site: a page for each lab, the lectures, and a start that links to them.

Any web host serves it, and it opens from a disk as well.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from core.course import LABS, lab_of
from core.errors import InputError
from dashboard.frame.view import HOME
from dashboard.lectures import Lecture, Stop, lectures
from dashboard.site.book import Book, Chapter, Markup, element
from dashboard.site.elements import Transcript
from dashboard.site.handout import handout, page_of, unwritable
from dashboard.site.reader import MOST, page, words

START = "index.html"

Report = Callable[[float, str], None]
"""Is told the share that is done, and what is being made."""

WORDS = {
    "start": "Start",
    "lectures": "Lectures as handouts",
    "minutes": "{minutes} minutes, {count} stops",
    "what": "The course of Unrolled as pages that need no server, recorded from the networks that come with it.",
}
"""What the site says besides its pages (message ids of the catalogues)."""


def site(out: Path, labs: Sequence[str], language: str, report: Report, *, most: int = MOST) -> None:
    """Write the site into a folder, whole or not at all.

    Parameters
    ----------
    out : Path
        Empty or absent.
    labs : sequence of str
        Their keys; all of them, where none is named. The lectures are those whose labs are all there.
    language : str
        Of everything that is said.
    report : callable
        Is told the share that is done, and what is being made.
    most : int
        Training steps of a page.

    Raises
    ------
    InputError
        If there is no such lab, `out` holds something, or it cannot be written.
    """
    chosen = [lab_of(key).key for key in labs] or [lab.key for lab in LABS]
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise InputError(
                "{path} is there already and is not empty. Name a folder that is empty, or that is not there yet.",
                path=str(out),
            )
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.absolute().parent))
        try:
            for name, text in _files(chosen, language, report, most):
                (half / name).write_text(text, encoding="utf-8")
            if out.exists():
                out.rmdir()
            half.chmod(0o755)
            half.rename(out)
        finally:
            shutil.rmtree(half, ignore_errors=True)
    except OSError as error:
        raise unwritable(out, error) from error


def _files(chosen: Sequence[str], language: str, report: Report, most: int):
    """Each file's name and text, as it is made."""
    held = {str(number): one for number, one in enumerate(lectures(), start=1) if set(one.labs) <= set(chosen)}
    todo = 1 + len(chosen) + sum(len(one.stops) for one in held.values())
    pages = {key: f"{key}.html" for key in chosen} | {"": START, HOME: START}
    done = 0

    def part(weight: int, what: str, share: float) -> None:
        report((done + weight * share) / todo, what)

    for key in chosen:
        yield pages[key], _lab(key, language, partial(part, 1, key), pages, most)
        done += 1
    for number, one in held.items():
        told = partial(part, len(one.stops), f"lecture {number}")
        yield f"lecture-{number}.html", handout(one, language, told, pages=pages, most=most, head=_way_back(language))
        done += len(one.stops)
    yield START, _start(language, pages, held)
    report(1.0, "")


def _lab(key: str, language: str, report: Callable[[float], None], pages: Mapping[str, str], most: int) -> str:
    alone = Lecture("", "", 0, (Stop("", lab=key),))
    return handout(alone, language, report, pages=pages, most=most, head=_way_back(language))


def _way_back(language: str) -> list[Markup]:
    return [element("p", {"class": "back"}, element("a", {"href": START}, f"← {words(language)(WORDS['start'])}"))]


def _start(language: str, pages: Mapping[str, str], held: Mapping[str, Lecture]) -> str:
    """The home page of the app, and the lectures."""
    say, book = words(language), Book()
    parts = Transcript(book, say, pages).take(page(HOME, {}, language).main)
    title = say("Watch sequence models think")
    rows = [
        element(
            "li",
            {},
            element("a", {"href": f"lecture-{number}.html"}, say(one.title)),
            " ",
            say(one.goal),
            " ",
            say(WORDS["minutes"], minutes=one.minutes, count=len(one.stops)),
        )
        for number, one in held.items()
    ]
    list_of = [element("h2", {}, say(WORDS["lectures"])), element("ol", {}, *rows)] if rows else []
    return page_of(book, [Chapter(title, "", "", [], 0, [parts])], language, title, foot=list_of, what=WORDS["what"])
