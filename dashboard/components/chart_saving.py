"""Charts as SVG: a button beside the one of Vega and of Plotly that saves them as PNG."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components.base import Component

WORDS = {"label": "Download as SVG"}
"""What the button says (message ids of the catalogues)."""

CHART_SAVING = Component("chart_saving", picture=False, live=True)


def chart_saving(lab: str, step: int, *, translate: Callable[[str], str] = str) -> None:
    """Give every chart of the page that button; the names of its files say lab and training step."""
    CHART_SAVING.draw(
        key="chart_saving",
        view={"label": translate(WORDS["label"]), "file": f"unrolled-{lab}-*-step-{step}.svg"},
        width="content",
        height=1,
    )
