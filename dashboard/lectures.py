"""The course as six lectures: each a walk through the views of its labs, a sentence a view.

A lab says which lecture it belongs to (`core.lab.Lab.lecture`), and in ``dashboard/labs/<key>/walk.py``, as ``STOPS``,
what is shown of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module

from core.course import LABS
from core.errors import InputError


@dataclass(frozen=True)
class Stop:
    """One view of a walk.

    Attributes
    ----------
    said : str
        What to say or to ask here, in a sentence or two (message id of the catalogues).
    link : mapping of str to str
        What the link says besides the page.
    at : str
        The picture to scroll to: how the key of its container begins; the top of the page where it is empty.
    lab : str
        The key of the page; the lab's own stops need not say it.
    """

    said: str
    link: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
    lab: str = ""

    @property
    def record(self) -> dict[str, str]:
        """The view, as `dashboard.frame.view.apply` takes it."""
        return {"page": self.lab, **self.link}


@dataclass(frozen=True)
class Lecture:
    """A lecture.

    Attributes
    ----------
    title, goal : str
        What it is called, and what one can do after it (message ids).
    minutes : int
        What it takes, with questions.
    stops : tuple of Stop
    """

    title: str
    goal: str
    minutes: int
    stops: tuple[Stop, ...] = ()

    @property
    def labs(self) -> tuple[str, ...]:
        """The keys of the labs that it visits, each once, in their order."""
        return tuple(dict.fromkeys(stop.lab for stop in self.stops))


def looked(look: str, said: str) -> Stop:
    """A stop at a closer look."""
    return Stop(said, {"look": look}, "look")


def before_training(said: str) -> Stop:
    """A stop at the first step of the shipped run."""
    return Stop(said, {"step": "0"})


PREDICT = looked(
    "predict", "Predict first: read the question aloud, let everyone choose, and only then press the button."
)
"""The stop at which a lecture room predicts."""

COURSE = (
    Lecture(
        "What a cell remembers",
        "You can say what each gate does, work a cell out by hand, and find a unit that has learnt a concept.",
        75,
    ),
    Lecture(
        "Why memory fades, and what mends it",
        "You can read a gradient off an unrolled network, say why it vanishes or explodes, and what a gate changes.",
        75,
    ),
    Lecture(
        "Networks that write and paint",
        "You can say what a network believes before it draws a token, and choose temperature, top-k and top-p.",
        75,
    ),
    Lecture(
        "From sequence to sequence: attention",
        "You can read an attention matrix, say whose vector asks, and why a single vector is too little.",
        90,
    ),
    Lecture(
        "Attention alone, and better generation",
        "You can say what heads and positions are for, and name four faults of networks that generate.",
        90,
    ),
    Lecture(
        "Other generators",
        "You can say what separates an autoencoder, a variational one and a forger with its detective.",
        75,
    ),
)
"""The lectures in their order, yet without their stops."""


@cache
def lectures() -> tuple[Lecture, ...]:
    """The lectures, each with the stops of its labs in the order of the course."""
    return tuple(
        replace(lecture, stops=tuple(stop for lab in LABS if lab.lecture == number for stop in _stops_at(lab.key)))
        for number, lecture in enumerate(COURSE, start=1)
    )


def _stops_at(key: str) -> tuple[Stop, ...]:
    return tuple(replace(stop, lab=key) for stop in import_module(f"dashboard.labs.{key}.walk").STOPS)


OWN = "own"
"""What a link calls the lecture that a viewer has made."""


@dataclass(frozen=True)
class Whereabouts:
    """Where a walk stands.

    Attributes
    ----------
    name : str
        What a link calls the lecture: its number from 1, or `OWN`.
    lecture : Lecture
    number : int
        Which of its stops, counted from 0.
    """

    name: str
    lecture: Lecture
    number: int = 0

    @property
    def text(self) -> str:
        """As a link says it: ``2.3`` is the third stop of the second lecture."""
        return f"{self.name}.{self.number + 1}"

    @property
    def stop(self) -> Stop:
        """The stop itself."""
        return self.lecture.stops[self.number]

    def further(self, by: int) -> Whereabouts | None:
        """The stop `by` further on in the same lecture; None beyond its ends."""
        number = self.number + by
        return replace(self, number=number) if 0 <= number < len(self.lecture.stops) else None


def whereabouts_of(text: str, own: Lecture) -> Whereabouts:
    """Where a link says that a walk stands.

    Parameters
    ----------
    text : str
        What the link says.
    own : Lecture
        The viewer's own.

    Raises
    ------
    InputError
        If there is no such lecture, or it has no such stop.
    """
    name, _, number = text.partition(".")
    known = {str(count): lecture for count, lecture in enumerate(lectures(), start=1)} | {OWN: own}
    if number.isascii() and number.isdecimal() and name in known and 1 <= int(number) <= len(known[name].stops):
        return Whereabouts(name, known[name], int(number) - 1)
    if name == OWN:
        raise InputError(
            "The link says that a walk stands at {place} of somebody’s own lecture, which is not open here. Open its"
            " file on the page of the lectures; until then the page is shown without the walk.",
            place=repr(text)[:40],
        )
    raise InputError(
        "The link says that a walk stands at {place}; there are the lectures 1 to {count}, each with its stops, as in"
        " 1.1. The page is shown without the walk.",
        place=repr(text)[:40],
        count=len(COURSE),
    )
