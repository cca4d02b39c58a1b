"""How often captions are right by how many objects they name, and each object by its place in the caption."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from core.labs.captioning.data import Scenes
from core.labs.captioning.grammar import kinds_of_word
from core.labs.captioning.model import Captioner


@dataclass(frozen=True)
class ByObjects:
    """Shares of held-out scenes.

    Attributes
    ----------
    exact : dict of int to float
        By the number of objects, how many captions are right to the last word.
    placed : dict of int to float
        By its place in the caption, from 1, how often colour and shape of an object are both right.
    """

    exact: dict[int, float]
    placed: dict[int, float]


@torch.no_grad()
def by_objects(model: Captioner, scenes: Scenes, language: str) -> ByObjects:
    """Tell scenes and count what is right."""
    kinds = kinds_of_word(language)
    of_objects = {*kinds["colour"], *kinds["shape"]}

    def objects(tokens: list[str]) -> list[tuple[str, ...]]:
        words = [token for token in tokens if token in of_objects]
        return [tuple(words[k : k + 2]) for k in range(0, len(words), 2)]

    exact: dict[int, list[bool]] = {}
    placed: dict[int, list[bool]] = {}
    written = model.captions(model.encode(torch.from_numpy(scenes.pixels)))
    for told, right in zip(written, scenes.captions, strict=True):
        exact.setdefault(len(right.things), []).append(told == right.tokens)
        said = objects(told)
        for place, one in enumerate(objects(right.tokens)):
            placed.setdefault(place + 1, []).append(place < len(said) and said[place] == one)
    return ByObjects(*({n: sum(hits) / len(hits) for n, hits in sorted(found.items())} for found in (exact, placed)))
