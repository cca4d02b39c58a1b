"""What the links of Pointing may say."""

from __future__ import annotations

from dashboard.frame.names import CURSOR, LOOK, TEXT

NAMES = (CURSOR, LOOK, TEXT)
