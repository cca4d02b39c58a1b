"""What the links of Image generation may say."""

from __future__ import annotations

from core.knobs import Knob
from dashboard.frame.names import CURSOR, LOOK, TEMPERATURE, TOP_K, TOP_P, Choice, Name, Number, Places, Switch

COUNTS = (1, 10, 20, 64)
"""How many pictures can be painted at once."""

CLASS = Choice("class")
PICTURES = Choice("pictures", 20, choices=COUNTS)
PICTURE = Places("picture")
"""The picture on the easel."""
PAINTING_SEED = Knob(
    "painting_seed",
    0,
    "Painting seed",
    "Another seed throws other dice. With the same seed every network gets the same ones.",
    0,
    9999,
)

BEGIN = Choice("begin", "half", choices=("half", "draw"))
HELD_OUT = Number("held_out", 1, 1)
ROWS = Number("rows", 0, 0)
TOLD, TOLD_DRAWN = Choice("told"), Choice("told_drawn")
DRAWING = Name("drawing")
"""The drawing: a digit a pixel, a dot where the network is to paint."""

NEW_LEVEL = Choice("new_level", bound=True)
COSTS = Choice("costs", "painted", choices=("painted", "held_out"))
UNIT = Places("unit")
QUALITY_HISTORY = Switch("quality_history")

NAMES = (
    CURSOR,
    LOOK,
    CLASS,
    PICTURES,
    PICTURE,
    TEMPERATURE,
    TOP_K,
    TOP_P,
    PAINTING_SEED,
    BEGIN,
    HELD_OUT,
    ROWS,
    TOLD,
    TOLD_DRAWN,
    DRAWING,
    NEW_LEVEL,
    COSTS,
    UNIT,
    QUALITY_HISTORY,
)
