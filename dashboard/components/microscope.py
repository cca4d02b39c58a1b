"""The microscope: one text, one unit, one step, and everything a recurrent network does there, drawn on one cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import xarray as xr

from core.trace.schema import gates_of, tokens_of
from core.trace.units import by_concept, by_similarity
from dashboard.charts.colours import COLOURS, DIVERGING, QUANTITIES
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

LIKELY = 10
"""How many candidates for the next token are drawn."""

ORDER = (
    "forget_gate",
    "input_gate",
    "output_gate",
    "reset_gate",
    "update_gate",
    "candidate",
    "cell_state",
    "hidden_state",
    "output",
)
"""The quantities it draws, in the order in which it draws them: gates, then what they act on."""

MEMORIES = ("cell_state", "output", "hidden_state")
"""What a cell carries from step to step, the one that says most first: an LSTM's c, Jordan's y, else h."""

WORDS = {
    "cursor": "The character at the cursor",
    "tokens_title": "The text, coloured by one unit",
    "tokens_how": (
        "Each character has the colour of what the unit holds right after reading it. Point at a character and every"
        " picture speaks of that step; click pins it there, the arrow keys move it."
    ),
    "colour_by": "Colour by",
    "layer": "Layer",
    "unit": "Unit",
    "pinned": "pinned; Esc lets go",
    "cell_title": "Inside the cell at this step",
    "cell_how": (
        "A wire is as thick as its number is large, and dashed where the number is negative. Each gate is filled as far"
        " as it is open; × lets through that share."
    ),
    "where": "unit {unit}, step {step}, after “{token}”",
    "where_layered": "layer {layer}, unit {unit}, step {step}, after “{token}”",
    "all_units": "all units",
    "peephole": "peephole",
    "bars_title": "What comes next?",
    "bars_how": (
        "The likeliest next characters, were the text to end here. The frame is around the one that really came."
    ),
    "bars_came": "Then came {token}: {bits} bits of surprise.",
    "bars_end": "Here the text ends.",
    "lines_title": "One unit over time",
    "lines_how": (
        "What the unit holds and gives out, and below its gates, from 0 (shut) to 1 (open). On the right, the numbers"
        " at the cursor. A long text turns its page as the cursor moves on."
    ),
    "maps_title": "All units over time",
    "order": "Rows",
    "order_similarity": "by similarity",
    "order_concept": "by concept",
    "order_number": "by number",
    "maps_how": (
        "A row is a unit, a column is a step. Gates: the fuller the colour, the wider open. States: red is positive,"
        " blue is negative. Point at a row to see that unit everywhere; click to choose it."
    ),
}
"""Every word it shows, besides the quantities' own names (message ids of the catalogues)."""

MICROSCOPE = Component("microscope", WORDS, room=80)


def microscope(
    trace: xr.Dataset,
    *,
    key: str,
    cursor: int,
    unit: int,
    layer: int = 0,
    quantity: str | None = None,
    jump: str | int | None = None,
    layers: Sequence[int] | None = None,
    units: Sequence[int] | None = None,
    concept: tuple[str, np.ndarray] | None = None,
    reach: float | None = None,
    group: str | None = None,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw `trace`; the session state holds where the viewer last settled: ``{time, layer, unit, quantity}``.

    It begins at `cursor`, `layer`, `unit` and `quantity`; from then on the viewer's own cursor stays, whatever the
    numbers and these four do, until `jump` changes. Following the pointer needs no rerun; a click causes one.

    Parameters
    ----------
    trace : Dataset
        Gates and states of a recurrent network over ``(layer, time, unit)``, perhaps ``probability`` and ``surprise``,
        and as attributes the states before the first step and ``cell``, the key of `core.nn.cells.family` by which the
        cell is drawn, as `core.systems.language.model.LanguageModel.trace` gives them. Without it no cell is drawn.
    key : str
        Names this microscope in the session state, where ``cursor`` holds that place.
    cursor, unit, layer : int
        The step, unit and layer to begin with.
    quantity : str, optional
        What colours the text: by default what is carried from step to step, see `MEMORIES`.
    jump : str or int, optional
        Another value than in the last run takes the viewer's cursor to the place given.
    layers, units : sequence of int, optional
        Those to draw; all by default.
    concept : (str, ndarray of bool of shape (T,)), optional
        What units may follow, in the viewer's language, and where it holds: the rows of the heat maps can then be
        ordered by it.
    reach : float, optional
        Where the scale of a state without bounds ends, both ways; by default it reaches as far as the values do.
    group : str, optional
        Microscopes of one group share their cursor.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a click causes.
    """
    MICROSCOPE.draw(
        key=key,
        numbers=numbers(_numbers, trace, layers and tuple(layers), units and tuple(units), concept and concept[1]),
        view={
            "group": group,
            "reach": reach,
            "cursor": {
                "time": cursor,
                "layer": layer,
                "unit": unit,
                "jump": jump,
                "quantity": quantity or next(name for name in MEMORIES if name in trace),
            },
        },
        labels=_labels(trace.attrs.get("cell"), translate),
        words=WORDS | ({"order_concept": concept[0]} if concept else {}),
        translate=translate,
        on={"cursor": on_change},
    )


def _labels(cell: str | None, translate: Callable[[str], str]) -> dict[str, Any]:
    """What all of `ORDER` are called, for a drawing also names what a cell lacks."""
    return {"named": {name: _described(name, cell, translate) for name in ORDER}, "diverging": DIVERGING}


def _numbers(
    trace: xr.Dataset, layers: Sequence[int] | None, units: Sequence[int] | None, concept: np.ndarray | None = None
) -> Facts:
    """Gates and states (layer, unit, time), and the states before the first step as ``…_before`` (layer, unit).

    Of ``probability`` only the likeliest go, as ``likely`` (numbers of words) and ``likely_p``, both (time, rank), with
    the trace's own ``surprise`` (time,). ``ranges`` are of the quantities that the trace has, as it says them.
    ``order_similarity`` and ``order_concept`` (layer, unit) are the units in these orders, by what is carried from step
    to step.
    """
    names = sorted(gates_of(trace), key=ORDER.index)
    layers = list(range(trace.sizes["layer"]) if layers is None else layers)
    units = list(range(trace.sizes["unit"]) if units is None else units)
    chosen = np.ix_(layers, units)
    arrays = {name: trace[name].transpose("layer", "unit", "time").values[chosen] for name in names}
    for name in (f"{state}_before" for state in names if f"{state}_before" in trace.attrs):
        arrays[name] = np.reshape(trace.attrs[name], (trace.sizes["layer"], -1))[chosen]
    facts = {
        "cell": trace.attrs.get("cell"),
        "tokens": tokens_of(trace, "time"),
        "vocabulary": [],
        "ranges": {name: {end: trace[name].attrs.get(end) for end in ("low", "high")} for name in names},
        "layers": layers,
        "units": units,
    }
    memory = next(name for name in MEMORIES if name in trace)
    carried = arrays[memory].transpose(0, 2, 1)  # (L, T, H)
    arrays["order_similarity"] = np.stack([by_similarity(values) for values in carried])
    if concept is not None and concept.any() and not concept.all():
        arrays["order_concept"] = np.stack([by_concept(values, concept) for values in carried])
    if "probability" in trace:
        facts["vocabulary"] = tokens_of(trace, "vocabulary")
        arrays |= _likeliest(trace)
    return facts, arrays


def _described(name: str, cell: str | None, translate: Callable[[str], str]) -> dict[str, Any]:
    quantity = QUANTITIES[name]
    return {
        "symbol": "n" if cell == "gru" and name == "candidate" else quantity.symbol,  # g is the LSTM's letter for it
        "label": translate(quantity.label),
        "scale": quantity.scale,
        "colour": COLOURS[name],
    }


def _likeliest(trace: xr.Dataset) -> dict[str, np.ndarray]:
    p = trace["probability"].transpose("time", "vocabulary").values  # (T, V)
    likely = np.argsort(-p, axis=1, kind="stable")[:, :LIKELY]  # (T, 10)
    return {"likely": likely, "likely_p": np.take_along_axis(p, likely, axis=1), "surprisal": trace["surprisal"].values}
