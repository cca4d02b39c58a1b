"""The closer look "units": gates, cell and hidden state of one unit as pictures, and all units side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st
import xarray as xr

from dashboard import state
from dashboard.charts.colours import COLOURS, QUANTITIES
from dashboard.frame import view
from dashboard.frame.lesson import beside
from dashboard.frame.moment import Moment
from dashboard.labs.image_generation.components.painting_maps import Map, maps, reach
from dashboard.labs.image_generation.names import UNIT
from dashboard.labs.image_generation.subject import Studio
from dashboard.language import translate as _

WORDS = {"direction": "Direction", "axis": "Axis", "layer": "Layer"}
"""Dimensions that a network may have besides row, column and unit (message ids of the catalogues)."""

SIGNS = {
    "diagonal_bilstm": ("→", "←"),
    "grid_2d": ("→", "↓"),
    "grid_3d": ("→", "↓", "↗"),
    "pixel_cnn": ("h", "v"),
}
"""How the equations of an architecture name its directions, axes or stacks."""

SMALL = 76
"""CSS pixels of a unit's picture among all the others."""


def units(subject: Studio) -> None:
    """For each network in view, every quantity of the chosen unit, then the chosen quantity of every unit."""
    for moment, *_more in beside(subject.moments):
        if (moment.model.height, moment.model.width, moment.model.levels) == subject.painted.probability.shape[1:]:
            _of(subject, moment, moment.trace(subject.picture))
        else:
            st.caption(_("This network paints pictures of another kind."))
    st.caption(
        _(
            "Each picture shows one number of the network at every pixel, as it stood when that pixel was about to be"
            " painted: gates from 0 to 1 in their own colour, states blue below and red above zero. A unit that follows"
            " a stroke looks like one."
        )
    )


def _of(subject: Studio, moment: Moment, trace: xr.Dataset) -> None:
    names = [name for name in QUANTITIES if name in trace and {"row", "column", "unit"} <= set(trace[name].dims)]
    run = moment.run.id
    top, right = st.columns([3, 2], vertical_alignment="bottom")
    shown = "cell_state" if "cell_state" in names else names[-1]
    name = top.segmented_control(
        _("Quantity"),
        names,
        default=shown,
        key=f"unit_quantity:{run}",
        required=True,
        format_func=lambda one: f"{_(QUANTITIES[one].label)} {QUANTITIES[one].symbol}",
    )
    with right:
        at = _where(trace[name], run, SIGNS.get(moment.run.config["architecture"], ()))
    here = trace.isel(at)
    count = trace.sizes["unit"]
    unit = min(_linked(here["hidden_state"], run), count - 1)
    st.markdown(_("**Unit {unit}** of {count}", unit=unit, count=count))
    key = f"painting_maps:unit:{run}"
    chosen = [_map(here, one, unit, f"{_(QUANTITIES[one].label)} {QUANTITIES[one].symbol}") for one in names]
    picture = Map(_("The picture"), trace["pixel"].values, palette=moment.model.palette, digits=0)
    maps(
        [picture, *chosen],
        key=key,
        pixel=subject.pixel,
        least=170,
        translate=_,
        on_click=lambda: subject.point_at_pixel(state.get(key)["place"]["pixel"]),
    )
    every = f"painting_maps:units:{run}"
    st.markdown(_("**All units**, {quantity}. Click one to see it large.", quantity=_(QUANTITIES[name].label)))
    maps(
        [_map(here, name, k, str(k), chosen=k == unit, digits=None) for k in range(count)],
        key=every,
        pixel=subject.pixel,
        least=SMALL,
        translate=_,
        on_click=lambda: view.write(UNIT, (state.get(every)["place"]["map"],)),
    )


def _linked(values: xr.DataArray, run: str) -> int:
    """The unit in the link; else the one whose hidden state changed most over the first picture that was looked at."""
    pinned = view.read(UNIT)
    if pinned is not None:
        return pinned[0]
    key = f"liveliest_unit:{run}"
    if state.get(key) is None:
        state.put(key, int(values.std(["row", "column"]).argmax("unit")))
    return state.get(key)


def _where(values: xr.DataArray, run: str, signs: Sequence[str]) -> dict[str, int]:
    """Where to stand on the dimensions that are not drawn: a choice for each that has more than one place."""
    at: dict[str, int] = {}
    for dim in map(str, values.dims):
        if dim in {"row", "column", "unit"}:
            continue
        at[dim] = 0
        if values.sizes[dim] > 1:
            at[dim] = st.segmented_control(
                _(WORDS[dim]),
                list(range(values.sizes[dim])),
                default=0,
                key=f"unit_{dim}:{run}",
                required=True,
                format_func=lambda place, dim=dim: str(place) if dim == "layer" else signs[int(place)],
            )
    return at


def _map(trace: xr.Dataset, name: str, unit: int, title: str, **more: Any) -> Map:
    """One quantity of one unit, on the scale of all units."""
    values = trace[name].transpose("row", "column", "unit").values
    diverging = QUANTITIES[name].scale == "diverging"
    known = QUANTITIES[name].high
    high = reach(values) if known is None else known
    scale = "diverging" if diverging else "sequential"
    return Map(title, values[..., unit], COLOURS[name], high=high, scale=scale, **more)
