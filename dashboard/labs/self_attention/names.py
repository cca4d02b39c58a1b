"""What the links of Self-attention may say."""

from __future__ import annotations

from dashboard.frame.names import CURSOR, LOOK, TEXT, Name, Text

BRACKETS = Text("brackets")
SILENCED = Name("silenced")
"""The heads that are silenced: ``0.1 1.2``, layer and head of each."""

NAMES = (CURSOR, LOOK, TEXT, BRACKETS, SILENCED)
