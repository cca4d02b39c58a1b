"""A lecture of one's own: views that were put aside one after the other, with a sentence each; a file that travels."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from core.course import KEYS
from core.errors import InputError
from core.text.files import told_in_json
from dashboard import state
from dashboard.lectures import Lecture, Stop

FORM = 1
"""Which form of file this is; a later one may be another."""

MOST, LONGEST, NAMES, TEXT = 100, 300, 80, 5_000
"""Stops of a lecture, characters of a sentence, names of a link, characters of one of its texts: at most."""

LARGEST = 2**20
"""Bytes of a file."""

KEPT = "own_lecture"
"""Where the session keeps it."""


def kept() -> Lecture:
    """The lecture of this session; without stops, if none was made."""
    return state.get(KEPT) or Lecture("", "", 0)


def keep(title: str, stops: tuple[Stop, ...]) -> None:
    """Remember a lecture for this session."""
    state.put(KEPT, Lecture(title, "", 0, stops))


def stop_of(record: Mapping[str, str], said: str) -> Stop:
    """A view that `dashboard.frame.view.snapshot` took, as a stop."""
    link = {name: text for name, text in record.items() if name not in ("page", "lang", "walk")}
    return Stop(said.strip()[:LONGEST], link, "look" if "look" in link else "", record["page"])


def add(record: Mapping[str, str], said: str) -> None:
    """Put a view behind the last stop (from a callback); of more than `MOST` the last are left out."""
    lecture = kept()
    keep(lecture.title, (*lecture.stops, stop_of(record, said))[:MOST])


def moved(stops: tuple[Stop, ...], number: int, by: int) -> tuple[Stop, ...]:
    """The stops with one of them in another place; at an end it stays."""
    there = min(len(stops) - 1, max(0, number + by))
    rest = [*stops[:number], *stops[number + 1 :]]
    return (*rest[:there], stops[number], *rest[there:])


def need_stops(lecture: Lecture) -> None:
    """Refuse a lecture without stops.

    Raises
    ------
    InputError
        If it has none.
    """
    if not lecture.stops:
        raise InputError(
            "This lecture has no stops yet, so there is nothing to hand out. Put views into it by “Share”, on any page."
        )


def to_file(lecture: Lecture) -> str:
    """A lecture as JSON."""
    stops = [{"page": stop.lab, "said": stop.said, "link": dict(stop.link)} for stop in lecture.stops]
    return json.dumps({"unrolled_lecture": FORM, "title": lecture.title, "stops": stops}, ensure_ascii=False, indent=1)


def from_file(data: bytes) -> Lecture:
    """A lecture that was saved as a file.

    Raises
    ------
    InputError
        If it is none, is too large, was made by a newer version, or one of its stops is no view of this course.
    """
    if len(data) > LARGEST:
        raise InputError(
            "This file has more than {most} MB; a lecture has a few kilobytes. Choose the file that “Save” made.",
            most=LARGEST // 2**20,
        )
    try:
        told = told_in_json(data)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or not isinstance(told.get("unrolled_lecture"), int):
        raise InputError("This is no lecture of Unrolled. Choose a file that “Save” made, which ends in .json.")
    if told["unrolled_lecture"] > FORM:
        raise InputError("This lecture was made by a newer version of Unrolled. Update this one, then open it again.")
    stops = told.get("stops")
    if not isinstance(stops, list) or not 1 <= len(stops) <= MOST:
        raise InputError(
            "A lecture has 1 to {most} stops; this file has {found}. Save it anew.",
            most=MOST,
            found=len(stops) if isinstance(stops, list) else 0,
        )
    title = told.get("title", "")
    read = tuple(_stop(number, one) for number, one in enumerate(stops, start=1))
    return Lecture(title[:LONGEST] if isinstance(title, str) else "", "", 0, read)


def _stop(number: int, told: Any) -> Stop:
    page = told.get("page") if isinstance(told, dict) else None
    if page not in KEYS:
        raise InputError(
            "Stop {number} of this lecture is on the page {page}, which this course has not. Take the stop out, or open"
            " the lecture in the version that it was made with.",
            number=number,
            page=repr(page)[:40],
        )
    said, link = told.get("said", ""), told.get("link", {})
    texts = link.items() if isinstance(link, dict) else [("", None)]
    fits = len(texts) <= NAMES and all(isinstance(text, str) and len(name) + len(text) <= TEXT for name, text in texts)
    if not isinstance(said, str) or not fits:
        raise InputError(
            "Stop {number} of this lecture has been changed so that it cannot be read. Save the lecture anew.",
            number=number,
        )
    return stop_of({**link, "page": page}, said)
