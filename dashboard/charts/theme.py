"""Altair with the look of the course: letters that are read from the last row. Charts take `alt` from here."""

from __future__ import annotations

from typing import Any

import altair as alt

__all__ = ["LETTER", "alt"]

LETTER = 14
"""Pixels of the smallest letter."""


@alt.theme.register("unrolled", enable=True)
def _look() -> alt.theme.ThemeConfig:
    """What differs from Streamlit's own theme, which fills in the rest."""
    config: Any = {part: {"labelFontSize": LETTER, "titleFontSize": LETTER} for part in ("axis", "header", "legend")}
    return {"config": config | {"text": {"fontSize": LETTER}}}
