"""What the links of Echo may say."""

from __future__ import annotations

from dashboard.frame.names import CURSOR, LOOK, TEXT

NAMES = (CURSOR, LOOK, TEXT)
