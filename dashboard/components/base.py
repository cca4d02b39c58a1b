"""A drawn component, declared once: its name, its words, the room it takes until it has drawn.

A module declares ``NAME = Component("name", WORDS)`` and a function with the picture's arguments, which ends in
``NAME.draw(…)``. The numbers of the picture are shared by all viewers and fetched by their browsers
(`dashboard.components.numbers`); what this one viewer sees of them, the view, is all that a rerun sends.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from streamlit.components import v2

import dashboard
from dashboard.components.assets import loader
from dashboard.components.numbers import Numbers, store
from dashboard.components.pack import pack

WORDS = {
    "save": "Save this picture",
    "largest": "{rows} rows of {columns} numbers, from {low} to {high}; the largest in row {row}, column {column}.",
}
"""What the button at the corner of every picture says, and what its heat maps say to whoever does not see them (message
ids of the catalogues).
"""


@dataclass(frozen=True, eq=False)
class Drawing:
    """What a component is about to draw.

    Attributes
    ----------
    component : str
        Whose picture it is.
    numbers : Numbers or None
        What all viewers share.
    labels : dict
        What is said in it, in the viewer's language; shared by all who speak it.
    view : dict
        What belongs to this viewer: key, cursor, group.
    """

    component: str
    numbers: Numbers | None
    labels: dict[str, Any]
    view: dict[str, Any]

    def exported(self) -> tuple[bytes | None, dict[str, Any]]:
        """Numbers and view as a page without a server needs them: the view has the labels too."""
        return None if self.numbers is None else self.numbers.packed(), self.labels | self.view

    def published(self) -> dict[str, Any]:
        """The view, with the addresses of numbers and labels."""
        numbers = {} if self.numbers is None else {"numbers": store().publish(self.numbers)}
        labels = {"labels": store().keep(pack(self.labels, {}))} if self.labels else {}
        return self.view | numbers | labels


class Component:
    """A component whose code is ``assets/components/<name>/index.js``.

    Parameters
    ----------
    name : str
        Of its folder.
    words : mapping of str to str, optional
        Every word it shows (message ids of the catalogues).
    room : float
        Height in rem that is kept free until it has drawn for the first time.
    picture : bool
        Whether it is a picture that can be saved; else it is a control.
    live : bool
        Whether it is nothing without the app, as a control is: handouts leave it out.
    """

    def __init__(
        self,
        name: str,
        words: Mapping[str, str] | None = None,
        *,
        room: float = 0,
        picture: bool = True,
        live: bool = False,
    ) -> None:
        self.name, self.picture, self.live = name, picture, live
        self.words = dict(words or {})
        waiting = f'<div class="waiting" style="height: {room:g}rem"></div>' if room else None
        self._mount = v2.component(name, html=waiting, js=loader(f"{name}/index.js"))

    def draw(
        self,
        *,
        key: str,
        numbers: Numbers | None = None,
        view: Mapping[str, Any] | None = None,
        labels: Mapping[str, Any] | None = None,
        words: Mapping[str, str] | None = None,
        translate: Callable[..., str] = str,
        on: Mapping[str, Callable[[], None] | None] | None = None,
        **options: Any,
    ) -> Mapping[str, Any]:
        """Draw a picture; what the viewer does there without leaving it needs no rerun.

        Parameters
        ----------
        key : str
            Names the picture in the session state.
        numbers : Numbers, optional
            What all viewers share.
        view : mapping, optional
            What belongs to this viewer.
        labels : mapping, optional
            What else is said in it, translated.
        words : mapping, optional
            What it says, if not its own words.
        translate : callable
            Takes an English message to the viewer's language.
        on : mapping of str to callable or None, optional
            What the component reports, and what is called before the rerun that a report causes. The session state
            holds each report by its name.
        **options
            Of Streamlit's component, such as ``height``.

        Returns
        -------
        mapping
            The reports that are known in this run, by name.
        """
        told = {"label": translate(WORDS["save"]), "largest": translate(WORDS["largest"])}
        saved = {"saved": {"name": _file(key)} | told} if self.picture else {}
        said = {name: translate(text) for name, text in (self.words if words is None else words).items()}
        picture = Drawing(
            self.name,
            numbers,
            ({"words": said} if said else {}) | dict(labels or {}),
            {"key": key} | dict(view or {}) | saved,
        )
        recorder = _RECORDER.get()
        if recorder is not None:
            recorder(picture)
            return {}
        reports = {f"on_{name}_change": act or _listen for name, act in {**(on or {}), "missing": None}.items()}
        view_in_list = [picture.published()]  # Streamlit loads pandas to look for tables in a dict
        return self._mount(key=key, data=view_in_list, **reports, **options)


def _file(key: str) -> str:
    """What the file of a picture is called: the lab, the picture, the training step."""
    lab, step = _NAMED.get()
    words = (lab, re.sub(r"\W+", "-", key.removesuffix(":in_view")), step)
    return "-".join(["unrolled", *(word for word in words if word)])


_NAMED: ContextVar[tuple[str, str]] = ContextVar("named", default=("", ""))


@contextmanager
def pictures_of(lab: str, step: int) -> Iterator[None]:
    """Let the files of the pictures that are drawn meanwhile say lab and training step."""
    token = _NAMED.set((lab, f"step-{step}"))
    try:
        yield
    finally:
        _NAMED.reset(token)


_RECORDER: ContextVar[Callable[[Drawing], None] | None] = ContextVar("recorder", default=None)


@contextmanager
def recorded() -> Iterator[list[Drawing]]:
    """Collect the pictures that are drawn meanwhile, instead of drawing them: for files, and for tests."""
    pictures: list[Drawing] = []
    token = _RECORDER.set(pictures.append)
    try:
        yield pictures
    finally:
        _RECORDER.reset(token)


def declared() -> dict[str, Component]:
    """Every component that a module of ours declares, shared or a lab's own, by its name."""
    found = {}
    for module in pkgutil.walk_packages(dashboard.__path__, "dashboard."):
        if module.name.split(".")[-2] == "components":
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, Component):
                    found[value.name] = value
    return found


def _listen() -> None:
    """Listen, so that a report is kept in the session state."""
