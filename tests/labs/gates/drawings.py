"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

import numpy as np

from dashboard.labs.gates.components.connectivity import connected_text
from dashboard.labs.gates.components.passages import Passage, Scale, brush, choose, show


def _connectivity() -> None:
    at = {"time": 8, "layer": 0, "unit": 1}
    none = np.full(3, 0.5)
    connected_text("a b", np.eye(3), "xyz", none, key="k", begin=7, at=at, group="g", translate=str, on_change=print)


def _passages() -> None:
    passage = Passage("some text", np.linspace(-1, 1, 9), match=(2, 5))
    show([passage], Scale(1.0), key="k")
    brush(passage, Scale(1.0), (2, 4), "choose a stretch", key="k", on_change=print)
    choose([passage, passage], Scale(1.0, colour="#123456"), key="k")


DRAW = {"connectivity": _connectivity, "passages": _passages}
