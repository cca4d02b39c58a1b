"""What the links of Text generation may say."""

from __future__ import annotations

from dashboard.frame.names import CURSOR, LOOK, SAMPLING, TEXT, Choice, Places, Text

COUNTS = (20, 40, 100, 200)
"""How many futures can be asked for."""

FUTURES = Choice("futures", 40, choices=COUNTS)
TAUGHT = Text("taught")
"""The sentence that is taught."""
TOKEN = Places("token")
"""The step of that sentence which is pinned."""

NAMES = (CURSOR, LOOK, TEXT, *SAMPLING, FUTURES, TAUGHT, TOKEN)
