"""A few numbers of a trace, small enough for the home page: what a lab looks like, drawn from its shipped run."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from core.labs.gates.units import telling_unit
from core.text.vocabulary import BOS
from core.trace.schema import tokens_of

COLUMN = 0.1
"""Seconds of sound in a column of a listener's preview."""


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace, as JSON-able lists.

    Parameters
    ----------
    trace : Dataset
        As `core.trace.schema.check` returns it.

    Returns
    -------
    dict
        With an ``alignment``: ``source``, ``target`` (tokens) and ``alignment`` (rows); of a sound, in columns of
        `COLUMN` seconds with a token each half second; of several heads, that of the head
        that looks most at the answers, and its ``answers``. Of a painter: ``pixels`` and their
        ``surprise`` (rows), and the ``palette`` of their levels. Of a tagger: ``tokens``, the
        likeliest slot of each (``slots``) and its probability (``values``). Else: ``tokens``, ``quantity``
        and ``values``, one a token: the surprise, where whole documents are written; else a state of one unit, with
        its ``layer`` and ``unit``: the one that best follows being inside quotes, or, of a memory ``task``, holds most.
    """
    if "head" in trace.dims:
        on_answers = (trace["alignment"] * trace["gold_alignment"]).sum(["target", "source"])
        trace = trace.isel(on_answers.argmax(["layer", "head"]))  # the head that looks most at the answers
    if "frame" in trace.dims:
        return _sound(trace)
    if "alignment" in trace:
        values = trace["alignment"].transpose("target", "source").values.round(3)
        return {
            "source": tokens_of(trace, "source"),
            "target": tokens_of(trace, "target"),
            "alignment": values.tolist(),
            **({"answers": [str(answer) for answer in trace["answer"].values]} if "answer" in trace.coords else {}),
        }
    if "pixel" in trace:
        return {
            "pixels": trace["pixel"].transpose("row", "column").values.astype(int).tolist(),
            "palette": np.reshape(trace.attrs["palette"], (-1, 3)).tolist(),
            "surprise": trace["surprise"].transpose("row", "column").values.round(3).tolist(),
        }
    if trace.attrs.get("start") == BOS:
        return {
            "tokens": tokens_of(trace, "time"),
            "quantity": "surprise",
            "values": trace["surprise"].values.round(3).tolist(),
        }
    if "known" in trace.coords:
        p = trace["probability"].transpose("time", "vocabulary").values  # (T, K)
        slots = tokens_of(trace, "vocabulary")
        return {
            "tokens": tokens_of(trace, "time"),
            "slots": [slots[k] for k in p.argmax(1)],
            "values": p.max(1).round(3).tolist(),
        }
    quantity = "cell_state" if "cell_state" in trace else "hidden_state"
    layer, unit = (steady_unit if "task" in trace.attrs else telling_unit)(trace, quantity)
    values = trace[quantity].isel(layer=layer, unit=unit).values.round(3)
    return {
        "tokens": tokens_of(trace, "time"),
        "quantity": quantity,
        "layer": layer,
        "unit": unit,
        "values": values.tolist(),
        **({"task": trace.attrs["task"]} if "task" in trace.attrs else {}),
    }


def _sound(trace: xr.Dataset) -> dict[str, Any]:
    """The alignment of a listener, summed over columns of sound."""
    column = (trace["source_start"].values / COLUMN + 1e-6).astype(int)  # (S,)
    first = np.flatnonzero(np.diff(column, prepend=-1))  # where a new column begins
    values = np.add.reduceat(trace["alignment"].transpose("target", "source").values, first, axis=1)  # (T, columns)
    every = round(0.5 / COLUMN)
    return {
        "source": [f"{at * COLUMN:.1f} s" if at % every == 0 else "" for at in column[first].tolist()],
        "target": tokens_of(trace, "target"),
        "alignment": values.round(3).tolist(),
    }


def steady_unit(trace: xr.Dataset, state: str) -> tuple[int, int]:
    """The top layer and its unit that holds most steadily through the second half of a sequence: a memory at work."""
    later = trace[state].isel(layer=-1, time=slice(trace.sizes["time"] // 2, None)).transpose("time", "unit").values
    return trace.sizes["layer"] - 1, int((abs(later.mean(axis=0)) / (later.std(axis=0) + 0.1)).argmax())
