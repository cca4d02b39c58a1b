"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

from dashboard.labs.slot_filling.components.minimal_pairs import minimal_pairs
from dashboard.labs.slot_filling.components.sentence import sentence
from dashboard.labs.slot_filling.components.shapes import WORDS, shape
from tests.labs.slot_filling.test_charts import ARRIVE, LEAVE, tagger


def _shapes() -> None:
    for kind in WORDS:
        shape(kind, key="k")


DRAW = {
    "sentence": lambda: sentence(tagger().trace(LEAVE), key="k"),
    "shapes": _shapes,
    "minimal_pairs": lambda: minimal_pairs(tagger().trace(LEAVE), tagger().trace(ARRIVE), key="k"),
}
