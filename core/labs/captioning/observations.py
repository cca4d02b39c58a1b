"""What may be said of captions and where they looked, each where it holds. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr

from core.observation import observation
from core.trace.schema import tokens_of

APART = 0.1
"""How far two shares must lie apart to be told."""

LITTLE = 0.3
"""Up to which share of objects a network has hardly learnt to tell them; one in 24 is chance."""


@observation("Every word for a colour or a shape looks most at a place of its object.")
def on_its_object(trace: xr.Dataset) -> dict[str, str] | None:
    """A right caption, all of whose content words point."""
    missed, named = _misses(trace)
    return {} if named.any() and not missed.any() else None


@observation(
    "The caption is right, and yet {count} of the {all} words for a colour or a shape look most beside their object:"
    " {words}. A cell has seen its neighbours too, so nothing need be lost by that."
)
def beside_its_object(trace: xr.Dataset) -> dict[str, str] | None:
    """A right caption, some of whose content words point elsewhere."""
    missed, named = _misses(trace)
    if not missed.any():
        return None
    tokens = tokens_of(trace, "target")
    words = ", ".join(tokens[t].strip() for t in np.flatnonzero(missed))
    return {"count": str(int(missed.sum())), "all": str(int(named.sum())), "words": words}


@observation(
    "Of scenes with {most} objects, {name} tells {many} right, and {few} of those with {least}: what is to be said"
    " grows, and what it is said from does not."
)
def falls_with_objects(curves: Mapping[str, Mapping[int, float]]) -> dict[str, str] | None:
    """The network whose exactness falls most from the fewest to the most objects."""
    drops = {name: curve[min(curve)] - curve[max(curve)] for name, curve in curves.items() if len(curve) > 1}
    if not drops or max(drops.values()) < APART:
        return None
    name = max(drops, key=drops.__getitem__)
    curve = curves[name]
    return {
        "name": name,
        "most": str(max(curve)),
        "least": str(min(curve)),
        "many": f"{curve[max(curve)]:.0%}",
        "few": f"{curve[min(curve)]:.0%}",
    }


@observation(
    "{name} is right about {share} of the objects, wherever they stand in the caption: it has not forgotten the later"
    " ones, it has not learnt to tell any."
)
def has_not_learnt(name: str, placed: Mapping[int, float]) -> dict[str, str] | None:
    """A network that is wrong about the first object as often as about the last."""
    if len(placed) < 2 or max(placed.values()) > LITTLE or max(placed.values()) - min(placed.values()) > APART:
        return None
    return {"name": name, "share": f"{np.mean(list(placed.values())):.0%}"}


def _misses(trace: xr.Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Which words look most outside the place that they name, and which name one at all."""
    T = trace.sizes["target"]
    if "alignment" not in trace or "gold_alignment" not in trace:
        return np.zeros(T, bool), np.zeros(T, bool)
    weights = trace["alignment"].transpose("target", "source").values
    gold = trace["gold_alignment"].transpose("target", "source").values.astype(bool)
    named = np.asarray(gold.any(1))
    return named & ~gold[np.arange(T), weights.argmax(1)], named
