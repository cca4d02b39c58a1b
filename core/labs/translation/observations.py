"""What may be said of translations and their alignments, each where it holds. Imports no torch."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from core.analyses.alignment import hard_links, trace_error_rate
from core.observation import observation, signed
from core.trace.schema import tokens_of

EVEN = 0.9
"""The share of the largest possible entropy from which on attention is called even."""

APART = 0.1
"""How far two sharpnesses must lie apart to be told."""

ENOUGH = 0.99
"""The share of held-out sentences from which on a network translates them well enough."""

NAMED = 6
"""How many tokens are named at most."""


@observation(
    "The translation is right, and yet {count} of the {all} output tokens whose counterpart is known look most at a"
    " place outside it: {tokens}. Every encoder state has read its neighbours too, so nothing need be lost by that."
)
def beside_its_mark(trace: xr.Dataset) -> dict[str, str] | None:
    """A right translation whose alignment is not."""
    missed, known = _misses(trace)
    if not _right(trace) or not missed.any():
        return None
    tokens = tokens_of(trace, "target")
    named = [tokens[i] for i in np.flatnonzero(missed)]
    more = " …" if len(named) > NAMED else ""
    return {"count": str(len(named)), "all": str(int(known.sum())), "tokens": ", ".join(named[:NAMED]) + more}


@observation("The translation is right, and every output token whose counterpart is known looks most at it.")
def on_its_mark(trace: xr.Dataset) -> dict[str, str] | None:
    """A right translation with a right alignment."""
    missed, known = _misses(trace)
    return {} if _right(trace) and known.any() and not missed.any() else None


@observation("{tokens} are written from right to left; here tokens stand from left to right, in the order of reading.")
def right_to_left(trace: xr.Dataset) -> dict[str, str] | None:
    """Tokens in a script of the other direction."""
    every = [token for side in ("source", "target") for token in tokens_of(trace, side)]
    found = list(dict.fromkeys(token for token in every if any(map(_is_right_to_left, token))))
    more = " …" if len(found) > NAMED else ""
    return {"tokens": ", ".join(found[:NAMED]) + more} if found else None


@observation(
    "The attention of every output token is spread nearly evenly: this network looks nowhere in particular yet."
)
def spread_evenly(trace: xr.Dataset) -> dict[str, str] | None:
    """Attention before anything is learnt."""
    if not _shares(trace) or trace.sizes["source"] < 2:
        return None
    return {} if evenness(_alignment(trace)).min() >= EVEN else None


@observation(
    "Without a softmax the weights of an output token are its scores: here they range from {low} to {high},"
    " {negative} of them are negative, and the rows add up to anything from {least} to {most}."
)
def no_shares(trace: xr.Dataset) -> dict[str, str] | None:
    """Weights that are no shares."""
    if "alignment" not in trace or trace.attrs["softmax"]:
        return None
    weights = _alignment(trace)
    sums = weights.sum(1)
    return {
        "low": signed(weights.min()),
        "high": signed(weights.max()),
        "negative": f"{(weights < 0).mean():.0%}",
        "least": signed(sums.min()),
        "most": signed(sums.max()),
    }


@observation(
    "On this sentence {sharp} looks sharpest: its largest weight per output token is {high} on average, that of {soft}"
    " {low}."
)
def sharpest(traces: Mapping[str, xr.Dataset]) -> dict[str, str] | None:
    """Which of several networks looks most at one place, and which least."""
    found = sharpness(traces)
    if len(found) < 2:
        return None
    sharp, soft = max(found, key=found.__getitem__), min(found, key=found.__getitem__)
    if found[sharp] - found[soft] < APART:
        return None
    return {"sharp": sharp, "high": f"{found[sharp]:.2f}", "soft": soft, "low": f"{found[soft]:.2f}"}


@observation(
    "Sharp is not yet right: {sharp} looks sharpest and has an alignment error rate of {error}, {best} one of {least}."
)
def sharp_and_wrong(traces: Mapping[str, xr.Dataset]) -> dict[str, str] | None:
    """A network that is surer than another one, and aligns worse."""
    found = sharpness(traces)
    errors = {name: error for name in found if (error := trace_error_rate(traces[name])) is not None}
    if len(errors) < 2:
        return None
    sharp, best = max(errors, key=found.__getitem__), min(errors, key=errors.__getitem__)
    if errors[sharp] <= errors[best] or found[sharp] - found[best] < APART:
        return None
    return {"sharp": sharp, "error": f"{errors[sharp]:.2f}", "best": best, "least": f"{errors[best]:.2f}"}


@observation(
    "{names}: {share} or more of the held-out sentences of this data are translated without a wrong token; for longer"
    " ones, look at “Long sentences”."
)
def good_enough(exact_match: Mapping[str, float]) -> dict[str, str] | None:
    """Which networks leave nothing to be done on their data."""
    names = [name for name, share in exact_match.items() if share >= ENOUGH]
    return {"names": ", ".join(names), "share": f"{ENOUGH:.0%}"} if names else None


@observation(
    "Of sentences with about {long} tokens, {attends} of those with attention are right and {handed} of those without:"
    " one vector had to hold the whole sentence."
)
def vector_too_small(curves: Sequence[tuple[bool, Mapping[int, float]]]) -> dict[str, str] | None:
    """What the vector between encoder and decoder costs on the longest sentences that both were asked.

    Parameters
    ----------
    curves : sequence of (bool, mapping of int to float)
        Of each network whether it attends, and its exact match by length.
    """
    by_kind = {kind: curve for kind, curve in curves if curve}
    if set(by_kind) != {True, False}:
        return None
    common = set(by_kind[True]) & set(by_kind[False])
    if not common:
        return None
    longest = max(common)
    attends, handed = by_kind[True][longest], by_kind[False][longest]
    if attends - handed < APART:
        return None
    return {"long": str(longest), "attends": f"{attends:.0%}", "handed": f"{handed:.0%}"}


@observation(
    "“{name}” translates sentences of every length as well: at least {least} of each group are right to the last token."
)
def length_costs_nothing(name: str, curve: Mapping[int, float]) -> dict[str, str] | None:
    """A network whose exact match does not fall with the length of the source."""
    return {"name": name, "least": f"{min(curve.values()):.0%}"} if curve and min(curve.values()) >= ENOUGH else None


def sharpness(traces: Mapping[str, xr.Dataset]) -> dict[str, float]:
    """The largest weight of an output token, on average, of each network whose weights are shares."""
    return {name: float(_alignment(trace).max(1).mean()) for name, trace in traces.items() if _shares(trace)}


def evenness(alignment: np.ndarray) -> np.ndarray:
    """The entropy of each row over the largest that it could have, 0 … 1."""
    entropy = -(alignment * np.log(np.maximum(alignment, 1e-12))).sum(1)
    return entropy / np.log(alignment.shape[1])


def _alignment(trace: xr.Dataset) -> np.ndarray:
    return trace["alignment"].transpose("target", "source").values


def _is_right_to_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL")


def _shares(trace: xr.Dataset) -> bool:
    return "alignment" in trace and bool(trace.attrs["normalised"])


def _right(trace: xr.Dataset) -> bool:
    return bool(trace.attrs["reference"]) and trace.attrs["output"] == trace.attrs["reference"]


def _misses(trace: xr.Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Which output tokens look most outside their block of the true alignment, and which have one at all."""
    if "alignment" not in trace or "gold_alignment" not in trace:
        return np.zeros(trace.sizes["target"], bool), np.zeros(trace.sizes["target"], bool)
    gold = trace["gold_alignment"].transpose("target", "source").values.astype(bool)
    known = np.asarray(gold.any(1))
    return known & ~np.asarray((hard_links(_alignment(trace)) & gold).any(1)), known
