"""A dense matrix to zoom into and take away: units over time, or an alignment."""

from __future__ import annotations

import plotly.graph_objects as go
import xarray as xr

from core.trace.schema import TOKENS
from dashboard.charts.colours import COLOURS, DIVERGING


def explore(values: xr.DataArray, labels: dict[str, str], *, height: int = 560) -> go.Figure:
    """A zoomable heat map of a two-dimensional quantity, its own colour, its own range; positions are counted from 1.

    Parameters
    ----------
    values : DataArray
        Two dimensions, rows first; name, ``symbol``, ``scale`` and range as `core.trace.schema.check` attached them.
    labels : dict
        What to call the two dimensions and the quantity: keys are the dimensions' names and ``value``.
    height : int
        Pixels.

    Raises
    ------
    ValueError
        If `values` is empty or has not two dimensions.
    """
    if values.ndim != 2 or not values.size:
        raise ValueError(f"a matrix has two dimensions and at least one value, not {dict(values.sizes)}")
    rows, columns = map(str, values.dims)
    limit = float(abs(values).max()) or 1.0
    diverging = values.attrs["scale"] == "diverging" or float(values.min()) < values.attrs.get("low", 0.0)
    colours = (
        [[0, DIVERGING[0]], [0.5, "#f7f7f7"], [1, DIVERGING[1]]]
        if diverging
        else [[0, "#f7f7f7"], [1, COLOURS[str(values.name)]]]
    )
    low, high = (-limit, limit) if diverging else (values.attrs.get("low", 0.0), values.attrs.get("high", limit))
    first = {dim: int(dim in TOKENS) for dim in (rows, columns)}  # units have numbers of their own, from 0
    figure = go.Figure(
        go.Heatmap(
            z=values.values,
            x0=first[columns],
            y0=first[rows],
            zmin=low,
            zmax=high,
            colorscale=colours,
            colorbar={"title": values.attrs["symbol"], "thickness": 12},
            hovertemplate=(
                f"{labels[rows]} %{{y}}<br>{labels[columns]} %{{x}}<br>{values.attrs['symbol']} ="
                " %{z:.4f}<extra></extra>"
            ),
        )
    )
    for axis, dim in ((figure.update_xaxes, columns), (figure.update_yaxes, rows)):
        axis(title=labels[dim])
        if dim in TOKENS and values.sizes[dim] <= 120:
            axis(
                tickvals=[first[dim] + k for k in range(values.sizes[dim])],
                ticktext=[str(token) for token in values[TOKENS[dim]].values],
                tickangle=0,
            )
    figure.update_yaxes(autorange="reversed")
    return figure.update_layout(height=height, margin={"l": 10, "r": 10, "t": 10, "b": 10})
