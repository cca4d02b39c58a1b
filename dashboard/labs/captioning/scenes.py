"""What is in view: a scene of the lab's or a held-out one, what the viewer made of it, or a picture of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import InputError
from core.lab import Lab
from core.labs.captioning.own_captions import Photo
from core.labs.captioning.scenes import Scene, read_scene
from core.runs.store import Run
from dashboard.frame import view
from dashboard.labs.captioning.names import PHOTO, SCENE
from dashboard.labs.captioning.subject import scenes_of
from dashboard.language import translate as _
from dashboard.panels.input import example_of

HELD_OUT = 30
"""Held-out scenes that are offered."""


def choose(lab: Lab, run: Run) -> Scene | Photo:
    """Draw a list of scenes, or the number of a picture of one's own, as the run learns; return what is in view."""
    own = scenes_of(run).own
    if own is not None:
        return choose_photo(own.photos)
    choose_scene(lab, run)
    return scene_in_view(lab, run)


def choose_photo(photos: Sequence[Photo]) -> Photo:
    """The held-out picture of one's own that is chosen."""
    number = view.number(
        PHOTO,
        _("Held-out picture"),
        high=len(photos),
        help=_("No network ever learnt from it."),
        label_visibility="collapsed",
        width=190,
    )
    return photos[number - 1]


def choose_scene(lab: Lab, run: Run) -> None:
    """A list of scenes, each called by its caption: the lab's own, and some that the network never saw."""
    task = scenes_of(run)
    names: dict[str, str] = {}
    for text in lab.examples:
        told = task.describe(read_scene(text))
        if told is not None:
            names[text] = told.target
    held_out = zip(task.held_out.scenes[:HELD_OUT], task.held_out.captions, strict=False)
    names |= {str(scene): told.target for scene, told in held_out}
    example_of(list(names), SCENE, label=_("Scenes"), placeholder=_("Take a scene"), words=names.__getitem__)


def scene_in_view(lab: Lab, run: Run) -> Scene:
    """The scene that the link says; the lab's first where it says none, or none that the run's network can see."""
    text = view.read(SCENE)
    if text:
        try:
            scene = read_scene(text)
            scene.seen(scenes_of(run).config.side)
            return scene
        except InputError as error:
            view.refuse(SCENE, error)
    return read_scene(lab.examples[0])
