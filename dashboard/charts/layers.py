"""What several charts on top of each other are."""

from __future__ import annotations

from typing import TypeAlias

from dashboard.charts.theme import alt

Layers: TypeAlias = alt.LayerChart | alt.FacetChart
"""What altair makes of layers: a row of pictures, if they have facets."""
