"""One small picture of every component, or several: what each of them draws, for tests that draw all of them.

A lab brings those of its components in ``tests/labs/<key>/drawings.py``, as ``DRAW``: by name, a function that draws.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import torch

from core.course import LABS
from core.nn.cells.family import build
from core.nn.unrolled import unroll
from core.runs.shipped import FOLDER
from dashboard.components.base import Drawing, recorded
from dashboard.components.chart_saving import chart_saving
from dashboard.components.microscope import microscope
from dashboard.components.preview import preview
from dashboard.components.room import away_bar, room_strip
from dashboard.components.save import FileOffer, save
from dashboard.components.scrub import scrub
from dashboard.components.unrolled import unrolled_network
from dashboard.components.walk import walk_bar
from dashboard.frame.room import squares
from tests.dashboard import test_microscope

ROOT = Path(__file__).resolve().parent.parent


def drawings_of(component: str) -> list[Drawing]:
    """The pictures of a component."""
    with recorded() as pictures:
        for name, draw in _draw():
            if name == component:
                draw()
    assert {picture.component for picture in pictures} == {component}
    return pictures


def _draw() -> Iterator[tuple[str, Callable[[], None]]]:
    yield from _DRAW.items()
    for lab in LABS:
        if (ROOT / f"tests/labs/{lab.key}/drawings.py").exists():
            yield from import_module(f"tests.labs.{lab.key}.drawings").DRAW.items()


def _previews() -> None:
    for lab in LABS:
        if lab.recipe:
            few = json.loads((FOLDER / lab.key / "preview.json").read_text(encoding="utf-8"))
            preview(lab, few, key="k", translate=_say)


def _unrolled() -> None:
    for kind in ("lstm", "elman"):
        torch.manual_seed(0)
        network = unroll(build(kind, 2, 3), torch.randn(5, 2), lambda output, _steps: output.square().sum(1))
        unrolled_network(network, "a b\n<", "wordy", key="k", step=3, translate=str, on_change=print)


def _strips() -> None:
    room_strip("K7QXM", "/", address="app.test/room", squares=squares("http://app.test/room/K7QXM"), translate=str)
    room_strip("", "/", fault="There are too many rooms.", translate=str)


def _say(message: str, **fields: object) -> str:
    return message.format(**fields) if fields else message


_DRAW: dict[str, Callable[[], None]] = {
    "microscope": lambda: microscope(test_microscope.trace_of(), key="k", cursor=3, unit=2, layer=1),
    "preview": _previews,
    "unrolled": _unrolled,
    "walk": lambda: walk_bar("Look!", "A lecture", number=2, count=3, at="", translate=str) and None,
    "chart_saving": lambda: chart_saving("a_lab", 3),
    "save": lambda: save([FileOffer("CSV", "nowhere", "x.csv"), FileOffer("NetCDF", "nowhere", "x.nc")], key="k"),
    "room": _strips,
    "away": lambda: away_bar("K7QXM", "/", translate=str),
    "scrub": lambda: scrub(600, key="k", slider="step"),
}
