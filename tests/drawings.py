"""One small picture of every component, or several: what each of them draws, for tests that draw all of them.

A lab brings those of its own components in ``tests/labs/<key>/drawings.py``, as ``DRAW``: by name, a function that
draws.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

import numpy as np

from core.course import LABS
from core.labs.lstm_by_hand.config import ByHandConfig
from core.labs.lstm_by_hand.model import LSTMByHand
from core.labs.self_attention.heads import Role
from core.pictures.levels import greys
from core.runs.shipped import FOLDER
from dashboard.components.base import Drawing, recorded
from dashboard.components.film import film
from dashboard.components.microscope import microscope
from dashboard.components.preview import preview
from dashboard.components.scrub import scrub
from dashboard.components.sound import sound
from dashboard.labs.gates.components.connectivity import connected_text
from dashboard.labs.gates.components.passages import Passage, Scale, brush, choose, show
from dashboard.labs.image_generation.components.painting import painting
from dashboard.labs.image_generation.components.painting_board import board
from dashboard.labs.image_generation.components.painting_gallery import Group
from dashboard.labs.image_generation.components.painting_gallery import gallery as painting_gallery
from dashboard.labs.image_generation.components.painting_maps import Map, maps
from dashboard.labs.lstm_by_hand.components.by_hand import by_hand
from dashboard.labs.self_attention.components.heads import heads
from dashboard.labs.slot_filling.components.minimal_pairs import minimal_pairs
from dashboard.labs.slot_filling.components.sentence import sentence
from dashboard.labs.slot_filling.components.shapes import WORDS as SHAPES
from dashboard.labs.slot_filling.components.shapes import shape
from dashboard.labs.speech_recognition.components.hearing import hearing
from dashboard.labs.speech_recognition.components.hearing_film import hearing_film
from dashboard.labs.text_generation.components.fan import fan
from dashboard.labs.text_generation.components.playback import playback
from dashboard.labs.translation.components.alignment import alignment
from dashboard.labs.translation.components.gallery import gallery
from tests.dashboard import test_microscope
from tests.labs.image_generation.test_components import SAMPLING, painted_of
from tests.labs.slot_filling.test_charts import ARRIVE, LEAVE, tagger
from tests.labs.speech_recognition import heard
from tests.labs.text_generation.test_fan import futures_of
from tests.labs.text_generation.test_playback import writing_of
from tests.labs.translation import test_components as test_alignment_view
from tests.labs.translation.small_translator import TEXT, fresh
from tests.labs.translation.test_gallery import exhibit

ROOT = Path(__file__).resolve().parent.parent


def drawings_of(component: str) -> list[Drawing]:
    """The pictures of a component."""
    with recorded() as pictures:
        _draw()[component]()
    assert {picture.component for picture in pictures} == {component}
    return pictures


def _draw() -> Mapping[str, Callable[[], None]]:
    own = [f"tests.labs.{lab.key}.drawings" for lab in LABS if (ROOT / f"tests/labs/{lab.key}/drawings.py").exists()]
    return _DRAW | {name: draw for module in own for name, draw in import_module(module).DRAW.items()}


def _alignments() -> None:
    alignment(test_alignment_view.trace_of(), key="k")
    alignment(test_alignment_view.trace_of(attention=False), key="k")
    alignment(fresh(softmax=False).trace(TEXT), key="k")


def _by_hand() -> None:
    for config in (ByHandConfig(), ByHandConfig(gates="weights")):
        by_hand(LSTMByHand(config).read("3 4 2"), config, key="k")


def _connectivity() -> None:
    at = {"time": 8, "layer": 0, "unit": 1}
    none = np.full(3, 0.5)
    connected_text("a b", np.eye(3), "xyz", none, key="k", begin=7, at=at, group="g", translate=str, on_change=print)


def _films() -> None:
    film(
        test_alignment_view.frames_of(),
        list(test_alignment_view.SOURCE),
        test_alignment_view.TARGET,
        key="k",
        current_step=20,
    )
    hearing_film([(0, heard.trace_of(), 30.0), (9, heard.trace_of(), 20.0)], "name", key="k", current_step=9)


def _heads() -> None:
    import torch

    from core.labs.self_attention.config import SelfAttentionConfig
    from core.labs.self_attention.data import read_puzzle
    from core.labs.self_attention.task import SelfAttentionTask

    model = SelfAttentionTask(SelfAttentionConfig()).model(torch.Generator().manual_seed(0)).eval()
    trace = model.trace(read_puzzle("KDQF"))
    roles = [[Role("gold", 0.9, 0.1)] * trace.sizes["head"]] * trace.sizes["layer"]
    heads(trace, roles, key="k", cursor=(6, 1, 0))


def _passages() -> None:
    passage = Passage("some text", np.linspace(-1, 1, 9), match=(2, 5))
    show([passage], Scale(1.0), key="k")
    brush(passage, Scale(1.0), (2, 4), "choose a stretch", key="k", on_change=print)
    choose([passage, passage], Scale(1.0, colour="#123456"), key="k")


def _previews() -> None:
    for lab in LABS:
        if lab.recipe:
            few = json.loads((FOLDER / lab.key / "preview.json").read_text(encoding="utf-8"))
            preview(lab, few, key="k", translate=_say)


def _say(message: str, **fields: object) -> str:
    return message.format(**fields)


def _shapes() -> None:
    for kind in SHAPES:
        shape(kind, key="k")


_DRAW: dict[str, Callable[[], None]] = {
    "alignment": _alignments,
    "by_hand": _by_hand,
    "connectivity": _connectivity,
    "fan": lambda: fan(futures_of(), "The ", key="k"),
    "film": _films,
    "gallery": lambda: gallery([exhibit(fresh().trace(TEXT))], "Title", "How", key="k", cursor=(1, 1)),
    "heads": _heads,
    "hearing": lambda: hearing(heard.trace_of(), "name", key="k"),
    "microscope": lambda: microscope(test_microscope.trace_of(), key="k", cursor=3, unit=2, layer=1),
    "painting": lambda: painting(painted_of(), SAMPLING, greys(7), ["a", "b", "c"], key="k"),
    "painting_board": lambda: board(np.array([[-1, 3], [0, -1]]), greys(4), key="k"),
    "painting_gallery": lambda: painting_gallery([Group("one", painted_of().pictures)], greys(7), key="k"),
    "painting_maps": lambda: maps([Map("gate", np.arange(6.0).reshape(2, 3) / 6)], key="k", pixel=2),
    "passages": _passages,
    "playback": lambda: playback(writing_of(), SAMPLING, key="k"),
    "preview": _previews,
    "scrub": lambda: scrub(600, key="k", slider="step"),
    "sentence": lambda: sentence(tagger().trace(LEAVE), key="k"),
    "shapes": _shapes,
    "sound": lambda: sound(heard.utterance_of(), heard.trace_of(), key="k"),
    "minimal_pairs": lambda: minimal_pairs(tagger().trace(LEAVE), tagger().trace(ARRIVE), key="k"),
}
