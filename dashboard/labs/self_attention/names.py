"""What the links of Self-attention may say."""

from __future__ import annotations

from dashboard.frame.names import TEXT, Name, Text

BRACKETS = Text("brackets")
SILENCED = Name("silenced")
"""The heads that are silenced: ``0.1 1.2``, layer and head of each."""

NAMES = (TEXT, BRACKETS, SILENCED)
