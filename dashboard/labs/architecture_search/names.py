"""What the links of Architecture search may say."""

from __future__ import annotations

from dashboard.frame.names import CURSOR, LOOK, Choice, Number, Text

DESIGN = Text("design", bound=False)
"""A description that the viewer wrote, such as ``2, 32, tanh, 0.01, adam``; without it, that of the child in view."""

OPENED = Choice("opened", "best", choices=("best", "view"))
"""Which child is opened: the best one so far, or the one in view."""

EXAMPLE = Number("kept_example", 1, 1, 397)
"""Which of the digits, or sequences, that nobody learnt from goes through the opened child."""

NAMES = (CURSOR, LOOK, DESIGN, OPENED, EXAMPLE)
