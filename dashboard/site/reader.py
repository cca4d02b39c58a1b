"""Runs a page of the app, as it stands, for a link and at each step of a training: without a server or a browser."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.course import lab_of
from core.errors import InputError
from core.lab import Lab
from core.runs.records import Checkpoint, Run
from dashboard.films.frames import spread
from dashboard.frame.names import LANGUAGE, RUN, STEP
from dashboard.language import catalogue
from dashboard.lectures import Stop
from dashboard.panels.damaged import whole
from dashboard.panels.equations import OPEN
from dashboard.resources import checkpoints_of, store
from dashboard.site.book import Book, Chapter
from dashboard.site.elements import Transcript, key_of

ROOT = Path(__file__).resolve().parents[2]

MOST = 12
"""Training steps of a page."""

FEWER = 4
"""Training steps of a closer look, which takes seconds."""

PATIENCE = 900.0
"""Seconds that a page may take."""

WORDS = {"run": "{lab} · run {run} · seed {seed}"}
"""What is said of the run (message ids of the catalogues)."""

LOOK = "look"
"""What a link calls the closer look; what the keys of what draws it begin with."""

CHOICE = "look_choice"
"""The key of the list of closer looks."""


def words(language: str) -> Callable[..., str]:
    """What takes an English message to a language."""

    def say(message: str, **values: object) -> str:
        text = catalogue(language).gettext(message) if message else ""
        return text.format(**values) if values else text

    return say


def page(name: str, link: Mapping[str, str], language: str) -> Any:
    """What the app draws for a link: the main part of the page.

    Raises
    ------
    RuntimeError
        If the page has a fault.
    """
    from streamlit.testing.v1 import AppTest

    logging.getLogger("streamlit").setLevel(logging.ERROR)
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=PATIENCE)
    app.switch_page(f"../pages/{name}.py")
    app.session_state[OPEN] = True  # of the equations
    for said, text in {**link, LANGUAGE.name: language}.items():
        app.query_params[said] = text
    app.run()
    if app.exception:
        raise RuntimeError(f"the page {name} has a fault: {app.exception[0].value}")
    return app.main


def chapter(
    stop: Stop,
    book: Book,
    language: str,
    report: Callable[[float], None],
    *,
    pages: Mapping[str, str],
    most: int = MOST,
    whole_page: bool = False,
) -> Chapter:
    """A view of a lab's page at several steps of its training.

    Parameters
    ----------
    stop : Stop
        The view, and what is said there.
    book : Book
        Takes its parts.
    language : str
        Of everything that is said.
    report : callable
        Is told the share that is done.
    pages : mapping of str to str
        Addresses of other pages of the same site.
    most : int
        Training steps.
    whole_page : bool
        Whether all of the page is shown, where the stop is at a closer look.

    Raises
    ------
    InputError
        If there is no such lab or run.
    """
    say, lab = words(language), lab_of(stop.lab)
    transcript = Transcript(book, say, pages)
    run = _run_of(stop, lab)
    points = _points(run, stop, min(most, FEWER) if LOOK in stop.link else most) if run else []
    links = [{**stop.link, RUN.name: run.id, STEP.name: str(point.step)} for point in points if run] or [stop.link]
    drawn = []
    for number, link in enumerate(links):
        report(number / len(links))
        drawn.append(transcript.take(_of_interest(page(stop.lab, link, language), stop, whole_page)))
    here = [k for k, point in enumerate(points) if str(point.step) == stop.link.get(STEP.name)]
    return Chapter(
        title=say(lab.question),
        said=say(stop.said),
        about=_about(lab, run, say),
        steps=[point.step for point in points],
        start=here[0] if here else max(0, len(points) - 1),
        pages=drawn,
    )


def _run_of(stop: Stop, lab: Lab) -> Run | None:
    if not lab.trains:
        return None
    named = stop.link.get(RUN.name)
    run = store().get(named) if named else store().shipped(lab.key)
    if run is None:
        raise InputError("There is no trained network of {lab} yet. Train one, then make the handout.", lab=lab.title)
    return run


def _points(run: Run, stop: Stop, most: int) -> list[Checkpoint]:
    """Checkpoints spread over the training, that of the view among them."""
    points = whole(checkpoints_of(run), run.lab)
    chosen = spread(points, most)
    named = [point for point in points if str(point.step) == stop.link.get(STEP.name)]
    for here in named:
        if here not in chosen:
            near = min(chosen[1:-1] or chosen, key=lambda point: abs(point.step - here.step))
            chosen[chosen.index(near)] = here
    return sorted(chosen, key=lambda point: point.step)


def _about(lab: Lab, run: Run | None, say: Callable[..., str]) -> str:
    if run is None:
        return say(lab.title)
    return say(WORDS["run"], lab=say(lab.title), run=run.title or run.id, seed=run.seed)


def _of_interest(main: Any, stop: Stop, whole_page: bool) -> Any:
    """What of a page a chapter shows: of a stop at a closer look, what stands below the list of them; else the page,
    and nothing of that list where none of them is open.
    """
    around, place = _found(main, CHOICE) or (main, None)
    if place is None:
        return main
    nodes = list(around.children.values())
    if stop.at == LOOK and not whole_page:
        return _Rest(nodes[place + 1 :])
    if LOOK not in stop.link:
        around.children = dict(enumerate([*nodes[: place - 1], *nodes[place + 2 :]]))  # its heading and its caption too
    return main


class _Rest:
    """Some of the children of a block."""

    def __init__(self, nodes: Sequence[Any]) -> None:
        self.children = dict(enumerate(nodes))


def _found(block: Any, key: str) -> tuple[Any, int] | None:
    """The block in which something with this key stands, and the place where."""
    for place, node in enumerate(block.children.values()):
        if key_of(getattr(node.proto, "id", "") or "") == key:
            return block, place
        if hasattr(node, "children") and (found := _found(node, key)):
            return found
    return None
