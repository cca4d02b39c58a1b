"""A heat map, and what it says to whoever does not see it: its largest number, and where that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from core.trace.schema import TOKENS
from dashboard.language import translate as _
from dashboard.panels.sampling import visible

if TYPE_CHECKING:
    import altair as alt
    import xarray as xr

    from dashboard.charts.layers import Layers

SHADES = ("value", "share", "error")
"""Columns of a table of cells that become their colours."""


def heat_map(place: Any, chart: alt.Chart | alt.VConcatChart | Layers, *, alt: str, **options: Any) -> None:
    """Draw a heat map of Altair.

    Parameters
    ----------
    place : DeltaGenerator
        Where: ``st`` itself, or a column.
    chart : Chart
        The cells are its rectangles, or those of its layers; what their tooltip says is said of the largest.
    alt : str
        What it is (already translated).
    **options
        Of ``st.altair_chart``: key, width.
    """
    told = _("{what}. The largest: {cell}.", what=alt, cell=largest(chart))
    place.altair_chart(chart, alt=told, **options)


def matrix(place: Any, values: xr.DataArray, labels: dict[str, str], *, alt: str, **options: Any) -> None:
    """Draw a dense heat map of Plotly.

    Parameters
    ----------
    place : DeltaGenerator
        Where: ``st`` itself, or a column.
    values : DataArray
        Two dimensions, rows first, as `dashboard.charts.matrix.explore` draws them.
    labels : dict
        What to call the two dimensions.
    alt : str
        What it is (already translated).
    **options
        Of ``st.plotly_chart``: key, width, config.
    """
    from dashboard.charts.matrix import explore

    rows, columns = values.shape
    told = _(
        "{what}. {rows} rows of {columns} numbers, from {low} to {high}. The largest: {cell}.",
        what=alt,
        rows=rows,
        columns=columns,
        low=f"{float(values.min()):.3f}",
        high=f"{float(values.max()):.3f}",
        cell=largest_element(values, labels),
    )
    place.plotly_chart(explore(values, labels), alt=told, **options)


def largest_element(values: xr.DataArray, labels: dict[str, str]) -> str:
    """Where the largest number of an array stands, as its axes count: positions from 1 and with their token."""

    def place(dim: str, at: int) -> str:
        number = f"{at + 1}: {visible(str(values.coords[TOKENS[dim]].values[at]))}" if dim in TOKENS else str(at)
        return f"{labels[dim]} {number}"

    at = np.unravel_index(int(values.values.argmax()), values.shape)
    return ", ".join(place(str(dim), int(k)) for dim, k in zip(values.dims, at, strict=True))


def largest(chart: Any) -> str:
    """What the tooltip of a chart of cells says of the one with the largest number, either way of 0.

    Raises
    ------
    ValueError
        If the chart has no cells that are told.
    """
    parts = next((getattr(chart, name) for name in ("layer", "vconcat") if hasattr(chart, name)), [chart])
    for part in parts:
        table = part.data if hasattr(part.data, "columns") else chart.data
        shade = next((name for name in SHADES if name in getattr(table, "columns", ())), None)
        tips = [tip.to_dict(validate=False) for tip in _told(part)]
        if shade is not None and tips and len(table):
            cell = table[shade].abs().idxmax()
            return ", ".join(f"{tip['title']} {_written(table.at[cell, tip['field']], tip)}" for tip in tips)
    raise ValueError("a heat map has cells with a tooltip")


def _told(part: Any) -> list[Any]:
    """The tooltip of a chart, without its data."""
    tips = getattr(part.encoding, "tooltip", None)
    return list(tips) if isinstance(tips, list) else []


def _written(value: Any, tip: dict[str, Any]) -> str:
    return format(value, tip["format"]) if "format" in tip else str(value)
