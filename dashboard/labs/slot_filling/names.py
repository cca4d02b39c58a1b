"""What the links of Slot filling may say."""

from __future__ import annotations

from dashboard.frame.names import ERROR_STEP, LOOK, TEXT, Name, Places, Text

FIRST, SECOND = Text("first"), Text("second")
"""Two sentences that share words."""
WORD = Places("word")
"""The column of the word that both share and that is pinned."""

COMPARISON = Name("comparison", former="league")
"""The first of the networks that were trained together anew."""

NAMES = (TEXT, LOOK, ERROR_STEP, FIRST, SECOND, WORD, COMPARISON)
