"""Runs a page of the app, as it stands, for a link and at each step of a training: without a server or a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.course import lab_of
from core.errors import InputError
from core.lab import Lab
from core.runs.owners import SERVER, Viewer
from core.runs.records import Checkpoint, Run
from dashboard.films.frames import spread
from dashboard.frame.names import CURSOR, LANGUAGE, RUN, STEP
from dashboard.frame.owner import LENT
from dashboard.frame.subject import STANDS
from dashboard.language import catalogue
from dashboard.lectures import Stop
from dashboard.panels.damaged import whole
from dashboard.panels.equations import OPEN
from dashboard.panels.prediction import RECORDED, SHOWN
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


@dataclass(frozen=True)
class Page:
    """What the app draws for a link.

    Attributes
    ----------
    main : Block
        The main part of the page.
    cursor : tuple of int or None
        Where its cursor stands, if it has one.
    """

    main: Any
    cursor: tuple[int, ...] | None


def page(name: str, link: Mapping[str, str], language: str, viewer: Viewer = SERVER) -> Page:
    """Run a page.

    Parameters
    ----------
    name : str
        Of its file.
    link, language : mapping, str
        What its address says.
    viewer : Viewer
        Who looks at it, and sees no run that is not theirs to see.

    Raises
    ------
    RuntimeError
        If the page has a fault.
    """
    from streamlit.logger import set_log_level
    from streamlit.testing.v1 import AppTest

    set_log_level("ERROR")  # a page that no browser looks at is told so with every call
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=PATIENCE)
    app.switch_page(f"../pages/{name}.py")
    app.session_state[OPEN] = True  # of the equations
    app.session_state[LENT] = viewer
    app.session_state[SHOWN] = RECORDED  # of the answer to a question
    for said, text in {**link, LANGUAGE.name: language}.items():
        app.query_params[said] = text
    app.run()
    if app.exception:
        raise RuntimeError(f"the page {name} has a fault: {app.exception[0].value}")
    return Page(app.main, app.session_state.get(STANDS, None))


def chapter(
    stop: Stop,
    book: Book,
    language: str,
    report: Callable[[float], None],
    *,
    pages: Mapping[str, str],
    viewer: Viewer = SERVER,
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
    viewer : Viewer
        Who looks at it.
    most : int
        Training steps.
    whole_page : bool
        Whether all of the page is shown, where the stop is at a closer look.

    Raises
    ------
    InputError
        If there is no such lab or run, or the run is not theirs to see.
    """
    say, lab = words(language), lab_of(stop.lab)
    transcript = Transcript(book, say, pages)
    run = _run_of(stop, lab, viewer)
    points = _points(run, stop, min(most, FEWER) if LOOK in stop.link else most) if run else []
    links = [{**stop.link, RUN.name: run.id, STEP.name: str(point.step)} for point in points if run] or [stop.link]
    here = [k for k, point in enumerate(points) if str(point.step) == stop.link.get(STEP.name)]
    start = here[0] if here else len(links) - 1
    pinned = _pinned(stop, links[start], language, viewer) if len(links) > 1 else {}
    drawn = []
    for number, link in enumerate(links):
        report((number + 1) / (len(links) + 1))
        main = page(stop.lab, {**link, **pinned}, language, viewer).main
        drawn.append(transcript.take(_of_interest(main, stop, whole_page)))
    return Chapter(
        title=say(lab.question),
        said=say(stop.said),
        about=_about(lab, run, say),
        steps=[point.step for point in points],
        start=start,
        pages=drawn,
    )


def _pinned(stop: Stop, link: Mapping[str, str], language: str, viewer: Viewer) -> dict[str, str]:
    """What pins the cursor of the view where it stands at the step in view, so that it stands there at every step."""
    if CURSOR.name in stop.link:
        return {}
    cursor = page(stop.lab, link, language, viewer).cursor
    return {CURSOR.name: CURSOR.form(cursor)} if cursor else {}


def _run_of(stop: Stop, lab: Lab, viewer: Viewer) -> Run | None:
    if not lab.trains:
        return None
    named = stop.link.get(RUN.name)
    run = store().get(named) if named else store().shipped(lab.key)
    if run is None:
        raise InputError("There is no trained network of {lab} yet. Train one, then make the handout.", lab=lab.title)
    viewer.check_look(run)
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
