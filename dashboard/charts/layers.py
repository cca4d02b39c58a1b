"""What several charts on top of each other are."""

from __future__ import annotations

from typing import TypeAlias

import altair as alt

Layers: TypeAlias = alt.LayerChart | alt.FacetChart
"""What altair makes of layers: a row of pictures, if they have facets."""
