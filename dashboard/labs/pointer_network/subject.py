"""What lies before the viewer on the page of pointing: networks, points, right answers, and the step at the cursor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.data.points import Points
from core.lab import Lab
from core.labs.pointer_network.config import MOST
from core.labs.pointer_network.geometry import MOST_TOURED, Answer, solve
from core.runs.store import Run
from dashboard.frame import view
from dashboard.frame.names import TEXT
from dashboard.frame.subject import Axis, Subject
from dashboard.language import translate as _
from dashboard.panels.input import example_of, unlabelled
from dashboard.panels.turning import choose_shipped
from dashboard.resources import shipped_by_name

WORDS = {
    "": "hull: pointer",
    "attention": "hull: attention, fixed vocabulary",
    "fixed": "hull: fixed vocabulary",
    "wider": "hull: pointer, up to 11 points",
    "sorting": "sorting: pointer",
    "tour": "tour: pointer",
}
"""The networks that ship with the lab, in this order, and what they are called (message ids of the catalogues)."""


@dataclass(frozen=True, kw_only=True)
class Pointed(Subject):
    """A network that answered for a set of points; the cursor is a step of the answer."""

    AXES = ("target",)
    target = Axis()

    points: Points


def choose_network(lab: Lab, run: Run) -> None:
    """Buttons that turn the page to a network that ships with the lab."""
    choose_shipped(
        {network.id: _(WORDS[name]) for name, network in shipped_by_name(lab, WORDS).items()},
        run,
        help=_(
            "Networks that come with the app, trained from one seed on sets of 5 to 8 points (one of 5 to 11); the"
            " first three for hulls alike, but for their decoders. “Run in view” has those of your own."
        ),
    )


def choose_points(lab: Lab) -> str:
    """The points that the networks answer for, as they are typed."""
    label = _("Points: x and y of each, a semicolon between two of them")
    help = _(
        "Up to {most} points, from a table too: a line for each. They are numbered from left to right. Points that do"
        " not fit into the unit square are moved and scaled into it.",
        most=MOST,
    )
    text = view.text(TEXT, label, default=lab.examples[0], live="200ms", help=help, **unlabelled(label))
    example_of(lab.examples, TEXT, words=_called)
    return text


def _called(example: str) -> str:
    return _("{count} points: {begin} …", count=example.count(";") + 1, begin=example.partition(";")[0])


def asked(task: str) -> str:
    """What a task asks."""
    match task:
        case "hull":
            return _("Asked: the corners of the convex hull, from the leftmost one on, against the clock.")
        case "sorting":
            return _("Asked: all points, from the lowest to the highest.")
    return _("Asked: the shortest closed tour through all points, from the leftmost one on.")


def solution_of(task: str, points: Points) -> Answer | None:
    """The right answer, without its end; None for a tour of more points than can be searched."""
    if task == "tour" and len(points) > MOST_TOURED:
        return None
    return solve(task, np.array(points)[None])[0]
