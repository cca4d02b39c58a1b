"""What a network says wrongly: the scenes that it tells wrongly, and what was wrong with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from core.labs.captioning.data import Scenes
from core.labs.captioning.grammar import Description, kinds_of_word
from core.labs.captioning.model import Captioner
from core.labs.captioning.scenes import Scene

KINDS = ("objects", "relation", "colour", "shape", "size", "form")
"""What can be wrong, the gravest first: how many objects there are, how they stand, a colour, a shape, a size, or none
of these: the caption is none of the grammar's."""


@dataclass(frozen=True)
class Mistake:
    """A scene that was told wrongly.

    Attributes
    ----------
    scene : Scene
    written, right : str
        What was said, and what would be right.
    kind : str
        The gravest thing that is wrong, one of `KINDS`.
    """

    scene: Scene
    written: str
    right: str
    kind: str


@dataclass(frozen=True)
class Mistakes:
    """All scenes that were told wrongly, of `asked` ones."""

    asked: int
    found: tuple[Mistake, ...]

    def of(self, kind: str) -> list[Mistake]:
        """Those of one kind."""
        return [mistake for mistake in self.found if mistake.kind == kind]


@torch.no_grad()
def mistakes(model: Captioner, scenes: Scenes, language: str) -> Mistakes:
    """Tell scenes, each with the noise that a viewer's scenes have, and keep what is wrong."""
    pixels = torch.from_numpy(np.stack([scene.seen(model.side) for scene in scenes.scenes]))
    found = []
    for scene, right, written in zip(scenes.scenes, scenes.captions, model.captions(model.encode(pixels)), strict=True):
        if written != right.tokens:
            kind = kind_of_mistake(written, right, language)
            found.append(Mistake(scene, "".join(written), right.target, kind))
    return Mistakes(len(scenes.scenes), tuple(found))


def kind_of_mistake(written: Sequence[str], right: Description, language: str) -> str:
    """The gravest thing that is wrong with a wrong caption."""
    kinds = kinds_of_word(language)

    def those(tokens: Sequence[str], kind: str) -> list[str]:
        return [token for token in tokens if token in kinds[kind]]

    if len(those(written, "shape")) != len(those(right.tokens, "shape")):
        return "objects"
    for kind in ("relation", "colour", "shape", "size"):
        if those(written, kind) != those(right.tokens, kind):
            return kind
    return "form"
