"""What the links of Gates may say."""

from __future__ import annotations

from core.knobs import Knob
from dashboard.frame.names import CURSOR, LOOK, SAMPLING, TEXT, Choice, Name, Places, Switch

MODE = Choice("mode", "read", choices=("read", "write"))
"""Whether the network reads or writes."""

CONCEPT = Choice("concept")
FOLLOW = Switch("follow")
"""Whether the unit is chosen anew while the network trains."""

MAP_TEXT = Choice("map_text")
MAP_LAYOUT = Choice("map_layout", "pca", choices=("pca", "tsne"))
MAP_STATE = Choice("map_state")
MAP_COLOUR = Choice("map_colour", "kind")

PATTERN_STATE = Choice("pattern_state")
THRESHOLD = Knob(
    "threshold",
    0.5,
    "Threshold",
    "A unit is on where its state is at least this far from 0: all over the stretch on one side, and elsewhere on the"
    " same.",
    0.02,
    0.98,
)
OFF_BEFORE = Switch("off_before", True)
OFF_AFTER = Switch("off_after")
STRETCH = Places("stretch", count=2)
"""The stretch of text that is looked for."""

CLAMP = Name("clamp")
"""The quantity that is held."""
CLAMP_UNITS = Name("clamp_units")
"""The layer and the units that are held: ``0.12.40``."""
CLAMP_FROM = Places("clamp_from")
"""The step from which on they are held, counted from 0."""
GATE = Knob("clamp_gate", 0.0, "Held at", "0 shuts the gate, 1 opens it.", 0.0, 1.0)
STATE = Knob("clamp_state", 0.0, "Held at", "What the units give out from that step on, whatever they read.", -1.0, 1.0)
MEMORY = Knob(
    "clamp_memory",
    0.0,
    "Held at",
    "What the units remember from that step on; nothing is written to them and nothing forgotten.",
    -20.0,
    20.0,
)

ASKED = Name("asked")
"""The token whose probability is differentiated."""

NAMES = (
    CURSOR,
    LOOK,
    TEXT,
    MODE,
    *SAMPLING,
    CONCEPT,
    FOLLOW,
    MAP_TEXT,
    MAP_LAYOUT,
    MAP_STATE,
    MAP_COLOUR,
    PATTERN_STATE,
    THRESHOLD,
    OFF_BEFORE,
    OFF_AFTER,
    STRETCH,
    CLAMP,
    CLAMP_UNITS,
    CLAMP_FROM,
    GATE,
    STATE,
    MEMORY,
    ASKED,
)
